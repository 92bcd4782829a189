"""Choosing what one is told by text message."""

from sqlalchemy import bindparam, delete, select

from resident.accounts.models import Person
from resident.db import db, take_turns
from resident.notifications.channels.sms.templates import TEMPLATES
from resident.notifications.models import SmsRefusal
from resident.statements import value
from resident.web.errors import NotHere

_REFUSAL = select(SmsRefusal.id).where(
    SmsRefusal.person_id == bindparam("person"), SmsRefusal.kind == bindparam("kind")
)
_FORGET = delete(SmsRefusal).where(SmsRefusal.person_id == bindparam("person"), SmsRefusal.kind == bindparam("kind"))


def choose_sms(*, kind: str, is_wanted: bool, by: Person) -> None:
    """Switch one kind of text message on or off for oneself; twice is the same. Raises NotHere for a kind without a switch."""
    if kind not in TEMPLATES or not TEMPLATES[kind].label:
        raise NotHere
    take_turns(f"sms refusal {by.id}")
    if is_wanted:
        db.session.execute(_FORGET, {"person": by.id, "kind": kind})
    elif value(_REFUSAL, person=by.id, kind=kind) is None:
        db.session.add(SmsRefusal(person_id=by.id, kind=kind))
        db.session.flush()
