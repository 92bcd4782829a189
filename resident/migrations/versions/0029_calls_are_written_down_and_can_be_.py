"""Calls are written down and can be contested."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("demand_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spoke_with", sa.String(length=60), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_because", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_demand_call_community_id_community")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_call_demand_id_demand")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_demand_call_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_demand_call_person_id_person")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_demand_call_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_call")),
    )
    op.create_index(
        "ix_demand_call_contested",
        "demand_call",
        ["community_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'contested'"),
        sqlite_where=sa.text("state = 'contested'"),
    )
    op.create_index("ix_demand_call_demand", "demand_call", ["demand_id", "id"], unique=False)
    op.add_column("demand", sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("demand", "called_at")
    op.drop_index("ix_demand_call_demand", table_name="demand_call")
    op.drop_index(
        "ix_demand_call_contested",
        table_name="demand_call",
        postgresql_where=sa.text("state = 'contested'"),
        sqlite_where=sa.text("state = 'contested'"),
    )
    op.drop_table("demand_call")
