"""Photos of how it looks after something was done are read before everybody sees them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "after_photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("demand_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_after_photos_community_id_community")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_after_photos_demand_id_demand")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_after_photos_author_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_photos")),
    )
    op.create_index("ix_after_photos_demand", "after_photos", ["demand_id", "state", "id"])
    op.create_index("ix_after_photos_shown", "after_photos", ["community_id", "state", "created_at"])
    op.create_index("ix_after_photos_author", "after_photos", ["author_id"])


def downgrade() -> None:
    op.drop_index("ix_after_photos_author", table_name="after_photos")
    op.drop_index("ix_after_photos_shown", table_name="after_photos")
    op.drop_index("ix_after_photos_demand", table_name="after_photos")
    op.drop_table("after_photos")
