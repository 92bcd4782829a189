"""Numbers change hands: one that nobody signed in with for a year may be somebody else's by now.

Carriers give a number that was given up to the next customer after some months. So its code alone no longer opens
the old account: a browser that is known does, and so does the committee, which has seen the person. Whoever has
the number now may begin anew.
"""

import enum
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.known import is_known
from resident.accounts.models import Admission, Person, PersonRow
from resident.audit.actions import record
from resident.config import settings
from resident.db import db
from resident.statements import entity

UNUSED_AFTER = timedelta(days=365)
ADMISSION_LIFETIME = timedelta(hours=24)
_LIVE = (
    select(Admission)
    .where(
        Admission.person_id == bindparam("person"),
        Admission.kind == bindparam("kind"),
        Admission.used_at.is_(None),
        Admission.withdrawn_at.is_(None),
        Admission.given_at > bindparam("since"),
    )
    .order_by(Admission.id.desc())
    .limit(1)
)


class AdmissionKind(enum.StrEnum):
    """What the committee allows after seeing somebody in person."""

    RETURN = "return"
    NUMBER = "number"


def is_unused(person: PersonRow) -> bool:
    """Whether nobody signed in to this account for a year. The numbers of a demonstration are nobody's."""
    last = person.signed_in_at or person.created_at
    return not settings().demo and person.closed_at is None and last <= clock.now() - UNUSED_AFTER


def is_shut_to(person: PersonRow, browser: Browser) -> bool:
    """Whether the number's code alone does not open this account in this browser."""
    return (
        is_unused(person)
        and not is_known(browser.known, lookup=person.phone_lookup or "")
        and live_admission(person.value, AdmissionKind.RETURN) is None
    )


def live_admission(person: Person, kind: AdmissionKind) -> Admission | None:
    """What the committee has allowed this person within a day and was not used yet."""
    since = clock.now() - ADMISSION_LIFETIME
    admission: Admission | None = entity(_LIVE, person=person.id, kind=kind, since=since)
    return admission


def ends_at(admission: Admission) -> datetime:
    """Until when it can be used."""
    return admission.given_at + ADMISSION_LIFETIME


def use_admission(person: Person, kind: AdmissionKind) -> bool:
    """Use what was allowed, once; whether there was something. The person's row is locked by who calls this."""
    admission = live_admission(person, kind)
    if admission is None:
        return False
    admission.used_at = clock.now()
    record("admission.used", admission, by=person, kind=kind, person_id=person.id)
    db.session.flush()
    return True
