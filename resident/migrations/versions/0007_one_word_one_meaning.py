"""Reserved points and number series under their own names."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.execute("UPDATE ledger_account SET kind = 'reserved' WHERE kind = 'held'")
    _rename("counter", "number_series")


def downgrade() -> None:
    _rename("number_series", "counter")
    op.execute("UPDATE ledger_account SET kind = 'held' WHERE kind = 'reserved'")


def _rename(old: str, new: str) -> None:
    """A new table, so that its constraints carry its name on both databases."""
    op.create_table(
        new,
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f(f"fk_{new}_community_id_community")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
        sa.UniqueConstraint("community_id", "name", name=op.f(f"uq_{new}_community_id_name")),
    )
    op.execute(f"INSERT INTO {new} (community_id, name, last) SELECT community_id, name, last FROM {old}")  # noqa: S608
    op.drop_table(old)
