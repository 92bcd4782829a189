"""The worker's part: records whose public notice is over become final, each in a transaction of its own."""

import structlog
from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import SYSTEM
from resident.activities.actions.counting import end_notice
from resident.activities.models import RecordState, ServiceRecord
from resident.db import transaction
from resident.statements import column
from resident.tasks import job

log = structlog.get_logger()
BATCH = 500
_DUE = (
    select(ServiceRecord.id)
    .where(ServiceRecord.state == RecordState.IN_NOTICE, ServiceRecord.notice_until <= bindparam("now"))
    .order_by(ServiceRecord.notice_until, ServiceRecord.id)
    .limit(BATCH)
)


@job(every_minutes=5)
def end_notices() -> None:
    """Let what is due count; safe to run twice and by two workers at once. One that fails does not hold back the others."""
    due = column(_DUE, now=clock.now())
    for record_id in due:
        try:
            with transaction():
                end_notice(record_id, by=SYSTEM)
        except Exception:  # it stays due and is tried again at the next run
            log.exception("notice not finished", record=record_id)
