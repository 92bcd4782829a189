"""The rates are counted by calendar months."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("demand_figures", sa.Column("overdue", sa.Integer(), server_default="0", nullable=False))
    op.add_column("demand_figures", sa.Column("month", sa.DateTime(timezone=True), nullable=True))
    op.add_column("demand_figures", sa.Column("earlier", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("demand_figures", "earlier")
    op.drop_column("demand_figures", "month")
    op.drop_column("demand_figures", "overdue")
