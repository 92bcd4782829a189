"""What is urgent, and what is danger."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WITH_COMMITTEE = "source IS NULL AND state IN ('assigned', 'in_hand', 'parked', 'reopened', 'to_assign')"
UNSEEN = "state = 'unseen'"


def upgrade() -> None:
    op.add_column(
        "demand_category", sa.Column("urgency", sa.String(length=10), server_default="ordinary", nullable=False)
    )
    op.add_column("demand", sa.Column("urgency", sa.String(length=10), server_default="ordinary", nullable=False))
    op.add_column("demand", sa.Column("pressing", sa.Integer(), server_default="3", nullable=False))
    op.add_column("review_item", sa.Column("rank", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "danger",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("demand_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usually", sa.String(length=10), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", BIG, nullable=True),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_danger_community_id_community")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_danger_demand_id_demand")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_danger_seen_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger")),
        sa.UniqueConstraint("demand_id", name=op.f("uq_danger_demand_id")),
    )
    op.create_index(
        "ix_danger_unseen",
        "danger",
        ["community_id", "since"],
        postgresql_where=sa.text(UNSEEN),
        sqlite_where=sa.text(UNSEEN),
    )
    op.create_index(
        "ix_demand_pressing",
        "demand",
        ["community_id", "pressing", "submitted_at", "id"],
        postgresql_where=sa.text(WITH_COMMITTEE),
        sqlite_where=sa.text(WITH_COMMITTEE),
    )
    op.create_index("ix_review_item_ranked", "review_item", ["community_id", "state", "rank", "submitted_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_review_item_ranked", table_name="review_item")
    op.drop_index("ix_demand_pressing", table_name="demand")
    op.drop_index("ix_danger_unseen", table_name="danger")
    op.drop_table("danger")
    op.drop_column("review_item", "rank")
    op.drop_column("demand", "pressing")
    op.drop_column("demand", "urgency")
    op.drop_column("demand_category", "urgency")
