"""Who has a place may be called and written to."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shift_message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("shift_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_shift_message_community_id_community")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_message_person_id_person")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_message_shift_id_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_message")),
    )
    op.create_index("ix_shift_message_shift", "shift_message", ["shift_id", "id"])
    op.create_index("ix_shift_message_person", "shift_message", ["person_id"])
    op.add_column("sign_up", sa.Column("may_call", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("sign_up", "may_call")
    op.drop_index("ix_shift_message_person", table_name="shift_message")
    op.drop_index("ix_shift_message_shift", table_name="shift_message")
    op.drop_table("shift_message")
