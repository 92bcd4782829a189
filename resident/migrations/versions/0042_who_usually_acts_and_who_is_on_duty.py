"""Who usually acts, and who is on duty."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("community", sa.Column("duty_phone", sa.String(length=30), server_default="", nullable=False))
    op.add_column("demand_category", sa.Column("usual_kind", sa.String(length=30), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("demand_category", "usual_kind")
    op.drop_column("community", "duty_phone")
