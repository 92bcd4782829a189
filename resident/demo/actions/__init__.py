"""Loading the demo community: everything goes through the same actions that people use, at moments of the past."""

from datetime import timedelta

from sqlalchemy import func, select, update

from resident import clock, keys
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.jobs import count_all_figures
from resident.demo.actions.announcing import announce
from resident.demo.actions.earlier import tell_earlier
from resident.demo.actions.founding import found
from resident.demo.actions.occasions import run_activities, stock_rewards
from resident.demo.actions.telling import tell_matters
from resident.demo.place import SLUG
from resident.notifications.models import Notification, OutboxMessage, OutboxMove

__all__ = ["load_demo"]

UNREAD_FOR = timedelta(days=2)


def load_demo() -> bool:
    """Load the demo community in one transaction and count its figures; False where it stands there already."""
    if db.session.scalar(select(CommunityRow.id).where(CommunityRow.slug == SLUG)) is not None:
        return False
    with transaction():
        keys.begin_as_demo()
        last = db.session.scalar(select(func.max(OutboxMessage.id))) or 0
        cast = found()
        tell_earlier(cast)
        tell_matters(cast)
        run_activities(cast)
        stock_rewards(cast)
        announce(cast)
        _keep_inside(last)
    count_all_figures()
    return True


def _keep_inside(last: int) -> None:
    """What happened in the past stands in the inboxes and is not sent anywhere: what came after `last` in the outbox is needless.

    Older messages have been read.
    """
    now = clock.now()
    db.session.execute(OutboxMessage.moving(OutboxMove.DROP).where(OutboxMessage.id > last).values(settled_at=now))
    read = Notification.created_at < now - UNREAD_FOR
    db.session.execute(update(Notification).where(read, Notification.read_at.is_(None)).values(read_at=now))
