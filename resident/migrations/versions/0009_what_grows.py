"""Indexes for what stays small while the rest grows."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = "'assigned', 'in_hand', 'reopened'"
NEW = (
    ("ix_demand_author", "demand", "community_id author_id submitted_at id", "author_id IS NOT NULL"),
    ("ix_demand_holder", "demand", "holder_id due_at id", f"state IN ({OPEN})"),
    (
        "ix_demand_committee",
        "demand",
        "community_id submitted_at id",
        "source IS NULL AND state IN ('assigned', 'in_hand', 'parked', 'reopened', 'to_assign')",
    ),
    ("ix_shift_to_come", "shift", "community_id ends_at", "cancelled_at IS NULL"),
    ("ix_service_record_proposed", "service_record", "community_id id", "state = 'proposed'"),
    ("ix_service_record_notice", "service_record", "community_id id", "state = 'in_notice'"),
    ("ix_service_record_due", "service_record", "notice_until id", "state = 'in_notice'"),
    ("ix_notification_age", "notification", "created_at", ""),
    ("ix_outbox_message_delivered", "outbox_message", "delivered_at", "delivered_at IS NOT NULL"),
    ("ix_outbox_message_given_up", "outbox_message", "given_up_at", "given_up_at IS NOT NULL"),
)
STANDS_OUT = "is_listed IS {true} AND state NOT IN ('resolved', 'solved') AND support_count > 0"
OLD = (
    ("ix_demand_author", "demand", "community_id author_id submitted_at id", ""),
    ("ix_demand_holder", "demand", "holder_id state", ""),
    ("ix_shift_community", "shift", "community_id starts_at id", ""),
    ("ix_service_record_state", "service_record", "community_id state notice_until id", ""),
)


def upgrade() -> None:
    _change(OLD, _new())


def downgrade() -> None:
    _change(_new(), OLD)


def _new() -> tuple[tuple[str, str, str, str], ...]:
    true = "1" if op.get_bind().dialect.name == "sqlite" else "true"
    return *NEW, ("ix_demand_supported", "demand", "community_id support_count id", STANDS_OUT.format(true=true))


def _change(gone: tuple[tuple[str, str, str, str], ...], made: tuple[tuple[str, str, str, str], ...]) -> None:
    for name, table, _columns, _where in gone:
        op.drop_index(name, table_name=table)
    for name, table, columns, where in made:
        only = sa.text(where) if where else None
        op.create_index(name, table, columns.split(), postgresql_where=only, sqlite_where=only)
