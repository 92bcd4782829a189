"""Reading invitations: for who is invited, for who invites, and for the worker."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from resident import clock
from resident.accounts.entrance.identity import decrypt, masked
from resident.accounts.models import Person, PersonRow
from resident.columns import UtcDateTime
from resident.communities.models import Community, CommunityRow, Role, RoleGrant
from resident.invitations.models import Invitation, InvitationState
from resident.organizations.models import Organization
from resident.statements import column, entity, row, rows, value, written


class Invited(NamedTuple):
    """An invitation as who is invited reads it."""

    id: int
    community: dict[str, str]
    organization: dict[str, str] | None
    role: str
    inviter: str
    until: datetime


class Asked(NamedTuple):
    """An invitation that nobody has answered, as who invites reads it; `is_backed` is false where it holds no longer."""

    id: int
    name: str
    number: str
    organization: dict[str, str] | None
    role: str
    inviter: str
    until: datetime
    is_backed: bool


_HERE: BindParameter[int] = bindparam("community")
_OPEN = Invitation.state == written(InvitationState.OPEN)
_IN_TIME = Invitation.until > bindparam("now", type_=UtcDateTime)
_INVITER_ADMINISTERS = (
    select(RoleGrant.id)
    .where(
        RoleGrant.community_id == Invitation.community_id,
        RoleGrant.person_id == Invitation.invited_by_id,
        RoleGrant.role == written(Role.ADMINISTRATOR),
        RoleGrant.ended_at.is_(None),
    )
    .exists()
)
_BODY_ACTS = or_(Invitation.organization_id.is_(None), Organization.archived_at.is_(None))
BACKED = and_(_INVITER_ADMINISTERS, _BODY_ACTS)
# Of the bound `person` at the moment `now`: what waits for an answer; a part of statements of other packages.
TO_ANSWER = (
    select(Invitation.id)
    .join(PersonRow, PersonRow.phone_lookup == Invitation.phone_lookup)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .where(PersonRow.id == bindparam("person"), _OPEN, _IN_TIME, BACKED)
    .order_by(Invitation.id)
)
_MINE = (
    select(
        Invitation.id,
        CommunityRow.name,
        Organization.name,
        Invitation.role,
        select(PersonRow.display_name).where(PersonRow.id == Invitation.invited_by_id).scalar_subquery(),
        Invitation.until,
    )
    .join(CommunityRow, CommunityRow.id == Invitation.community_id)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .where(Invitation.id.in_(TO_ANSWER.order_by(None)))
    .order_by(Invitation.id)
)
_ONE_OF_MINE = (
    select(Invitation)
    .join(PersonRow, PersonRow.id == bindparam("person"))
    .where(
        Invitation.id == bindparam("invitation"),
        or_(and_(_OPEN, Invitation.phone_lookup == PersonRow.phone_lookup), Invitation.answered_by_id == PersonRow.id),
    )
)
_ASKED = (
    select(
        Invitation.id,
        Invitation.name,
        Invitation.phone_encrypted,
        Organization.name,
        Invitation.role,
        PersonRow.display_name,
        Invitation.until,
        BACKED,
    )
    .join(PersonRow, PersonRow.id == Invitation.invited_by_id)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .where(Invitation.community_id == _HERE, _OPEN)
    .order_by(Invitation.id.desc())
)
_OF_BODY = _ASKED.where(Invitation.organization_id == bindparam("body"))
_COUNT = select(func.count(Invitation.id)).where(Invitation.community_id == _HERE, _OPEN)
_ONE = select(Invitation).where(Invitation.community_id == _HERE, Invitation.id == bindparam("invitation"))
_DUE = (
    select(Invitation.id)
    .where(_OPEN, Invitation.until <= bindparam("now", type_=UtcDateTime))
    .order_by(Invitation.id)
    .limit(500)
)
_EXPECTED = (
    select(Invitation.id)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .where(Invitation.phone_lookup == bindparam("lookup"), _OPEN, _IN_TIME, BACKED)
    .limit(1)
)
_EXPECTED_TO_ADMINISTER = _EXPECTED.where(
    Invitation.role == written(Role.ADMINISTRATOR), Invitation.organization_id.is_(None)
)


def invitations_to(person: Person) -> list[Invited]:
    """What somebody is asked to take on, in whichever community, the oldest first; one statement."""
    return rows(Invited, _MINE, person=person.id, now=clock.now())


def invitation_to(person: Person, invitation_id: int) -> Invitation | None:
    """An invitation of this number that is open and for this person, or was answered by them."""
    invitation: Invitation | None = entity(_ONE_OF_MINE, person=person.id, invitation=invitation_id)
    return invitation


def invitations_of(community: Community) -> list[Asked]:
    """Who was asked and has not answered, the newest first; one statement."""
    return rows(_asked, _ASKED, community=community.id)


def invitations_for_body(community: Community, organization: Organization) -> list[Asked]:
    """The same of one body; one statement."""
    return rows(_asked, _OF_BODY, community=community.id, body=organization.id)


def _asked(number: int, name: str, phone: str, organization: dict[str, str] | None, *others: object) -> Asked:
    return Asked(number, name, masked(decrypt(phone)), organization, *others)  # type: ignore[arg-type]


def invitation_count(community: Community) -> int:
    """How many have not answered yet; one statement."""
    count: int = value(_COUNT, community=community.id)
    return count


def invitation_of(community: Community, invitation_id: int) -> Invitation | None:
    """This community's invitation of this number, whatever became of it; None for another community's."""
    invitation: Invitation | None = entity(_ONE, community=community.id, invitation=invitation_id)
    return invitation


def due_invitations() -> list[int]:
    """The numbers of open ones whose time is over, at most 500; one statement."""
    return column(_DUE, now=clock.now())


def is_expected(lookup: str, *, to_administer: bool) -> bool:
    """Whether the phone number with this hash is invited to some role, or to administer; one statement."""
    asked = _EXPECTED_TO_ADMINISTER if to_administer else _EXPECTED
    return row(bool, asked, lookup=lookup, now=clock.now()) is not None
