"""What leaves has a state and a lane."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "outbox_message"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN, SETTLED = "state IN ('taken', 'waiting')", "settled_at IS NOT NULL"
WAITING, DELIVERED, GIVEN_UP = (
    "delivered_at IS NULL AND given_up_at IS NULL",
    "delivered_at IS NOT NULL",
    "given_up_at IS NOT NULL",
)
BEFORE = (
    ("ix_outbox_message_waiting", ["due_at"], WAITING),
    ("ix_outbox_message_of", ["notification_id"], WAITING),
    ("ix_outbox_message_delivered", ["delivered_at"], DELIVERED),
    ("ix_outbox_message_given_up", ["given_up_at"], GIVEN_UP),
)
AFTER = (
    ("ix_outbox_message_waiting", ["rank", "due_at", "id"], OPEN),
    ("ix_outbox_message_lane", ["channel", "due_at"], OPEN),
    ("ix_outbox_message_of", ["notification_id"], OPEN),
    ("ix_outbox_message_settled", ["settled_at"], SETTLED),
)
COLUMNS = ("community_id", "rank", "secret_encrypted", "state", "until", "doubts", "why", "settled_at")


def upgrade() -> None:
    _drop_indexes(BEFORE)
    _add(sa.Column("community_id", BIG, nullable=True))
    _add(sa.Column("rank", sa.Integer(), server_default="1", nullable=False))
    _add(sa.Column("secret_encrypted", sa.Text(), server_default="", nullable=False))
    _add(sa.Column("state", sa.String(length=20), server_default="waiting", nullable=False))
    _add(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
    _add(sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))
    _add(sa.Column("why", sa.String(length=60), server_default="", nullable=False))
    _add(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE outbox_message SET settled_at = coalesce(delivered_at, given_up_at), state = CASE"
        " WHEN delivered_at IS NOT NULL THEN 'delivered' WHEN given_up_at IS NOT NULL THEN 'given_up'"
        " ELSE 'waiting' END"
    )
    op.drop_column(TABLE, "delivered_at")
    op.drop_column(TABLE, "given_up_at")
    _make_indexes(AFTER)
    op.create_table(
        "outbox_lane",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=60), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_lane")),
        sa.UniqueConstraint("name", name=op.f("uq_outbox_lane_name")),
    )


def downgrade() -> None:
    op.drop_table("outbox_lane")
    _drop_indexes(AFTER)
    _add(sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    _add(sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outbox_message SET delivered_at = settled_at WHERE state IN ('delivered', 'needless')")
    op.execute("UPDATE outbox_message SET given_up_at = settled_at WHERE state IN ('unclear', 'given_up')")
    for column in COLUMNS:
        op.drop_column(TABLE, column)
    _make_indexes(BEFORE)


def _add(column: sa.Column) -> None:
    op.add_column(TABLE, column)


def _drop_indexes(indexes: tuple[tuple[str, list[str], str], ...]) -> None:
    for name, _columns, _where in indexes:
        op.drop_index(name, table_name=TABLE)


def _make_indexes(indexes: tuple[tuple[str, list[str], str], ...]) -> None:
    for name, columns, where in indexes:
        op.create_index(name, TABLE, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
