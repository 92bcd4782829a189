"""What invitations hold of a person: for the person's own file, and what is left when the account closes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from resident.accounts.models import Person, PersonRow
from resident.communities.models import CommunityRow
from resident.invitations.actions import end_invitation
from resident.invitations.models import Invitation, InvitationState
from resident.organizations.models import Organization
from resident.statements import entities, rows, written


class _Asked(NamedTuple):
    """An invitation as it stands in the person's file."""

    community: dict[str, str]
    organization: dict[str, str] | None
    role: str
    state: str
    invited_at: datetime
    settled_at: datetime | None


_IS_OPEN = Invitation.state == written(InvitationState.OPEN)
_ALL = (
    select(
        CommunityRow.name,
        Organization.name,
        Invitation.role,
        Invitation.state,
        Invitation.invited_at,
        Invitation.settled_at,
    )
    .join(CommunityRow, CommunityRow.id == Invitation.community_id)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .join(PersonRow, PersonRow.id == bindparam("person"))
    .where(
        or_(
            and_(_IS_OPEN, Invitation.phone_lookup == PersonRow.phone_lookup), Invitation.answered_by_id == PersonRow.id
        )
    )
    .order_by(Invitation.id)
)
_OPEN = (
    select(Invitation)
    .join(PersonRow, PersonRow.phone_lookup == Invitation.phone_lookup)
    .where(PersonRow.id == bindparam("person"), _IS_OPEN)
    .order_by(Invitation.id)
)


def asked_of(person: Person) -> list[dict[str, Any]]:
    """What a person is and was invited to, as JSON."""
    return [
        one._asdict()
        | {
            "invited_at": one.invited_at.isoformat(),
            "settled_at": one.settled_at.isoformat() if one.settled_at else None,
        }
        for one in rows(_Asked, _ALL, person=person.id)
    ]


def end_open(person: Person) -> None:
    """An account that closes is invited to nothing any more; who invited hears that nobody accepted."""
    for invitation in entities(_OPEN, person=person.id):
        end_invitation(invitation=invitation, by=person)
