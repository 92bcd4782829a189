"""What claims know of a person: for the person's own file, and what is forgotten when the account closes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select

from resident.accounts.models import Person
from resident.claims.actions import KIND
from resident.claims.models import NAME, ResidenceClaim
from resident.communities.models import Building, CommunityRow
from resident.db import db
from resident.moderation import actions as moderation
from resident.statements import entities, rows


class _Said(NamedTuple):
    """A claim as it stands in the person's file."""

    community: dict[str, str]
    building: dict[str, str]
    unit: str
    room: str
    state: str
    reason: str
    submitted_at: datetime
    decided_at: datetime | None


_ALL = (
    select(
        CommunityRow.name,
        Building.name,
        ResidenceClaim.unit,
        ResidenceClaim.room,
        ResidenceClaim.state,
        ResidenceClaim.reason,
        ResidenceClaim.submitted_at,
        ResidenceClaim.decided_at,
    )
    .join(ResidenceClaim.building)
    .join(CommunityRow, ResidenceClaim.community_id == CommunityRow.id)
    .where(ResidenceClaim.person_id == bindparam("person"))
    .order_by(ResidenceClaim.id)
)
_THEIRS = select(ResidenceClaim).where(ResidenceClaim.person_id == bindparam("person"))
_DELETED = delete(ResidenceClaim).where(ResidenceClaim.person_id == bindparam("person"))


def claims_as_json(person: Person) -> list[dict[str, Any]]:
    """Every claim of a person; one statement."""
    return [
        one._asdict()
        | {
            "submitted_at": one.submitted_at.isoformat(),
            "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        }
        for one in rows(_Said, _ALL, person=person.id)
    ]


def forget_claims(person: Person) -> None:
    """An account that closes: nobody needs to know any more where its person said to live."""
    moderation.withdraw_proposal(kind=NAME, subject_id=person.id, by=person)
    for claim in entities(_THEIRS, person=person.id):
        moderation.withdraw(kind=KIND, subject=claim, by=person)
        moderation.forget(kind=KIND, subject=claim)
    db.session.execute(_DELETED, {"person": person.id})
