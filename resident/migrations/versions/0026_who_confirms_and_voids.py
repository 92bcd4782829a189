"""Voiding what counts takes two, and a small community may name a body that witnesses."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "witness_body",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("community_id", NUMBER, nullable=False),
        sa.Column("organization_id", NUMBER, nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.Column("named_by_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_witness_body_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_witness_body_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_witness_body_named_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_witness_body")),
        sa.UniqueConstraint("community_id", name=op.f("uq_witness_body_community_id")),
    )
    op.create_table(
        "voiding",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("community_id", NUMBER, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("asked_by_id", NUMBER, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", NUMBER, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("state <> 'agreed' OR answered_by_id <> asked_by_id", name=op.f("ck_voiding_two_people")),
        sa.CheckConstraint("(started_at IS NULL) = (ended_at IS NULL)", name=op.f("ck_voiding_time_whole")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_voiding_community_id_community")),
        sa.ForeignKeyConstraint(["record_id"], ["service_record.id"], name=op.f("fk_voiding_record_id_service_record")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_voiding_asked_by_id_person")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_voiding_answered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voiding")),
    )
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "uq_voiding_waiting", "voiding", ["record_id"], unique=True, postgresql_where=waits, sqlite_where=waits
    )
    op.create_index("ix_voiding_community", "voiding", ["community_id", "state", "id"])


def downgrade() -> None:
    op.drop_table("voiding")
    op.drop_table("witness_body")
