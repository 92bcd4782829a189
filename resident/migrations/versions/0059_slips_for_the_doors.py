"""Slips for the doors, and how each home was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "slip",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("household_id", BIG, nullable=False),
        sa.Column("code_encrypted", sa.String(length=200), nullable=False),
        sa.Column("code_lookup", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint("used >= 0 AND used <= places", name=op.f("ck_slip_places_left")),
        *_belongs("slip", "community", "household"),
        _person("slip", "made_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("community_id", "code_lookup", name=op.f("uq_slip_community_id_code_lookup")),
    )
    op.create_index("ix_slip_household", "slip", ["household_id"])
    _partial("uq_slip_out", "slip", ["community_id", "household_id"], "state = 'out'", unique=True)
    op.create_table(
        "slip_use",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("slip_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("household_id", BIG, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("tell_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        *_belongs("slip_use", "community", "slip", "person", "household"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_use")),
        sa.UniqueConstraint(
            "community_id", "slip_id", "person_id", name=op.f("uq_slip_use_community_id_slip_id_person_id")
        ),
    )
    op.create_index("ix_slip_use_person", "slip_use", ["person_id"])
    op.create_index("ix_slip_use_day", "slip_use", ["community_id", "used_at"])
    _partial("ix_slip_use_untold", "slip_use", ["tell_at"], "told_at IS NULL")
    _make_objections()
    op.add_column("household", sa.Column("tells_nobody", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("membership", sa.Column("confirmed_how", sa.String(length=20), server_default="", nullable=False))
    op.add_column("membership", sa.Column("ended_household_id", BIG, nullable=True))
    op.create_index("ix_membership_household_id", "membership", ["household_id"])
    op.execute("UPDATE membership SET confirmed_how = 'review' WHERE confirmed_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index("ix_membership_household_id", table_name="membership")
    op.drop_column("membership", "ended_household_id")
    op.drop_column("membership", "confirmed_how")
    op.drop_column("household", "tells_nobody")
    op.drop_table("home_objection")
    op.drop_table("slip_use")
    op.drop_table("slip")


def _make_objections() -> None:
    op.create_table(
        "home_objection",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("household_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", BIG, nullable=True),
        *_belongs("home_objection", "community", "household", "person"),
        _person("home_objection", "settled_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_objection")),
    )
    op.create_index("ix_home_objection_person", "home_objection", ["person_id"])
    columns = ["community_id", "household_id", "person_id"]
    _partial("uq_home_objection_open", "home_objection", columns, "state = 'open'", unique=True)


def _belongs(table: str, *others: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{table}_{other}_id_{other}"))
        for other in others
    ]


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person"))


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, postgresql_where=condition, sqlite_where=condition)
