"""What was seen in the inbox is not what was read."""

import sqlalchemy as sa
from alembic import op

from resident.columns import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

UNSEEN = sa.text("seen_at IS NULL AND read_at IS NULL")


def upgrade() -> None:
    op.add_column("notification", sa.Column("seen_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE notification SET seen_at = read_at WHERE read_at IS NOT NULL")
    op.create_index(
        "ix_notification_unseen", "notification", ["person_id"], postgresql_where=UNSEEN, sqlite_where=UNSEEN
    )


def downgrade() -> None:
    op.drop_index("ix_notification_unseen", table_name="notification")
    op.drop_column("notification", "seen_at")
