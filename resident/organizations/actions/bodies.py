"""A body: founded, edited, archived and brought back."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.open_work import require_shown
from resident.communities.permissions import can_administer, can_found
from resident.db import db
from resident.i18n import is_same
from resident.i18n import lazy_gettext as _l
from resident.organizations.locking import lock_body
from resident.organizations.models import Organization, OrganizationKind
from resident.organizations.open_work import WORK, OpenWork, left_at, settle_at
from resident.web.errors import Invalid
from resident.web.guards import allow
from resident.web.versions import new_in, require_version

COMMITTEE = {"zh_Hans": "{}居民委员会", "en": "Residents' committee of {}"}


class About(TypedDict, total=False):
    """What a body says of itself; texts in two languages, the phone number a public one, whether it works round the clock."""

    about: dict[str, str]
    place: dict[str, str]
    hours: dict[str, str]
    phone: str
    works_at_any_hour: bool


def found_organization(
    *, community: Community, kind: OrganizationKind, name: dict[str, str], by: Actor, **about: Unpack[About]
) -> Organization:
    """A new body in the community. Raises Invalid without a name."""
    allow(can_administer(by, community))
    _check_name(name)
    return _founded(Organization(community_id=community.id, kind=kind, name=name, created_at=clock.now(), **about), by)


def found_committee(*, community: Community, by: Actor) -> Organization:
    """The committee as a body of its own new community, with its address and telephone.

    Raises NotAllowed for all but the operator.
    """
    allow(can_found(by))
    names = {language: COMMITTEE[language].format(name) for language, name in community.name.items() if name}
    body = Organization(
        community_id=community.id,
        kind=OrganizationKind.COMMITTEE,
        name=names,
        place=community.address,
        phone=community.phone,
        created_at=clock.now(),
    )
    return _founded(body, by)


def _founded(body: Organization, by: Actor) -> Organization:
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
    lock_as_administrator(organization=organization, by=by)
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
    lock_as_administrator(organization=organization, by=by)
    if organization.archived_at is None:
        settle_shown(organization=organization, works=list(WORK.values()), settles=settles, by=by)
        organization.archived_at = clock.now()
        record("organization.archived", organization, by=by)
        db.session.flush()


def restore_organization(*, organization: Organization, by: Actor) -> None:
    """Bring an archived body back; its members act for it again. Twice is the same."""
    lock_as_administrator(organization=organization, by=by)
    if organization.archived_at is not None:
        organization.archived_at = None
        record("organization.restored", organization, by=by)
        db.session.flush()


def settle_shown(*, organization: Organization, works: Sequence[OpenWork], settles: int, by: Actor) -> None:
    """Leave nothing of these open there, if all of it was shown to who decides. Raises StillOpen."""
    require_shown(left_at(organization, works), settles)
    settle_at(organization, works, by=by)


def lock_as_administrator(*, organization: Organization, by: Actor) -> None:
    """The body, locked, for who administers its community. Raises NotAllowed."""
    lock_body(organization)
    allow(can_administer(by, community_of(organization)))


def _check_name(name: dict[str, str]) -> None:
    if not any(name.values()):
        raise Invalid("name", _l("Please fill this in, in at least one language."))
