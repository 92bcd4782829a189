"""Office hours of a community, and the days it enters beside the yearly notice of holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hours = sa.Column("office_hours", sa.String(length=120), server_default="08:00-12:00 14:00-18:00", nullable=False)
    op.add_column("community", hours)
    op.add_column("community", sa.Column("own_days", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("community", "own_days")
    op.drop_column("community", "office_hours")
