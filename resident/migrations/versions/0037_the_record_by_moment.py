"""The record of a community is read by moment, the newest first."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_audit_event_community", table_name="audit_event")
    op.create_index("ix_audit_event_community", "audit_event", ["community_id", "at", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_community", table_name="audit_event")
    op.create_index("ix_audit_event_community", "audit_event", ["community_id", "id"])
