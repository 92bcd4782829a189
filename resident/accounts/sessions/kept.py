"""What somebody sent after the session had ended: kept half an hour for the same person, who gets it back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select

from resident import clock
from resident.accounts.models import KeptForm, Person
from resident.accounts.sessions.rows import person_id_behind
from resident.config import settings
from resident.db import db, take_turns
from resident.ids import PersonId
from resident.statements import entity

MOST_KEPT_CHARACTERS = 100_000
MOST_KEPT_FIELDS = 100
_KEPT = select(KeptForm).where(KeptForm.person_id == bindparam("person"), KeptForm.kept_at > bindparam("since"))


def kept_form(person: Person) -> KeptForm | None:
    """What this person sent after a session had ended, while it is kept."""
    since = clock.now() - timedelta(seconds=settings().kept_form_lifetime)
    kept: KeptForm | None = entity(_KEPT, person=person.id, since=since)
    return kept


def _fits(fields: dict[str, list[str]]) -> bool:
    sent = [value for values in fields.values() for value in values]
    return bool(sent) and len(sent) <= MOST_KEPT_FIELDS and sum(map(len, sent)) <= MOST_KEPT_CHARACTERS


def keep_form(*, token: str, path: str, sent_to: str, fields: dict[str, list[str]]) -> None:
    """Keep what somebody sent after their session had ended, in place of what was kept before.

    Nothing is kept for a token that is nobody's, and nothing that is longer than any of our forms.
    """
    if not _fits(fields):
        return
    person_id = person_id_behind(token)
    if person_id is not None:
        keep_form_of(person_id, path=path, sent_to=sent_to, fields=fields)


def keep_form_of(person_id: PersonId, *, path: str, sent_to: str, fields: dict[str, list[str]]) -> None:
    """Keep what this person sent and must send once more, in place of what was kept before."""
    if not _fits(fields):
        return
    kept = {_storable(name): [_storable(value) for value in values] for name, values in fields.items()}
    take_turns(f"kept form {person_id}")
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == person_id))
    row: dict[str, Any] = {"path": path[:500], "sent_to": sent_to[:500], "fields": kept}
    db.session.add(KeptForm(person_id=person_id, kept_at=clock.now(), **row))
    db.session.flush()


def _storable(text: str) -> str:
    """As it was typed; PostgreSQL keeps no NUL and no half of a character. The form that gets it back cleans it."""
    return text.replace("\0", "").encode(errors="ignore").decode()
