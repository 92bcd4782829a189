"""Sheets of places that wait to be taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "place_sheet",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", BIG, nullable=False),
        sa.Column("begun_by_id", BIG, nullable=True),
        sa.Column("file_name", sa.String(length=80), nullable=False),
        sa.Column("content_encrypted", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("has_placed", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_place_sheet_begun_by_id_person")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_place_sheet_community_id_community")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_place_sheet_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_sheet")),
    )
    op.create_index("ix_place_sheet_community", "place_sheet", ["community_id", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_place_sheet_community", table_name="place_sheet")
    op.drop_table("place_sheet")
