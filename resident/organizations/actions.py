"""Everything that changes a body or who acts for it: the administrator's to decide (else NotAllowed)."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.accounts.queries import person_row
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.once import find_or_make
from resident.communities.open_work import require_shown
from resident.communities.permissions import can_administer
from resident.db import db, lock
from resident.i18n import is_same
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations.locking import lock_body
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from resident.organizations.open_work import WORK, OpenWork, left_at, settle_at, works_left_by
from resident.organizations.permissions import can_end_membership
from resident.web.errors import Conflict, Invalid
from resident.web.guards import allow
from resident.web.versions import new_in, require_version

_ACTING = select(OrganizationMember).where(
    OrganizationMember.organization_id == bindparam("body"),
    OrganizationMember.person_id == bindparam("person"),
    OrganizationMember.ended_at.is_(None),
)


class OrganizationArchived(Conflict):
    """Nobody can be added to an organization that is archived."""

    title = _l("This organization is archived")
    message = _l("Bring it back first, then people can act for it again.")


class About(TypedDict, total=False):
    """What a body says of itself; texts in two languages, the phone number a public one."""

    about: dict[str, str]
    place: dict[str, str]
    hours: dict[str, str]
    phone: str


def found_organization(
    *, community: Community, kind: OrganizationKind, name: dict[str, str], by: Actor, **about: Unpack[About]
) -> Organization:
    """A new body in the community. Raises Invalid without a name."""
    allow(can_administer(by, community))
    _check_name(name)
    body = Organization(community_id=community.id, kind=kind, name=name, created_at=clock.now(), **about)
    db.session.add(body)
    db.session.flush()
    record("organization.founded", body, by=by)
    return body


def edit_organization(
    *,
    organization: Organization,
    version: int,
    kind: OrganizationKind,
    name: dict[str, str],
    by: Actor,
    **about: Unpack[About],
) -> None:
    """Change what a body is and says of itself. Raises Changed when somebody saved meanwhile, Invalid without a name."""
    _lock(organization, by)
    changed = new_in(organization, kind=kind, name=name, **about)
    if not changed:
        return
    require_version(organization, version)
    if not is_same(name, organization.name):
        _check_name(name)
    for field, value in changed.items():
        setattr(organization, field, value)
    organization.version += 1
    record("organization.edited", organization, by=by)
    db.session.flush()


def archive_organization(*, organization: Organization, settles: int = 0, by: Actor) -> None:
    """The body stops acting: it leaves lists and choices, and nobody acts for it until it is brought back. Twice is the same.

    What is open there is settled. `settles` is how many open things were shown to who decides: raises StillOpen, and
    changes nothing, where there are more.
    """
    _lock(organization, by)
    if organization.archived_at is None:
        _settle(organization, list(WORK.values()), settles, by)
        organization.archived_at = clock.now()
        record("organization.archived", organization, by=by)
        db.session.flush()


def restore_organization(*, organization: Organization, by: Actor) -> None:
    """Bring an archived body back; its members act for it again. Twice is the same."""
    _lock(organization, by)
    if organization.archived_at is not None:
        organization.archived_at = None
        record("organization.restored", organization, by=by)
        db.session.flush()


def add_member(*, organization: Organization, person: Person, role: MemberRole, by: Actor) -> OrganizationMember:
    """Let a person act for a body; who does so already gets this role instead.

    Raises OrganizationArchived, Invalid for an account that was closed.
    """
    _lock(organization, by)
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
    _settle(member.organization, works_left_by(member, role), settles, by)
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
    _settle(member.organization, works_left_by(member), settles, by)
    member.ended_at = clock.now()
    record("organization_member.ended", member, by=by, role=member.role, person_id=member.person_id)
    if by.id != member.person_id:
        _tell(member, member.organization, "organizations.member_ended")
    db.session.flush()


def _settle(organization: Organization, works: Sequence[OpenWork], settles: int, by: Actor) -> None:
    require_shown(left_at(organization, works), settles)
    settle_at(organization, works, by=by)


def _lock(organization: Organization, by: Actor) -> None:
    lock_body(organization)
    allow(can_administer(by, community_of(organization)))


def _lock_member(member: OrganizationMember) -> None:
    """The body before its member: of two who take away the last two at once, the second sees that."""
    lock_body(member.organization)
    lock(member)


def _check_name(name: dict[str, str]) -> None:
    if not any(name.values()):
        raise Invalid("name_zh_Hans", _l("Please fill this in, in at least one language."))


def _tell(member: OrganizationMember, organization: Organization, kind: str) -> None:
    notify(
        [member.person_id],
        kind,
        path="/me",
        community_id=organization.community_id,
        role=member.role,
        organization=organization.name,
    )
