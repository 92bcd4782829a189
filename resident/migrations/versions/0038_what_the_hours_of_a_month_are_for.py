"""What the hours of a month are for."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("community", sa.Column("goal", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("community", sa.Column("goal_hours", sa.Integer(), nullable=True))
    op.create_table(
        "hours_figures",
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_hours_figures_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_hours_figures")),
    )
    op.create_index("ix_service_record_started", "service_record", ["community_id", "started_at"])


def downgrade() -> None:
    op.drop_index("ix_service_record_started", table_name="service_record")
    op.drop_table("hours_figures")
    op.drop_column("community", "goal_hours")
    op.drop_column("community", "goal")
