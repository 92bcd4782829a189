"""Who looked at whose number."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0048"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "contact_view",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("viewer_id", BIG, nullable=False),
        sa.Column("organization_id", BIG, nullable=True),
        sa.Column("with_door", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_contact_view_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_contact_view_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_view_person_id_person")),
        sa.ForeignKeyConstraint(["viewer_id"], ["person.id"], name=op.f("fk_contact_view_viewer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_view")),
    )
    op.create_index("ix_contact_view_subject", "contact_view", ["kind", "subject_id", "id"])
    op.create_index("ix_contact_view_person", "contact_view", ["person_id"])
    op.create_index("ix_contact_view_viewer", "contact_view", ["viewer_id"])


def downgrade() -> None:
    op.drop_index("ix_contact_view_viewer", table_name="contact_view")
    op.drop_index("ix_contact_view_person", table_name="contact_view")
    op.drop_index("ix_contact_view_subject", table_name="contact_view")
    op.drop_table("contact_view")
