"""What can be undone waits a minute before it leaves, and can be undone at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "outbox_message",
        sa.Column("notification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    )
    op.create_index(
        "ix_outbox_message_of",
        "outbox_message",
        ["notification_id"],
        unique=False,
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    )
    op.add_column("redemption", sa.Column("times_undone", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("redemption", "times_undone")
    op.drop_index(
        "ix_outbox_message_of",
        table_name="outbox_message",
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    )
    op.drop_column("outbox_message", "notification_id")
    op.drop_column("answer", "undone_at")
