"""What administrators read of what people say of the app."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.feedback.models import Feedback
from resident.statements import value
from resident.web.keyset import Keyset, Page


class Said(NamedTuple):
    """What somebody said of the app, when, and on which page."""

    id: int
    at: datetime
    words: str
    page: str


_HERE = Feedback.community_id == bindparam("community")
_NEWEST = Keyset(
    Said,
    select(Feedback.id, Feedback.at, Feedback.words, Feedback.page).where(_HERE),
    Feedback.at,
    Feedback.id,
)
_SAME = select(Feedback.id).where(
    _HERE, Feedback.words == bindparam("words"), Feedback.at > bindparam("since", type_=UtcDateTime)
)


def feedback_here(community: Community, *, after: str) -> Page[Said]:
    """What was said here, the newest first; one statement."""
    return _NEWEST.page(after, community=community.id)


def is_said(community: Community, words: str, *, since: datetime) -> bool:
    """Whether the very same was said since then; one statement."""
    return value(_SAME, community=community.id, words=words, since=since) is not None
