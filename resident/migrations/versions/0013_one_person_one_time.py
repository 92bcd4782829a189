"""A service record says from when until when, and one person's never overlap.

What overlaps already is kept under a flag, for staff to look at: what was recorded is never voided by a migration.
PostgreSQL holds the rule by an exclusion constraint (the extension btree_gist comes with it and stays: others may use
it by now); SQLite, which lets one transaction at a time write, by triggers that look at flagged rows as well.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WHEN = "started_at, ended_at, overlapped_before"
MESSAGE = "service records are corrected by further ones"
EARLIEST = "1970-01-01 00:00:00.000000"
AT_A_TIME = 1000
MOMENT = sa.DateTime(timezone=True)
NO_BEFORE = "'only the migration flags what overlapped before'"
ELSEWHERE = (
    "EXISTS (SELECT 1 FROM service_record other WHERE other.person_id = NEW.person_id AND other.id <> NEW.id "
    "AND other.state <> 'voided' AND other.started_at < NEW.ended_at AND other.ended_at > NEW.started_at)"
)
LIVES_AGAIN = (
    "OLD.state = 'voided' OR OLD.person_id <> NEW.person_id "
    "OR OLD.started_at <> NEW.started_at OR OLD.ended_at <> NEW.ended_at"
)

record = sa.table(
    "service_record",
    *(sa.column(name) for name in ("id", "shift_id", "person_id", "minutes", "how", "state", "overlapped_before")),
    sa.column("started_at", MOMENT),
    sa.column("ended_at", MOMENT),
)
shift = sa.table("shift", sa.column("id"), sa.column("starts_at", MOMENT))
sign_up = sa.table(
    "sign_up",
    *(sa.column(name) for name in ("shift_id", "person_id", "state")),
    sa.column("checked_in_at", MOMENT),
)


def upgrade() -> None:
    earliest = sa.text(f"'{EARLIEST}'")
    for name in ("started_at", "ended_at"):
        op.add_column("service_record", sa.Column(name, MOMENT, server_default=earliest, nullable=False))
    no = sa.Column("overlapped_before", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("service_record", no)
    _say_when()
    _flag_what_overlaps()
    if op.get_bind().dialect.name == "sqlite":
        _hold_on_sqlite()
    else:
        _hold_on_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("when_stays", "is_whole", "not_before", "one_time", "one_time_again"):
            op.execute(f"DROP TRIGGER service_record_{name}")
    else:
        op.execute("DROP TRIGGER service_record_when_stays ON service_record")
        op.execute("DROP TRIGGER service_record_not_before ON service_record")
        op.execute("DROP FUNCTION not_overlapped_before()")
        op.drop_constraint("ex_service_record_one_time", "service_record")
        op.drop_constraint("ck_service_record_time_whole", "service_record")
    for name in ("overlapped_before", "ended_at", "started_at"):
        op.drop_column("service_record", name)


def _say_when() -> None:
    """From the check-in inside the shift, or else from its beginning, for as many minutes as were recorded."""
    connection, last = op.get_bind(), 0
    came = sa.and_(
        sign_up.c.shift_id == record.c.shift_id,
        sign_up.c.person_id == record.c.person_id,
        sign_up.c.state == "signed_up",
        record.c.how == "seen",
    )
    wanted = (
        sa.select(record.c.id, record.c.minutes, shift.c.starts_at, sign_up.c.checked_in_at)
        .join(shift, shift.c.id == record.c.shift_id)
        .outerjoin(sign_up, came)
        .order_by(record.c.id)
        .limit(AT_A_TIME)
    )
    change = sa.update(record).where(record.c.id == sa.bindparam("record"))
    while found := connection.execute(wanted.where(record.c.id > last)).all():
        last = found[-1].id
        connection.execute(change, [_when(row) for row in found])


def _when(row: Any) -> dict[str, Any]:
    began = max(row.checked_in_at or row.starts_at, row.starts_at)
    return {"record": row.id, "started_at": began, "ended_at": began + timedelta(minutes=row.minutes)}


def _flag_what_overlaps() -> None:
    other = record.alias("other")
    pairs = sa.exists().where(
        other.c.person_id == record.c.person_id,
        other.c.id != record.c.id,
        other.c.state != "voided",
        other.c.started_at < record.c.ended_at,
        other.c.ended_at > record.c.started_at,
    )
    op.execute(sa.update(record).where(record.c.state != "voided", pairs).values(overlapped_before=sa.true()))


def _hold_on_sqlite() -> None:
    refusals = (
        ("when_stays", f"BEFORE UPDATE OF {WHEN}", "1", f"'{MESSAGE}'"),
        ("is_whole", "BEFORE INSERT", "NEW.ended_at <= NEW.started_at", "'not a time of service'"),
        ("not_before", "BEFORE INSERT", "NEW.overlapped_before", NO_BEFORE),
        ("one_time", "BEFORE INSERT", f"NEW.state <> 'voided' AND {ELSEWHERE.replace('NEW.id', '-1')}", "'one time'"),
        (
            "one_time_again",
            "BEFORE UPDATE OF person_id, state, started_at, ended_at",
            f"NEW.state <> 'voided' AND ({LIVES_AGAIN}) AND {ELSEWHERE}",
            "'one time'",
        ),
    )
    for name, when, condition, message in refusals:
        op.execute(
            f"CREATE TRIGGER service_record_{name} {when} ON service_record WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, {message}); END"
        )


def _hold_on_postgresql() -> None:
    for name in ("started_at", "ended_at"):
        op.alter_column("service_record", name, server_default=None)
    op.create_check_constraint(op.f("ck_service_record_time_whole"), "service_record", "ended_at > started_at")
    op.execute(
        f"CREATE TRIGGER service_record_when_stays BEFORE UPDATE OF {WHEN} ON service_record "
        "FOR EACH ROW EXECUTE FUNCTION service_records_stay()"
    )
    op.execute(
        "CREATE FUNCTION not_overlapped_before() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"{NO_BEFORE} USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER service_record_not_before BEFORE INSERT ON service_record FOR EACH ROW "
        "WHEN (NEW.overlapped_before) EXECUTE FUNCTION not_overlapped_before()"
    )
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "ALTER TABLE service_record ADD CONSTRAINT ex_service_record_one_time EXCLUDE USING gist "
        "(person_id WITH =, tstzrange(started_at, ended_at) WITH &&) WHERE (state <> 'voided' AND NOT overlapped_before)"
    )
