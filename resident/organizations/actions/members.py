"""Who acts for a body, and as what."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.accounts.queries import person_row
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.once import find_or_make
from resident.communities.permissions import can_administer
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations.actions.bodies import lock_as_administrator, settle_shown
from resident.organizations.locking import lock_body
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.open_work import works_left_by
from resident.organizations.permissions import can_end_membership
from resident.web.errors import Conflict, Invalid
from resident.web.guards import allow

_ACTING = select(OrganizationMember).where(
    OrganizationMember.organization_id == bindparam("body"),
    OrganizationMember.person_id == bindparam("person"),
    OrganizationMember.ended_at.is_(None),
)


class OrganizationArchived(Conflict):
    """Nobody can be added to an organization that is archived."""

    title = _l("This organization is archived")
    message = _l("Bring it back first, then people can act for it again.")


def add_member(*, organization: Organization, person: Person, role: MemberRole, by: Actor) -> OrganizationMember:
    """Let a person act for a body; who does so already gets this role instead.

    Raises OrganizationArchived, Invalid for an account that was closed.
    """
    lock_as_administrator(organization=organization, by=by)
    if organization.archived_at is not None:
        raise OrganizationArchived
    if person_row(person).closed_at is not None:
        raise Invalid("phone", _l("This account was closed."))
    member, is_new = find_or_make(
        _ACTING,
        lambda: OrganizationMember(
            community_id=organization.community_id,
            organization_id=organization.id,
            person_id=person.id,
            role=role,
            since=clock.now(),
        ),
        body=organization.id,
        person=person.id,
    )
    if not is_new:
        change_role(member=member, role=role, by=by)
        return member
    record("organization_member.added", member, by=by, role=role, person_id=person.id)
    _tell(member, organization, "organizations.member_added")
    return member


def change_role(*, member: OrganizationMember, role: MemberRole, settles: int = 0, by: Actor) -> None:
    """Change what a member does for the body; the same role again changes nothing.

    Raises Conflict once it has ended, StillOpen as `end_member` does.
    """
    _lock_member(member)
    allow(can_administer(by, community_of(member)))
    if member.ended_at is not None:
        raise Conflict
    if member.role == role:
        return
    settle_shown(organization=member.organization, works=works_left_by(member, role), settles=settles, by=by)
    before, member.role = member.role, role
    record("organization_member.changed", member, by=by, role=role, before=before, person_id=member.person_id)
    _tell(member, member.organization, "organizations.member_added")
    db.session.flush()


def end_member(*, member: OrganizationMember, settles: int = 0, by: Actor) -> None:
    """End it at once; twice is the same.

    Where nobody else can act on what is open there, it is settled; `settles` as for `archive_organization`. Raises StillOpen.
    """
    _lock_member(member)
    allow(can_end_membership(by, community_of(member), member))
    if member.ended_at is not None:
        return
    settle_shown(organization=member.organization, works=works_left_by(member), settles=settles, by=by)
    member.ended_at = clock.now()
    record("organization_member.ended", member, by=by, role=member.role, person_id=member.person_id)
    if by.id != member.person_id:
        _tell(member, member.organization, "organizations.member_ended")
    db.session.flush()


def _lock_member(member: OrganizationMember) -> None:
    """The body before its member: of two who take away the last two at once, the second sees that."""
    lock_body(member.organization)
    lock(member)


def _tell(member: OrganizationMember, organization: Organization, kind: str) -> None:
    notify(
        [member.person_id],
        kind,
        path="/me",
        community_id=organization.community_id,
        role=member.role,
        organization=organization.name,
    )
