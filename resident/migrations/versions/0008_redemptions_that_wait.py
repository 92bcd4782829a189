"""A redemption that waits says so; what is reserved are its points."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rename("held", "waiting")


def downgrade() -> None:
    _rename("waiting", "held")


def _rename(old: str, new: str) -> None:
    """The indexes that name the state are made anew around it: the unique one must see every row."""
    op.drop_index("uq_redemption_live_code", table_name="redemption")
    op.drop_index("ix_redemption_due", table_name="redemption")
    op.execute(f"UPDATE redemption SET state = '{new}' WHERE state = '{old}'")  # noqa: S608
    live = sa.text(f"state = '{new}'")
    op.create_index(
        "uq_redemption_live_code",
        "redemption",
        ["community_id", "code_lookup"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.create_index("ix_redemption_due", "redemption", ["expires_at"], postgresql_where=live, sqlite_where=live)
