"""What was taken over from an earlier list and is still open stands on the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("source IS NOT NULL AND state IN ('assigned', 'in_hand', 'parked', 'reopened', 'to_assign')")


def upgrade() -> None:
    op.create_index(
        "ix_demand_taken_over",
        "demand",
        ["community_id", "submitted_at", "id"],
        postgresql_where=STILL_OPEN,
        sqlite_where=STILL_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_demand_taken_over", table_name="demand")
