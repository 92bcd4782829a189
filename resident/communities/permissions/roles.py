"""What a role allows, and who may give one."""

from sqlalchemy import ColumnElement, bindparam, exists

from resident.accounts.models import Actor, System
from resident.communities.context import standing
from resident.communities.models import Community, Role, RoleGrant
from resident.statements import in_one_of
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


def _in_role(*roles: Role) -> ColumnElement[bool]:
    """Having one of these roles as a condition on the bound `person` in the bound `community`: a part of statements of several packages."""
    return (
        exists()
        .where(
            RoleGrant.community_id == bindparam("community"),
            RoleGrant.person_id == bindparam("person"),
            in_one_of(RoleGrant.role, roles),
            RoleGrant.ended_at.is_(None),
        )
        .correlate_except(RoleGrant)
    )


WORKS, MODERATES, ADMINISTERS = (_in_role(role) for role in (Role.WORKER, Role.MODERATOR, Role.ADMINISTRATOR))
DECIDES = _in_role(Role.MODERATOR, Role.ADMINISTRATOR)
READS_ALL = _in_role(Role.WORKER, Role.MODERATOR)
HAS_SOME_ROLE = _in_role(*Role)


def has_role(person: Actor | None, community: Community, *roles: Role) -> bool:
    """Whether the person has one of these roles; an administrator has no role but that one."""
    return not standing(person, community).roles.isdisjoint(roles)


def is_staff(person: Actor | None, community: Community, *roles: Role) -> Verdict:
    """Who has one of these roles, of those who are signed in."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if has_role(person, community, *roles) else NOT_YOURS


def can_administer(person: Actor | None, community: Community) -> Verdict:
    """People and roles, organizations, categories, grids, settings; never the app itself, which only gives roles."""
    return is_staff(person, community, Role.ADMINISTRATOR)


def can_grant(person: Actor | None, community: Community) -> Verdict:
    """Give a role: administrators; and the operator by a command, who names the first of them."""
    return YES if isinstance(person, System) else can_administer(person, community)


def can_found(person: Actor | None) -> Verdict:
    """Found a community: the operator alone, by a command."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if isinstance(person, System) else NOT_YOURS


def can_end_role(person: Actor | None, community: Community, grant: RoleGrant) -> Verdict:
    """Administrators; and everybody may lay down a role of their own."""
    is_own = person is not None and person.id == grant.person_id
    return YES if is_own else can_administer(person, community)


def can_confirm_residence(person: Actor | None, community: Community) -> Verdict:
    """Whoever reviews what people say of their homes."""
    return can_moderate(person, community)


def can_moderate(person: Actor | None, community: Community) -> Verdict:
    """The review queue; never one's own post (moderation asks that per item)."""
    return is_staff(person, community, Role.MODERATOR)


def can_work(person: Actor | None, community: Community) -> Verdict:
    """A committee worker: answers demands, hands them to the body that can act, resolves them."""
    return is_staff(person, community, Role.WORKER)
