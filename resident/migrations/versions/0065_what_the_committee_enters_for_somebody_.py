"""What the committee enters for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offline_person",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("building_id", BIG, nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("room", sa.String(length=20), nullable=False),
        sa.Column("phone_encrypted", sa.String(length=400), nullable=False),
        sa.Column("phone_lookup", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_offline_person_building_id_building")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_offline_person_community_id_community")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_offline_person_made_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offline_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_person")),
        sa.UniqueConstraint("community_id", "person_id", name=op.f("uq_offline_person_community_id_person_id")),
    )
    op.create_index("ix_offline_person_home", "offline_person", ["community_id", "building_id"], unique=False)
    op.create_index("ix_offline_person_person", "offline_person", ["person_id"], unique=False)
    op.create_index("ix_offline_person_phone", "offline_person", ["community_id", "phone_lookup"], unique=False)
    op.create_table(
        "demand_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("demand_id", BIG, nullable=False),
        sa.Column("submitter_id", BIG, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_demand_entry_community_id_community")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_entry_demand_id_demand")),
        sa.ForeignKeyConstraint(["submitter_id"], ["person.id"], name=op.f("fk_demand_entry_submitter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_entry")),
        sa.UniqueConstraint("community_id", "demand_id", name=op.f("uq_demand_entry_community_id_demand_id")),
    )
    op.create_index("ix_demand_entry_demand", "demand_entry", ["demand_id"], unique=False)
    op.create_index(op.f("ix_demand_entry_submitter_id"), "demand_entry", ["submitter_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("demand_id", BIG, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_receipt_community_id_community")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_receipt_demand_id_demand")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_receipt_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("community_id", "demand_id", name=op.f("uq_receipt_community_id_demand_id")),
    )
    op.create_index(op.f("ix_receipt_made_by_id"), "receipt", ["made_by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_receipt_made_by_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(op.f("ix_demand_entry_submitter_id"), table_name="demand_entry")
    op.drop_index("ix_demand_entry_demand", table_name="demand_entry")
    op.drop_table("demand_entry")
    op.drop_index("ix_offline_person_phone", table_name="offline_person")
    op.drop_index("ix_offline_person_person", table_name="offline_person")
    op.drop_index("ix_offline_person_home", table_name="offline_person")
    op.drop_table("offline_person")
