"""Invitations to roles, and sheets of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0051"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_A_ROLE = sa.text("state = 'open' AND organization_id IS NULL")
TO_A_BODY = sa.text("state = 'open' AND organization_id IS NOT NULL")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("organization_id", BIG, nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone_encrypted", sa.String(length=200), nullable=False),
        sa.Column("phone_lookup", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", BIG, nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answered_by_id", BIG, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_invitation_answered_by_id_person")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_invitation_community_id_community")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_invitation_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    _index("uq_invitation_role", "community_id", "phone_lookup", "role", where=TO_A_ROLE, unique=True)
    _index("uq_invitation_body", "community_id", "organization_id", "phone_lookup", where=TO_A_BODY, unique=True)
    _index("ix_invitation_open", "phone_lookup", where=OPEN)
    _index("ix_invitation_due", "until", where=OPEN)
    op.create_index("ix_invitation_answered", "invitation", ["answered_by_id"], unique=False)
    op.create_table(
        "staff_sheet",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(length=80), nullable=False),
        sa.Column("content_encrypted", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_staff_sheet_community_id_community")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_staff_sheet_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sheet")),
    )
    op.create_index("ix_staff_sheet_community", "staff_sheet", ["community_id", "sent_at"], unique=False)


def _index(name: str, *columns: str, where: sa.TextClause, unique: bool = False) -> None:
    op.create_index(name, "invitation", list(columns), unique=unique, postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    op.drop_table("staff_sheet")
    op.drop_table("invitation")
