"""What stood glued in one text of a demand's history stands apart: to whom it was referred, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GLUE = " · "
EVENT = sa.table(
    "demand_event",
    sa.column("id", sa.BigInteger),
    sa.column("demand_id", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("note", sa.Text),
    sa.column("referred_to", sa.String),
    sa.column("other_number", sa.BigInteger),
)
DEMAND = sa.table("demand", sa.column("id", sa.BigInteger), sa.column("referred_to", sa.String))


def upgrade() -> None:
    """The name first, the reason after it; of a demand that went on under another the number."""
    op.add_column("demand_event", sa.Column("referred_to", sa.String(80), nullable=True))
    op.add_column(
        "demand_event",
        sa.Column("other_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    )
    connection = op.get_bind()
    referred = (
        sa.select(EVENT.c.id, EVENT.c.note, DEMAND.c.referred_to.label("last"))
        .join(DEMAND, DEMAND.c.id == EVENT.c.demand_id)
        .where(EVENT.c.kind == "refer")
    )
    for event in connection.execute(referred).all():
        # Where it was referred once, the demand knows the name, which may hold the glue itself.
        to = event.last if event.note.startswith(event.last + GLUE) else event.note.partition(GLUE)[0]
        parts = {"referred_to": to, "note": event.note.removeprefix(to + GLUE)}
        connection.execute(sa.update(EVENT).where(EVENT.c.id == event.id).values(parts))
    connection.execute(
        sa.update(EVENT)
        .where(EVENT.c.kind == "absorb")
        .values(other_number=sa.cast(EVENT.c.note, sa.BigInteger), note="")
    )


def downgrade() -> None:
    """Glue them together again."""
    op.execute(sa.update(EVENT).where(EVENT.c.kind == "refer").values(note=EVENT.c.referred_to + GLUE + EVENT.c.note))
    op.execute(sa.update(EVENT).where(EVENT.c.kind == "absorb").values(note=sa.cast(EVENT.c.other_number, sa.String)))
    op.drop_column("demand_event", "other_number")
    op.drop_column("demand_event", "referred_to")
