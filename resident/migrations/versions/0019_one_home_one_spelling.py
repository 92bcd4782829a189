"""A home that was kept under two spellings of its door is one home."""

import sqlalchemy as sa
from alembic import op

from resident.communities.doors import door

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HOUSEHOLD = sa.table("household", *(sa.column(name) for name in ("id", "community_id", "building_id", "unit", "room")))
MEMBERSHIP = sa.table("membership", sa.column("household_id"))


def upgrade() -> None:
    connection = op.get_bind()
    homes = connection.execute(sa.select(HOUSEHOLD).order_by(HOUSEHOLD.c.id)).all()
    known = {(home.community_id, home.building_id, home.unit, home.room): home.id for home in homes}
    for home in homes:
        unit, room = door(home.unit), door(home.room)
        if (unit, room) == (home.unit, home.room) or not room or len(unit) > 10 or len(room) > 10:
            continue
        kept = known.setdefault((home.community_id, home.building_id, unit, room), home.id)
        if kept == home.id:
            connection.execute(sa.update(HOUSEHOLD).where(HOUSEHOLD.c.id == home.id).values(unit=unit, room=room))
            continue
        moved = sa.update(MEMBERSHIP).where(MEMBERSHIP.c.household_id == home.id).values(household_id=kept)
        connection.execute(moved)
        connection.execute(sa.delete(HOUSEHOLD).where(HOUSEHOLD.c.id == home.id))


def downgrade() -> None:
    """How each was spelt before is not known any more; the spelling that is left was right before, too."""
