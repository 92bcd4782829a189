"""Reading what one was told."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, func, or_, select, update

from resident import clock
from resident.accounts.models import Person
from resident.db import db
from resident.notifications.models import Notification
from resident.statements import entity, value
from resident.web.errors import found

_SHOWN = select(Notification.created_at).where(
    Notification.id == bindparam("shown"), Notification.person_id == bindparam("person")
)
_READ = (
    update(Notification)
    .where(
        Notification.person_id == bindparam("person"),
        Notification.read_at.is_(None),
        or_(
            Notification.created_at < bindparam("newest"),
            and_(Notification.created_at == bindparam("newest"), Notification.id <= bindparam("shown")),
        ),
    )
    .values(read_at=bindparam("now"), seen_at=func.coalesce(Notification.seen_at, bindparam("now")))
)
_SEEN = (
    update(Notification)
    .where(
        Notification.id.in_(bindparam("messages", expanding=True)),
        Notification.person_id == bindparam("person"),
        Notification.seen_at.is_(None),
    )
    .values(seen_at=bindparam("now"))
)
_MINE = (
    select(Notification)
    .where(Notification.id == bindparam("message"), Notification.person_id == bindparam("person"))
    .with_for_update()
)


def mark_read(*, by: Person, up_to: int) -> None:
    """Mark this notification and all older ones in one's inbox as read; doing it twice changes nothing.

    Nothing happens for a notification that is somebody else's or gone.
    """
    newest = value(_SHOWN, shown=up_to, person=by.id)
    if newest is not None:
        db.session.execute(_READ, {"person": by.id, "newest": newest, "shown": up_to, "now": clock.now()})


def open_message(*, message_id: int, by: Person) -> str:
    """Mark one message of one's own as read and give the path it leads to; twice is the same. Raises NotHere."""
    message: Notification = found(entity(_MINE, message=message_id, person=by.id))
    have_read(message)
    db.session.flush()
    return message.path


def note_seen(*, message_ids: Sequence[int], by: Person) -> None:
    """Note that these stood before somebody's eyes: they are no longer counted, and stay unread. Others' are passed over."""
    db.session.execute(_SEEN, {"messages": list(message_ids), "person": by.id, "now": clock.now()})


def have_read(message: Notification) -> None:
    """A message that was read was seen as well, and keeps the moment of both."""
    message.read_at = message.read_at or clock.now()
    message.seen_at = message.seen_at or message.read_at
