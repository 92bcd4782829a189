"""The worker's part: what was said of the app is kept for a year."""

from datetime import timedelta

from sqlalchemy import delete

from resident import clock
from resident.db import db, transaction
from resident.feedback.models import Feedback
from resident.tasks import job

KEPT_FOR = timedelta(days=365)


@job(nightly=True)
def forget_feedback() -> None:
    """Forget what is older than a year, as the privacy page says."""
    with transaction():
        db.session.execute(delete(Feedback).where(Feedback.at < clock.now() - KEPT_FOR))
