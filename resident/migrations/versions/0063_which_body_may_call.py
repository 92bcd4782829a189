"""Which body may call who raised a demand, and which one a demand is about."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "contact_consent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("demand_id", BIG, nullable=False),
        sa.Column("organization_id", BIG, nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("with_door", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_contact_consent_community_id_community")
        ),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_contact_consent_demand_id_demand")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contact_consent_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_consent")),
    )
    op.create_index(
        "uq_contact_consent_live",
        "contact_consent",
        ["community_id", "demand_id", "hands"],
        unique=True,
        postgresql_where=LIVE,
        sqlite_where=LIVE,
    )
    op.add_column("demand", sa.Column("hands", sa.Integer(), server_default="0", nullable=False))
    op.add_column("demand", sa.Column("about_id", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("demand", "about_id")
    op.drop_column("demand", "hands")
    op.drop_index("uq_contact_consent_live", table_name="contact_consent")
    op.drop_table("contact_consent")
