"""What a demand was promised and what it missed, for what is there by its history."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEX, COUNTS = "ix_demand_counted", "source IS NULL AND published_at IS NOT NULL"
MOMENT = sa.DateTime(timezone=True)
DAY, FEW, DAYS, BATCH = timedelta(days=1), 5, 5, 1000
DEMANDS = sa.text(
    "SELECT d.id, d.submitted_at, d.published_at, d.due_at, d.source, d.state, c.time_zone,"
    " (SELECT MIN(a.at) FROM answer a WHERE a.demand_id = d.id AND a.source IS NULL) AS answered_at"
    " FROM demand d JOIN community c ON c.id = d.community_id WHERE d.id > :last ORDER BY d.id LIMIT :batch"
).columns(id=sa.Integer, submitted_at=MOMENT, published_at=MOMENT, due_at=MOMENT, answered_at=MOMENT)
ROUNDS = (
    sa.text(
        "SELECT demand_id, kind, at FROM demand_event WHERE kind IN ('resolve', 'reopen', 'take_back')"
        " AND demand_id IN :ids ORDER BY id"
    )
    .bindparams(sa.bindparam("ids", expanding=True))
    .columns(at=MOMENT)
)
WRITE = sa.text(
    "UPDATE demand SET contacted_at = :contacted, contact_due_at = :contact_due, first_due_at = :first, due_at = :due,"
    " missed_at = :missed, resolved_at = CASE WHEN state IN ('resolved', 'solved') THEN resolved_at END WHERE id = :id"
).bindparams(*(sa.bindparam(name, type_=MOMENT) for name in ("contacted", "contact_due", "first", "due", "missed")))
KEEP = sa.text(
    "UPDATE demand SET contacted_in_time ="
    " CASE WHEN contacted_at IS NOT NULL AND contact_due_at IS NOT NULL THEN contacted_at <= contact_due_at END"
)


def upgrade() -> None:
    for name in ("contact_due_at", "first_due_at", "missed_at"):
        op.add_column("demand", sa.Column(name, MOMENT, nullable=True))
    connection, last = op.get_bind(), 0
    while rows := connection.execute(DEMANDS, {"last": last, "batch": BATCH}).mappings().all():
        rounds: dict[int, list[Any]] = {row["id"]: [] for row in rows}
        for event in connection.execute(ROUNDS, {"ids": list(rounds)}):
            rounds[event.demand_id].append((event.kind, _aware(event.at)))
        connection.execute(WRITE, [_promises(row, rounds[row["id"]]) for row in rows])
        last = rows[-1]["id"]
    op.drop_column("demand", "contacted_in_time")
    only = sa.text(COUNTS)
    op.create_index(INDEX, "demand", ["community_id", "submitted_at", "id"], postgresql_where=only, sqlite_where=only)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="demand")
    op.add_column("demand", sa.Column("contacted_in_time", sa.Boolean(), nullable=True))
    op.execute(KEEP)
    for name in ("missed_at", "first_due_at", "contact_due_at"):
        op.drop_column("demand", name)


def _promises(row: Any, rounds: list[tuple[str, datetime]]) -> dict[str, Any]:
    """What was promised keeps its date; what was approved and never had one is promised now, counted from submission."""
    zone, submitted, due = ZoneInfo(row["time_zone"]), _aware(row["submitted_at"]), _aware(row["due_at"])
    is_ours = row["source"] is None and row["published_at"] is not None
    was_reopened = any(kind != "resolve" for kind, _at in rounds)
    # Reopening moved the date: the first one was counted from submission, Monday to Friday, to the end of the day.
    first = _weekdays_after(submitted, zone) if was_reopened and is_ours else due
    if first is None and is_ours:
        first = due = _due(submitted, zone)
    missed, current = None, first
    for kind, at in rounds:
        if kind == "resolve":
            missed = missed or (current if current is not None and at > current else None)
        elif kind == "reopen":
            current = _weekdays_after(at, zone)
    return {
        "id": row["id"],
        "contacted": _aware(row["answered_at"]),
        "contact_due": _utc(_same_hour(submitted, zone) if is_ours else None),
        "first": _utc(first),
        "due": _utc(due),
        "missed": _utc(missed if is_ours else None),
    }


def _aware(moment: datetime | None) -> Any:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _utc(moment: datetime | None) -> datetime | None:
    """SQLite keeps what a clock on the wall says and forgets whose wall it was."""
    return moment.astimezone(UTC) if moment is not None else None


def _weekdays_after(start: datetime, zone: ZoneInfo) -> datetime:
    days = (one for one in _days_after(start.astimezone(zone).date()) if one.weekday() < FEW)
    return datetime.combine(_last(days), time(23, 59, 59), zone)


def _due(start: datetime, zone: ZoneInfo) -> datetime:
    days = (one for one in _days_after(start.astimezone(zone).date()) if _works(one))
    return datetime.combine(_last(days), time(18), zone)


def _same_hour(start: datetime, zone: ZoneInfo) -> datetime:
    """The same office hour (8 to 12, 14 to 18) of the next working day."""
    day, hour = start.astimezone(zone).date(), start.astimezone(zone).time()
    if not _works(day) or hour >= time(18):
        day, hour = next(one for one in _days_after(day) if _works(one)), time(8)
    hour = time(14) if time(12) <= hour < time(14) else max(hour, time(8))
    return datetime.combine(next(one for one in _days_after(day) if _works(one)), hour, zone)


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += DAY
        yield day


def _last(days: Iterator[date]) -> date:
    return [next(days) for _ in range(DAYS)][-1]


def _works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < FEW
