"""Who may do what in a community."""

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import aliased

from resident.accounts.models import Actor, Person, Suspension, System
from resident.communities.context import community_now, standing
from resident.communities.models import Community, Role, RoleGrant
from resident.i18n import lazy_gettext as _l
from resident.statements import in_one_of, value, written
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

NOT_CONFIRMED = no(
    "not_confirmed",
    _l("For this the committee must have confirmed where you live. Say which home is yours, and it is read soon."),
    "claims.edit",
)

NOT_ONESELF = no("oneself", _l("Not for your own account. A colleague can do it."))
TRUSTED_ELSEWHERE = no(
    "trusted_elsewhere",
    _l("This person has a role in another community too. Only somebody who administers both can do this."),
)
SOMEBODY_ELSE = no(
    "somebody_else",
    _l(
        "You suspended this account, so somebody else decides: another administrator or a moderator. "
        "Where there is nobody, make somebody one, or lift the suspension."
    ),
)
_Theirs, _Ours = aliased(RoleGrant), aliased(RoleGrant)
_TRUSTED_ELSEWHERE = select(_Theirs.id).where(
    _Theirs.person_id == bindparam("other"),
    _Theirs.ended_at.is_(None),
    _Theirs.community_id != bindparam("community"),
    ~select(_Ours.id)
    .where(
        _Ours.person_id == bindparam("by"),
        _Ours.role == written(Role.ADMINISTRATOR),
        _Ours.ended_at.is_(None),
        _Ours.community_id == _Theirs.community_id,
    )
    .exists(),
)


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


def _staff(person: Actor | None, community: Community, *roles: Role) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    return YES if has_role(person, community, *roles) else NOT_YOURS


def can_administer(person: Actor | None, community: Community) -> Verdict:
    """People and roles, organizations, categories, grids, settings; never the app itself, which only gives roles."""
    return _staff(person, community, Role.ADMINISTRATOR)


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


def can_look_after(person: Actor | None, community: Community, other: Person) -> Verdict:
    """Suspend somebody, sign them out, take a lost second factor off: an administrator, of somebody else.

    Whom another community has given a role is not this administrator's alone; who administers there too may.
    """
    allowed = can_administer(person, community)
    if not allowed or person is None or isinstance(person, System):
        return allowed
    if person.id == other.id:
        return NOT_ONESELF
    is_elsewhere = value(_TRUSTED_ELSEWHERE, community=community.id, other=other.id, by=person.id) is not None
    return TRUSTED_ELSEWHERE if is_elsewhere else YES


def can_see_suspensions(person: Actor | None, community: Community) -> Verdict:
    """Who may decide on an appeal sees what there is to decide."""
    return _staff(person, community, Role.ADMINISTRATOR, Role.MODERATOR)


def can_decide_appeal(person: Actor | None, community: Community, suspension: Suspension) -> Verdict:
    """Administrators and moderators, but not who suspended, and nobody on their own account."""
    allowed = can_see_suspensions(person, community)
    if allowed and person is not None and person.id in {suspension.by_id, suspension.person_id}:
        return SOMEBODY_ELSE
    return allowed


def can_confirm_residence(person: Actor | None, community: Community) -> Verdict:
    """Whoever reviews what people say of their homes."""
    return can_moderate(person, community)


def can_moderate(person: Actor | None, community: Community) -> Verdict:
    """The review queue; never one's own post (moderation asks that per item)."""
    return _staff(person, community, Role.MODERATOR)


def can_work(person: Actor | None, community: Community) -> Verdict:
    """A committee worker: answers demands, hands them to the body that can act, resolves them."""
    return _staff(person, community, Role.WORKER)


def is_confirmed_resident(person: Actor | None, community: Community) -> Verdict:
    """A resident whose home the committee has confirmed."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if standing(person, community).is_confirmed else NOT_CONFIRMED


def _may(person: Actor | None, community: Community, needs_residence: bool) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    return is_confirmed_resident(person, community) if needs_residence else YES


def can_raise(person: Actor | None, community: Community) -> Verdict:
    """Raise a demand or write a comment: a phone number is enough unless the community says otherwise."""
    return _may(person, community, community_now(community).raising_needs_residence)


def can_support(person: Actor | None, community: Community) -> Verdict:
    """Support a demand: confirmed residents, unless the community says otherwise."""
    return _may(person, community, community_now(community).supporting_needs_residence)


def can_join(person: Actor | None, community: Community) -> Verdict:
    """Sign up for a shift: a phone number is enough unless the community says otherwise."""
    return _may(person, community, community_now(community).joining_needs_residence)


def can_redeem(person: Actor | None, community: Community) -> Verdict:
    """Redeem points: confirmed residents, unless the community says otherwise."""
    return _may(person, community, community_now(community).redeeming_needs_residence)
