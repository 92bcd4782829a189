"""A session knows when it was last used, and when its person last showed to be there."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who is signed in stays so: nobody knows when a session was last used, so all of them have been just now."""
    op.add_column(
        "sign_in_session",
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default="2026-01-01 00:00:00.000000", nullable=False),
    )
    op.add_column("sign_in_session", sa.Column("fresh_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sign_in_session SET seen_at = CURRENT_TIMESTAMP WHERE ended_at IS NULL")
    op.execute("UPDATE sign_in_session SET seen_at = ended_at WHERE ended_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("sign_in_session", "fresh_at")
    op.drop_column("sign_in_session", "seen_at")
