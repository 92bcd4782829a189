"""The worker's part: what nobody can undo any more is forgotten."""

from datetime import timedelta

from sqlalchemy import delete

from resident import clock
from resident.db import db, transaction
from resident.tasks import job
from resident.undo.models import Deed

KEPT = timedelta(days=90)  # attendance is corrected until minutes are proposed, due within ten working days (order 67)


@job(nightly=True)
def forget_deeds() -> None:
    """Drop deeds after a season; what was done and undone stands in the record."""
    with transaction():
        db.session.execute(delete(Deed).where(Deed.at < clock.now() - KEPT))
