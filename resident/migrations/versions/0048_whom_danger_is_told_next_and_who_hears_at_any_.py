"""Whom danger is told next, and who hears at any hour."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("community", sa.Column("duty_phones_after", sa.String(length=120), server_default="", nullable=False))
    op.add_column("danger", sa.Column("times_passed_on", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "organization", sa.Column("works_at_any_hour", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "demand_category", sa.Column("goes_at_any_hour", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute("UPDATE danger SET times_passed_on = 1 WHERE passed_on_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("demand_category", "goes_at_any_hour")
    op.drop_column("organization", "works_at_any_hour")
    op.drop_column("danger", "times_passed_on")
    op.drop_column("community", "duty_phones_after")
