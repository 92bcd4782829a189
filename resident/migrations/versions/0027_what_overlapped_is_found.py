"""Records that overlapped before the rule are found without looking through all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_service_record_overlapped",
        "service_record",
        ["community_id", "id"],
        postgresql_where=sa.text("overlapped_before = true"),
        sqlite_where=sa.text("overlapped_before = 1"),
    )


def downgrade() -> None:
    op.drop_index("ix_service_record_overlapped", table_name="service_record")
