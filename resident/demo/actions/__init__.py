"""Loading the demo community: everything goes through the same actions that people use, at moments of the past."""

from sqlalchemy import select

from resident.communities.models import Community
from resident.db import db, transaction
from resident.demo.actions.founding import found
from resident.demo.actions.occasions import hold_activities, stock_rewards
from resident.demo.actions.telling import tell_matters
from resident.demo.place import SLUG

__all__ = ["load_demo"]


def load_demo() -> bool:
    """Load the demo community in one transaction; False where it stands there already."""
    if db.session.scalar(select(Community.id).where(Community.slug == SLUG)) is not None:
        return False
    with transaction():
        cast = found()
        tell_matters(cast)
        hold_activities(cast)
        stock_rewards(cast)
    return True
