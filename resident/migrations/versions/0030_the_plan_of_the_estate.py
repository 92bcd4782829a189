"""What stands in an estate beside its buildings, and where all of it stands on the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("building", sa.Column("kind", sa.String(length=20), server_default="building", nullable=False))
    op.create_table(
        "estate_plan",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("community_id", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_estate_plan_community_id_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estate_plan")),
        sa.UniqueConstraint("community_id", name=op.f("uq_estate_plan_community_id")),
    )
    op.create_table(
        "plan_place",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("community_id", NUMBER, nullable=False),
        sa.Column("building_id", NUMBER, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("column", "row", "width", "height")),
        sa.CheckConstraint('"column" >= 0 AND "row" >= 0', name=op.f("ck_plan_place_inside")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_plan_place_takes_room")),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_plan_place_building_id_building")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_plan_place_community_id_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_place")),
        sa.UniqueConstraint("building_id", name=op.f("uq_plan_place_building_id")),
    )
    op.create_index(op.f("ix_plan_place_community_id"), "plan_place", ["community_id"])
    op.create_index("ix_demand_building", "demand", ["community_id", "building_id", "submitted_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_demand_building", table_name="demand")
    op.drop_table("plan_place")
    op.drop_table("estate_plan")
    op.drop_column("building", "kind")
