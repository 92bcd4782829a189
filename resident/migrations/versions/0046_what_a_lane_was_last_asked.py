"""What a lane was last asked."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outbox_message_channel", "outbox_message", ["channel", "id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_message_channel", table_name="outbox_message")
