"""The counter: what the committee allows somebody whom it has seen in person."""

from resident import clock
from resident.accounts.entrance.unused import AdmissionKind, is_unused, live_admission
from resident.accounts.models import Actor, Admission, Person
from resident.accounts.queries import locked_person
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.web.errors import Conflict
from resident.web.guards import allow


class NotNeeded(Conflict):
    """Nothing keeps this person from what would be allowed."""

    title = _l("That is not needed")
    message = _l("This person can sign in with a code as usual.")


def admit(*, community: Community, person: Person, kind: AdmissionKind, by: Actor) -> Admission:
    """Let somebody who was seen in person do for a day what a code alone does not open, once; twice is the same.

    The person reads in the inbox who allowed what. Raises NotAllowed where `by` is no administrator (any more),
    NotNeeded where the account is closed or opens with a code anyway.
    """
    row = locked_person(person)
    allow(can_administer(by, community))
    if row.closed_at is not None or (kind is AdmissionKind.RETURN and not is_unused(row)):
        raise NotNeeded
    admission = live_admission(person, kind)
    if admission is not None:
        return admission
    admission = Admission(
        community_id=community.id, person_id=person.id, kind=kind, given_by_id=by.id, given_at=clock.now()
    )
    db.session.add(admission)
    db.session.flush()
    record("admission.given", admission, by=by, kind=kind, person_id=person.id)
    notify(
        [person.id],
        "communities.admitted",
        path="/me",
        community_id=community.id,
        allowed=kind,
        community=community.name,
    )
    return admission


def withdraw_admission(*, community: Community, person: Person, kind: AdmissionKind, by: Actor) -> None:
    """Take back what was allowed and not used yet; where there is nothing (any more), nothing happens.

    Raises NotAllowed where `by` is no administrator (any more).
    """
    locked_person(person)
    allow(can_administer(by, community))
    admission = live_admission(person, kind)
    if admission is None or admission.community_id != community.id:
        return
    admission.withdrawn_at = clock.now()
    record("admission.withdrawn", admission, by=by, kind=kind, person_id=person.id)
    db.session.flush()
