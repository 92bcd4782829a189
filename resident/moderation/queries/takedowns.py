"""Reading what was taken down."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from resident.accounts.models import PersonRow
from resident.communities.models import Community
from resident.moderation.models import IS_DOWN, Takedown
from resident.statements import entity, row
from resident.web.keyset import Keyset, Page


class TakenDown(NamedTuple):
    """One line of the list, with who took it down."""

    id: int
    kind: str
    title: dict[str, str]
    state: str
    reason: str
    taken_down_at: datetime
    by: str


class OpenTakedown(NamedTuple):
    """That a thing is down now: for the line on its page."""

    id: int
    state: str
    reason: str
    taken_down_at: datetime


_MODERATOR = aliased(PersonRow)
_LIST = Keyset(
    TakenDown,
    select(
        Takedown.id,
        Takedown.kind,
        Takedown.title,
        Takedown.state,
        Takedown.reason,
        Takedown.taken_down_at,
        _MODERATOR.display_name,
    )
    .join(_MODERATOR, _MODERATOR.id == Takedown.taken_down_by_id)
    .where(Takedown.community_id == bindparam("community")),
    Takedown.id,
)
_ONE = select(Takedown).where(Takedown.community_id == bindparam("community"), Takedown.id == bindparam("takedown"))
_OPEN = select(Takedown.id, Takedown.state, Takedown.reason, Takedown.taken_down_at).where(
    Takedown.kind == bindparam("of_kind"), Takedown.subject_id == bindparam("subject"), IS_DOWN
)


def takedowns(community: Community, after: str = "") -> Page[TakenDown]:
    """What was taken down here, the newest first, also what is back; one statement."""
    return _LIST.page(after, community=community.id)


def takedown_of(community: Community, takedown_id: int) -> Takedown | None:
    """This community's takedown of this number; None for another community's."""
    found: Takedown | None = entity(_ONE, community=community.id, takedown=takedown_id)
    return found


def open_takedown(kind: str, subject_id: int) -> OpenTakedown | None:
    """What stands on the page of a thing that is down, for its author and the staff; one statement."""
    return row(OpenTakedown, _OPEN, of_kind=kind, subject=subject_id)
