"""Who may look after the account of somebody else, and decide on an appeal."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from resident.accounts.models import Actor, Person, Suspension, System
from resident.communities.models import Community, Role, RoleGrant
from resident.communities.permissions.roles import can_administer, is_staff
from resident.i18n import lazy_gettext as _l
from resident.statements import value, written
from resident.web.guards import YES, Verdict, no

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
    return is_staff(person, community, Role.ADMINISTRATOR, Role.MODERATOR)


def can_decide_appeal(person: Actor | None, community: Community, suspension: Suspension) -> Verdict:
    """Administrators and moderators, but not who suspended, and nobody on their own account."""
    allowed = can_see_suspensions(person, community)
    if allowed and person is not None and person.id in {suspension.by_id, suspension.person_id}:
        return SOMEBODY_ELSE
    return allowed
