"""Residents are counted by the worker; what waits at a counter has an index of its own.

The planner took a body's community for a second condition, and read all redemptions of the community beside its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "community_figures",
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_residents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_community_figures_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_community_figures")),
    )
    op.drop_index("ix_redemption_pickups", table_name="redemption")
    op.create_index(
        "ix_redemption_pickups",
        "redemption",
        ["community_id", "organization_id", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_redemption_pickups", table_name="redemption")
    op.create_index("ix_redemption_pickups", "redemption", ["organization_id", "state", "id"])
    op.drop_table("community_figures")
