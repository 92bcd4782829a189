"""Who may act for a body."""

from sqlalchemy import bindparam, exists, or_, select

from resident.accounts.absence import rests
from resident.accounts.models import Actor, System
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import known
from resident.ids import CommunityId, PersonId
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.statements import column, in_one_of, rows, written
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict

Bodies = dict[int, MemberRole]
_BODIES = (
    select(OrganizationMember.organization_id, OrganizationMember.role)
    .join(OrganizationMember.organization)
    .where(
        OrganizationMember.community_id == bindparam("community"),
        OrganizationMember.person_id == bindparam("person"),
        OrganizationMember.ended_at.is_(None),
        Organization.archived_at.is_(None),
    )
)
# The same bodies as parts of statements of several packages, about the bound `person` in the bound `community`.
ACTED_FOR = _BODIES.with_only_columns(OrganizationMember.organization_id).correlate(None)
LED = ACTED_FOR.where(OrganizationMember.role == written(MemberRole.MANAGER))
GIVING = ACTED_FOR.where(in_one_of(OrganizationMember.role, (MemberRole.MANAGER, MemberRole.CLERK)))
LEADS_SOME, GIVES_SOME, ACTS_FOR_SOME = LED.exists(), GIVING.exists(), ACTED_FOR.exists()
_UNLED = select(Organization.id).where(
    Organization.community_id == bindparam("community"),
    or_(
        Organization.archived_at.is_not(None),
        ~exists().where(
            OrganizationMember.organization_id == Organization.id,
            OrganizationMember.role == written(MemberRole.MANAGER),
            OrganizationMember.ended_at.is_(None),
            ~rests(OrganizationMember.person_id),
        ),
    ),
)


def bodies_of(person: Actor | None, community: Community) -> Bodies:
    """The bodies of the community this person acts for now: {organization id: role}; one statement a transaction.

    Nobody acts for an archived one, and the app itself acts for none.
    """
    if person is None or isinstance(person, System):
        return {}
    bodies: dict[tuple[PersonId, CommunityId], Bodies] = known("bodies")
    key = (person.id, community.id)
    if key not in bodies:
        bodies[key] = dict(rows(_membership, _BODIES, community=community.id, person=person.id))
    return bodies[key]


def led_by(community: Community, person: Actor | None) -> list[int]:
    """The bodies this person leads: their demands stand on the person's desk."""
    return [body for body, role in bodies_of(person, community).items() if role is MemberRole.MANAGER]


def unled_bodies(community: Community) -> frozenset[int]:
    """The bodies of the community that nobody leads (any more), archived ones too; one statement a transaction."""
    unled: dict[CommunityId, frozenset[int]] = known("unled bodies")
    if community.id not in unled:
        unled[community.id] = frozenset(column(_UNLED, community=community.id))
    return unled[community.id]


def _membership(organization_id: int, role: str) -> tuple[int, MemberRole]:
    return organization_id, MemberRole(role)


def _acts(
    person: Actor | None, community: Community, *roles: MemberRole, organization_id: int | None = None
) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    mine = bodies_of(person, community)
    held = mine.values() if organization_id is None else [mine[organization_id]] if organization_id in mine else []
    return YES if any(role in roles for role in held) else NOT_YOURS


def can_end_membership(person: Actor | None, community: Community, member: OrganizationMember) -> Verdict:
    """Administrators; and everybody may stop acting for a body."""
    is_own = person is not None and person.id == member.person_id
    return YES if is_own else can_administer(person, community)


def can_manage_any(person: Actor | None, community: Community) -> Verdict:
    """Leads at least one body of this community."""
    return _acts(person, community, MemberRole.MANAGER)


def can_manage(person: Actor | None, community: Community, organization_id: int) -> Verdict:
    """Leads this body."""
    return _acts(person, community, MemberRole.MANAGER, organization_id=organization_id)


def can_hand_over_any(person: Actor | None, community: Community) -> Verdict:
    """Hands over rewards for at least one body: a clerk or a manager."""
    return _acts(person, community, MemberRole.MANAGER, MemberRole.CLERK)


def can_hand_over(person: Actor | None, community: Community, organization_id: int) -> Verdict:
    """Hands over this body's rewards, and sees its codes only."""
    return _acts(person, community, MemberRole.MANAGER, MemberRole.CLERK, organization_id=organization_id)
