"""The worker's part: records whose public notice is over become final, each in a transaction of its own."""

from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, select, tuple_

from resident import clock
from resident.accounts.models import SYSTEM
from resident.activities.actions.counting import end_notice
from resident.activities.models import IS_IN_NOTICE, ServiceRecord
from resident.columns import UtcDateTime
from resident.db import transaction
from resident.statements import rows
from resident.tasks import job


class _Due(NamedTuple):
    notice_until: datetime
    id: int


log = structlog.get_logger()
FIRST = _Due(datetime(1970, 1, 1, tzinfo=UTC), 0)
_KEYS = (ServiceRecord.notice_until, ServiceRecord.id)
BATCH = 500
_DUE = (
    select(*_KEYS)
    .where(
        IS_IN_NOTICE,
        ServiceRecord.notice_until <= bindparam("now"),
        tuple_(*_KEYS) > tuple_(bindparam("until", type_=UtcDateTime), bindparam("last")),
    )
    .order_by(*_KEYS)
    .limit(bindparam("most"))
)


@job(every_minutes=5)
def end_notices() -> None:
    """Let what is due count, batch by batch until nothing is; safe to run twice and by two workers at once.

    One that fails does not hold back the others and is not met again before the next run.
    """
    last: _Due | None = FIRST
    while last:
        due = rows(_Due, _DUE, now=clock.now(), until=last.notice_until, last=last.id, most=BATCH)
        for record in due:
            _end(record.id)
        last = due[-1] if len(due) == BATCH else None


def _end(record_id: int) -> None:
    try:
        with transaction():
            end_notice(record_id=record_id, by=SYSTEM)
    except Exception:  # it stays due
        log.exception("notice not finished", record=record_id)
