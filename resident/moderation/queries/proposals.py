"""Reading what is proposed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.communities.models import Community, CommunityRow
from resident.moderation.models import IS_PROPOSED, Proposal
from resident.statements import entity, row, rows


class Proposed(NamedTuple):
    """What is open for a thing, or as something new: for the pages of who proposed it."""

    id: int
    slug: str
    subject_id: int | None
    title: dict[str, str]
    words: dict[str, Any]
    state: str
    reason: str
    created_at: datetime


_COLUMNS = select(
    Proposal.id,
    CommunityRow.slug,
    Proposal.subject_id,
    Proposal.title,
    Proposal.words,
    Proposal.state,
    Proposal.reason,
    Proposal.created_at,
).join(CommunityRow, CommunityRow.id == Proposal.community_id)
_OF_SUBJECT = _COLUMNS.where(
    Proposal.kind == bindparam("of_kind"), Proposal.subject_id == bindparam("subject"), IS_PROPOSED
)
_OF_BODIES = (
    _COLUMNS.where(
        Proposal.community_id == bindparam("community"),
        Proposal.kind == bindparam("of_kind"),
        Proposal.organization_id.in_(bindparam("bodies", expanding=True)),
        IS_PROPOSED,
    )
    .order_by(Proposal.id)
    .limit(50)
)
_ONE = select(Proposal).where(
    Proposal.community_id == bindparam("community"),
    Proposal.id == bindparam("proposal"),
)


def proposed_for(kind: str, subject_id: int) -> Proposed | None:
    """What is open for this thing; one statement."""
    return row(Proposed, _OF_SUBJECT, of_kind=kind, subject=subject_id)


def proposed_by(community: Community, kind: str, organization_ids: Iterable[int]) -> list[Proposed]:
    """What is open of these bodies, the first one first; one statement."""
    return rows(Proposed, _OF_BODIES, community=community.id, of_kind=kind, bodies=list(organization_ids))


def proposal_of(community: Community, proposal_id: int) -> Proposal | None:
    """This community's proposal of this number; None for another community's."""
    found: Proposal | None = entity(_ONE, community=community.id, proposal=proposal_id)
    return found
