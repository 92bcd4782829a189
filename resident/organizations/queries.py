"""Reading bodies and their people for a page."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select, union

from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import Person, PersonRow
from resident.communities.context import community_by_id
from resident.communities.models import Community, RoleGrant
from resident.ids import PersonId
from resident.memory import remembered
from resident.notifications.channels import lane_of_body
from resident.notifications.models import OutboxMessage, OutboxState
from resident.notifications.words import state_words
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember, Robot
from resident.statements import column, entity, row, rows, value

KIND_ORDER = {kind: place for place, kind in enumerate(OrganizationKind)}
ROLE_ORDER = {role: place for place, role in enumerate(MemberRole)}


class Body(NamedTuple):
    """A body as lists and choices show it."""

    id: int
    kind: str
    name: dict[str, str]
    place: dict[str, str]
    archived_at: datetime | None


class Member(NamedTuple):
    """Somebody who acts for a body now."""

    id: int
    person_id: PersonId
    display_name: str
    role: str
    since: datetime


_HERE: BindParameter[int] = bindparam("community")
_BODIES = (
    select(Organization.id, Organization.kind, Organization.name, Organization.place, Organization.archived_at)
    .where(Organization.community_id == _HERE)
    .order_by(Organization.id)
)
_BODY = select(Organization).where(Organization.community_id == _HERE, Organization.id == bindparam("body"))
_ACTING = OrganizationMember.community_id == _HERE, OrganizationMember.ended_at.is_(None)
_OF_BODY = (*_ACTING, OrganizationMember.organization_id == bindparam("body"))
_MEMBERS = (
    select(
        OrganizationMember.id,
        OrganizationMember.person_id,
        PersonRow.display_name,
        OrganizationMember.role,
        OrganizationMember.since,
    )
    .join(PersonRow, PersonRow.id == OrganizationMember.person_id)
    .where(*_OF_BODY)
    .order_by(OrganizationMember.id)
)
_MEMBER = select(OrganizationMember).where(
    OrganizationMember.community_id == _HERE, OrganizationMember.id == bindparam("member")
)
_COUNT = select(func.count()).select_from(OrganizationMember).where(*_OF_BODY)
_COUNTS = (
    select(OrganizationMember.organization_id, func.count())
    .where(*_ACTING)
    .group_by(OrganizationMember.organization_id)
)
_IN_ROLES = (
    select(OrganizationMember.person_id)
    .where(*_OF_BODY, OrganizationMember.role.in_(bindparam("roles", expanding=True)))
    .order_by(OrganizationMember.id)
)

# Where the bound `person` has a role or acts for a body.
WORKPLACES = union(
    select(RoleGrant.community_id).where(RoleGrant.person_id == bindparam("person"), RoleGrant.ended_at.is_(None)),
    select(OrganizationMember.community_id)
    .join(Organization, Organization.id == OrganizationMember.organization_id)
    .where(
        OrganizationMember.person_id == bindparam("person"),
        OrganizationMember.ended_at.is_(None),
        Organization.archived_at.is_(None),
    ),
)


def organizations(community: Community, *, archived: bool = False) -> list[Body]:
    """The bodies of a community in the order of their kinds, or the archived ones; remembered until one changes."""
    bodies = remembered(("bodies", community.id, community.settings), lambda: _read(community))
    return [body for body in bodies if (body.archived_at is not None) is archived]


def _read(community: Community) -> tuple[Body, ...]:
    found = rows(Body, _BODIES, community=community.id)
    return tuple(sorted(found, key=lambda body: KIND_ORDER[OrganizationKind(body.kind)]))


def bodies_by_kind(community: Community) -> list[tuple[str, list[Body]]]:
    """Bodies under their kinds; kinds without a body are left out."""
    kinds: dict[str, list[Body]] = {}
    for body in organizations(community):
        kinds.setdefault(body.kind, []).append(body)
    return list(kinds.items())


def organization_of(community: Community, organization_id: int) -> Organization | None:
    """This community's body of this number, archived or not; None for another community's."""
    organization: Organization | None = entity(_BODY, community=community.id, body=organization_id)
    return organization


def members_of(community: Community, organization_id: int) -> list[Member]:
    """Who acts for a body now, managers first; one statement."""
    found = rows(Member, _MEMBERS, community=community.id, body=organization_id)
    return sorted(found, key=lambda member: ROLE_ORDER[MemberRole(member.role)])


def people_count(community: Community, organization_id: int) -> int:
    """How many people act for a body now; one statement."""
    count: int = value(_COUNT, community=community.id, body=organization_id)
    return count


def people_counts(community: Community) -> dict[int, int]:
    """How many people act for each body now, by its number; one statement."""
    return dict(rows(lambda body, people: (body, people), _COUNTS, community=community.id))


def member_of(community: Community, member_id: int) -> OrganizationMember | None:
    """This community's membership of a body by its number, ended or not; None for another community's."""
    member: OrganizationMember | None = entity(_MEMBER, community=community.id, member=member_id)
    return member


def people_of(community: Community, organization_id: int, *roles: MemberRole) -> list[PersonId]:
    """Ids of the people who act for a body in one of these roles, for telling them something; one statement."""
    return column(_IN_ROLES, community=community.id, body=organization_id, roles=roles)


def communities_worked_in(person: Person) -> list[Community]:
    """Where somebody has a role or acts for a body, the oldest first; one statement, and one for each that is not known yet."""
    return [community_by_id(community_id) for community_id in sorted(column(WORKPLACES, person=person.id))]


class RobotShown(NamedTuple):
    """The robot in a body's group, as far as anybody is shown it again."""

    kind: str
    masked: str
    is_signed: bool


class SaidLast(NamedTuple):
    """What became of the last that a robot was to say."""

    state: str
    why: str

    @property
    def words(self) -> str:
        """The state in words."""
        return state_words(self.state)

    @property
    def is_trouble(self) -> bool:
        """Whether it should have arrived and did not, yet or at all."""
        return bool(self.why) and self.state != OutboxState.NEEDLESS


_ROBOT = select(Robot.kind, Robot.key_encrypted, Robot.secret_encrypted != "").where(
    Robot.organization_id == bindparam("body")
)
_SET_AT = select(Robot.set_at).where(Robot.organization_id == bindparam("body"))
_SAID_LAST = (
    select(OutboxMessage.state, OutboxMessage.why)
    .where(OutboxMessage.channel == bindparam("lane"), OutboxMessage.created_at >= bindparam("since"))
    .order_by(OutboxMessage.id.desc())
    .limit(1)
)


def robot_of(organization: Organization) -> RobotShown | None:
    """The robot in a body's group, its address masked; one statement."""
    return row(_shown, _ROBOT, body=organization.id)


def _shown(kind: str, key: str, is_signed: bool) -> RobotShown:
    return RobotShown(kind, f"…{decrypt(key)[-4:]}", is_signed)


def said_last(organization: Organization) -> SaidLast | None:
    """What became of what a body's robot was last asked to say, since it has this address; two statements."""
    since = value(_SET_AT, body=organization.id)
    return row(SaidLast, _SAID_LAST, lane=lane_of_body(organization.id), since=since) if since else None
