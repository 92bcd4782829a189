"""Search engines leave demands out unless a community says otherwise; a closed account has no name in any language."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("community", sa.Column("indexes_demands", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE person SET display_name = '' WHERE closed_at IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE person SET display_name = 'Closed account' WHERE closed_at IS NOT NULL")
    op.drop_column("community", "indexes_demands")
