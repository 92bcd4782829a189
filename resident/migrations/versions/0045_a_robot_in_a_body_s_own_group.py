"""A robot in a body's own group."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FAILED = "state IN ('given_up', 'unclear')"


def upgrade() -> None:
    op.create_table(
        "robot",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("organization_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key_encrypted", sa.Text(), nullable=False),
        sa.Column("secret_encrypted", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_robot_community_id_community")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_robot_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_robot")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_robot_organization_id")),
    )
    op.create_index("ix_robot_community_id", "robot", ["community_id"])
    op.create_index(
        "ix_outbox_message_failed",
        "outbox_message",
        ["community_id", "settled_at", "id"],
        postgresql_where=sa.text(FAILED),
        sqlite_where=sa.text(FAILED),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_failed", table_name="outbox_message")
    op.drop_index("ix_robot_community_id", table_name="robot")
    op.drop_table("robot")
