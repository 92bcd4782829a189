"""What pages of a community repeat carries two versions of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row for every community there is."""
    op.create_table(
        "community_version",
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settings", sa.Integer(), nullable=False),
        sa.Column("around", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_community_version_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_community_version")),
    )
    op.execute("INSERT INTO community_version (community_id, settings, around) SELECT id, 1, 1 FROM community")


def downgrade() -> None:
    """What is remembered needs no versions where nothing is remembered."""
    op.drop_table("community_version")
