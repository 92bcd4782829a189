"""After a backup was put back: no door that was open then is open again."""

from typing import Any

from sqlalchemy import delete, update

from resident import clock
from resident.accounts.models import Admission, KeptForm, KnownBrowser, SignInCode, SignInSession, WayIn
from resident.db import db

_PASSING = tuple(delete(table) for table in (SignInCode, WayIn, KnownBrowser, KeptForm))


def shut_entrances() -> int:
    """End every session, and forget codes, ways in, known browsers (one may be of a phone lost since), admissions and kept forms.

    Gives how many sessions that were. Twice is the same.
    """
    now = clock.now()
    open_one, unused = SignInSession.ended_at.is_(None), (Admission.used_at.is_(None), Admission.withdrawn_at.is_(None))
    ended: Any = db.session.execute(update(SignInSession).where(open_one).values(ended_at=now))
    db.session.execute(update(Admission).where(*unused).values(withdrawn_at=now))
    for forget in _PASSING:
        db.session.execute(forget)
    return int(ended.rowcount)
