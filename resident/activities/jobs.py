"""The worker's part: records whose public notice is over become final, each in a transaction of its own."""

import structlog
from sqlalchemy import select

from resident import clock
from resident.activities.actions.counting import finish_notice
from resident.activities.models import RecordState, ServiceRecord
from resident.db import db, transaction
from resident.tasks import job

log = structlog.get_logger()
BATCH = 500


@job(every_minutes=5)
def finish_notices() -> None:
    """Let what is due count; safe to run twice and by two workers at once. One that fails does not hold back the others."""
    due = db.session.scalars(
        select(ServiceRecord.id)
        .where(ServiceRecord.state == RecordState.IN_NOTICE, ServiceRecord.notice_until <= clock.now())
        .order_by(ServiceRecord.notice_until, ServiceRecord.id)
        .limit(BATCH)
    ).all()
    for record_id in due:
        try:
            with transaction():
                finish_notice(record_id)
        except Exception:  # it stays due and is tried again at the next run
            log.exception("notice not finished", record=record_id)
