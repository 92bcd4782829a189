"""Posters that somebody asked for, and whether a photo may stand on one."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poster",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_poster_community_id_community")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint(
            "community_id",
            "kind",
            "subject_id",
            "language",
            name=op.f("uq_poster_community_id_kind_subject_id_language"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_poster_key")),
    )
    op.create_index("ix_poster_size", "poster", ["size", "asked_at"])
    op.add_column("demand", sa.Column("shares_photo", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("demand", "shares_photo")
    op.drop_index("ix_poster_size", table_name="poster")
    op.drop_table("poster")
