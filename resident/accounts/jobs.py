"""The worker's part: what is no longer needed is forgotten every night."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, update

from resident import clock
from resident.accounts.entrance.browsers import KNOWN_FOR
from resident.accounts.models import KeptForm, KnownBrowser, SignInCode, SignInSession, ThrottleHit, WayIn
from resident.accounts.sessions.rows import IDLE
from resident.config import settings
from resident.db import db, transaction
from resident.tasks import job

CODES_KEPT = timedelta(days=1)
THROTTLES_KEPT = timedelta(days=8)  # a name stays for a week
ENDED_SESSIONS_KEPT = timedelta(days=183)  # logs are kept at least 6 months


@job(nightly=True)
def sweep_sign_ins() -> None:
    """Forget old codes and ways in, throttle counts, browsers long unused and forms kept for an interrupted person."""
    now = clock.now()
    with transaction():
        db.session.execute(delete(SignInCode).where(SignInCode.sent_at < now - CODES_KEPT))
        db.session.execute(delete(WayIn).where(WayIn.made_at < now - CODES_KEPT))
        db.session.execute(delete(ThrottleHit).where(ThrottleHit.at < now - THROTTLES_KEPT))
        db.session.execute(delete(KnownBrowser).where(KnownBrowser.last_at < now - timedelta(seconds=KNOWN_FOR)))
        kept = timedelta(seconds=settings().kept_form_lifetime)
        db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now - kept))


@job(nightly=True)
def sweep_sessions() -> None:
    """End the sessions that ran out or were not used for long, and forget those that ended half a year ago."""
    now = clock.now()
    oldest = now - current_app.config["PERMANENT_SESSION_LIFETIME"]
    with transaction():
        db.session.execute(
            update(SignInSession)
            .where(
                (SignInSession.created_at <= oldest) | (SignInSession.seen_at <= now - IDLE),
                SignInSession.ended_at.is_(None),
            )
            .values(ended_at=now)
        )
        db.session.execute(delete(SignInSession).where(SignInSession.ended_at < now - ENDED_SESSIONS_KEPT))
