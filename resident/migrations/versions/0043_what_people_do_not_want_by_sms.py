"""What people do not want by SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sms_refusal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sms_refusal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_refusal")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_sms_refusal_person_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("sms_refusal")
