"""The worker counts the rates of each community into a row of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTED = ("raised", "answerable", "answered_in_time", "judged", "solved", "satisfied")


def upgrade() -> None:
    op.create_table(
        "demand_figures",
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_demand_figures_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_demand_figures")),
    )


def downgrade() -> None:
    op.drop_table("demand_figures")
