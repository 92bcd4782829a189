"""Until when a review was promised, for what waits by the hours and the calendar of today."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from resident.columns import UtcDateTime
from resident.dates import office_of

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WAITING = sa.text(
    "SELECT r.id, r.submitted_at, c.review_promise_minutes, c.office_hours, c.own_days, c.time_zone"
    " FROM review_item r JOIN community c ON c.id = r.community_id WHERE r.state = 'waiting'"
).columns(submitted_at=UtcDateTime(), own_days=sa.JSON())
WRITE = sa.text("UPDATE review_item SET due_at = :due WHERE id = :id").bindparams(
    sa.bindparam("due", type_=UtcDateTime())
)


def upgrade() -> None:
    op.add_column("review_item", sa.Column("due_at", UtcDateTime(), nullable=True))
    connection = op.get_bind()
    if rows := connection.execute(WAITING).all():
        connection.execute(WRITE, [{"id": row.id, "due": _due(row)} for row in rows])


def downgrade() -> None:
    op.drop_column("review_item", "due_at")


def _due(row: Any) -> datetime:
    office = office_of(row.office_hours, tuple(row.own_days.items()), row.time_zone)
    return office.later(row.submitted_at, row.review_promise_minutes).astimezone(UTC)
