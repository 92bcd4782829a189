"""What is public can be taken down and brought back, and a writer may hide their own name."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("demand", "comment", "photo", "activity", "reward")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "takedown",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("taken_down_at", moment, nullable=False),
        sa.Column("taken_down_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("appeal", sa.String(length=500), nullable=False),
        sa.Column("appealed_at", moment, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_takedown_community_id_community")),
        sa.ForeignKeyConstraint(["taken_down_by_id"], ["person.id"], name=op.f("fk_takedown_taken_down_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_takedown_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown")),
    )
    op.create_index(
        "uq_takedown_open",
        "takedown",
        ["kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'restored'"),
        sqlite_where=sa.text("state <> 'restored'"),
    )
    op.create_index("ix_takedown_list", "takedown", ["community_id", "id"])
    for table in KINDS:
        op.add_column(table, sa.Column("taken_down_at", moment, nullable=True))
    op.add_column("comment", sa.Column("shows_name", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("comment", "shows_name")
    for table in reversed(KINDS):
        op.drop_column(table, "taken_down_at")
    op.drop_index("ix_takedown_list", table_name="takedown")
    op.drop_index("uq_takedown_open", table_name="takedown")
    op.drop_table("takedown")
