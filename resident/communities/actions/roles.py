"""Roles: given to a person, ended at once, and never without a last administrator."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.absence import rests
from resident.accounts.models import Actor, Person
from resident.accounts.queries import person_row
from resident.audit.actions import record
from resident.communities.models import Community, Role, RoleGrant
from resident.communities.once import find_or_make
from resident.communities.open_work import left_without, require_shown
from resident.communities.permissions import can_end_role, can_grant
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.statements import column, lock_only, written
from resident.web.errors import Conflict, Invalid
from resident.web.guards import allow

_OF_ADMINISTRATORS = (
    select(RoleGrant.person_id)
    .where(
        RoleGrant.community_id == bindparam("community"),
        RoleGrant.role == written(Role.ADMINISTRATOR),
        RoleGrant.ended_at.is_(None),
    )
    .order_by(RoleGrant.id)
)
_HELD = select(RoleGrant).where(
    RoleGrant.community_id == bindparam("community"),
    RoleGrant.person_id == bindparam("person"),
    RoleGrant.role == bindparam("role"),
    RoleGrant.ended_at.is_(None),
)
_LOCKED = _OF_ADMINISTRATORS.with_for_update()
_ADMINISTRATORS = _OF_ADMINISTRATORS.where(~rests(RoleGrant.person_id))


class LastAdministrator(Conflict):
    """Without an administrator nobody could ever give a role again."""

    title = _l("The last administrator")
    message = _l("A community needs an administrator. Make somebody else one first, then this role can end.")


def grant_role(*, community: Community, person: Person, role: Role, by: Actor) -> RoleGrant:
    """Give a person a role; one that is held already stays as it is.

    Raises NotAllowed where `by` is no administrator (any more), Invalid for an account that was closed.
    """
    lock_administrators(community)
    allow(can_grant(by, community))
    if person_row(person).closed_at is not None:
        raise Invalid("person", _l("This account was closed."))
    grant, is_new = find_or_make(
        _HELD,
        lambda: RoleGrant(
            community_id=community.id,
            person_id=person.id,
            role=role,
            granted_at=clock.now(),
            granted_by_id=by.id,
        ),
        community=community.id,
        person=person.id,
        role=role,
    )
    if is_new:
        record("role_grant.given", grant, by=by, role=role, person_id=person.id)
        _tell(grant, community, "communities.role_granted")
    return grant


def end_role(*, community: Community, grant: RoleGrant, settles: int = 0, by: Actor) -> None:
    """End a role at once; one that has ended stays ended. Everybody may lay down a role of their own.

    What waits for the last of a role then waits with the administrators, who are told. `settles` is how much of it was
    shown to who decides. Raises NotAllowed where `by` is no administrator (any more), LastAdministrator for the role
    of the only one, StillOpen where more waits than was shown.
    """
    administrators = lock_administrators(community)
    lock(grant)
    allow(can_end_role(by, community, grant))
    if grant.ended_at is not None:
        return
    if grant.role == Role.ADMINISTRATOR and not administrators - {grant.person_id}:
        raise LastAdministrator
    left = left_without(community, Role(grant.role), grant.person_id)
    require_shown(left, settles)
    grant.ended_at = clock.now()
    record("role_grant.ended", grant, by=by, role=grant.role, person_id=grant.person_id)
    if by.id != grant.person_id:
        _tell(grant, community, "communities.role_ended")
    if left:
        others = [person_id for person_id in sorted(administrators) if person_id != by.id]
        path = f"/c/{community.slug}/desk"
        notify(others, "communities.role_empty", path=path, community_id=community.id, role=grant.role)
    db.session.flush()


def lock_administrators(community: Community) -> set[PersonId]:
    """Lock the roles of all administrators whose account does not rest.

    So that two of them cannot end each other's at the same moment, or suspend each other.
    """
    lock_only(_LOCKED, community=community.id)  # who waited here must read anew who rests: that is another table's row
    return set(column(_ADMINISTRATORS, community=community.id))


def _tell(grant: RoleGrant, community: Community, kind: str) -> None:
    notify([grant.person_id], kind, path="/me", community_id=community.id, role=grant.role, community=community.name)
