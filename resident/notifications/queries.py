"""Reading the inbox."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, exists, func, select

from resident.accounts import rotation
from resident.accounts.models import Person
from resident.notifications.models import OPEN, Notification, OutboxMessage, SmsRefusal
from resident.statements import column, row, rows, value
from resident.web.keyset import Keyset, Page

MOST_COUNTED = 100  # the bell says 9+ long before


class Message(NamedTuple):
    """One message in somebody's inbox: its words are made from `kind` and `params` when it is read."""

    id: int
    kind: str
    params: dict[str, Any]
    path: str
    created_at: datetime
    seen_at: datetime | None
    read_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether it has not stood before the person's eyes yet."""
        return self.seen_at is None

    @property
    def is_unread(self) -> bool:
        """Whether the person has not marked it as read."""
        return self.read_at is None


_OWN = select(
    Notification.id,
    Notification.kind,
    Notification.params,
    Notification.path,
    Notification.created_at,
    Notification.seen_at,
    Notification.read_at,
).where(Notification.person_id == bindparam("person"))
_PATH = bindparam("path", type_=String)
_TOLD_OF = (
    _OWN.where(
        func.substr(Notification.path, 1, func.length(_PATH)) == _PATH,
        func.substr(Notification.path, func.length(_PATH) + 1, 1).in_(("", "#", "?")),
    )
    .order_by(Notification.created_at.desc(), Notification.id.desc())
    .limit(1)
)
_INBOX = Keyset(Message, _OWN, Notification.created_at, Notification.id)
_ALL = _OWN.order_by(Notification.id)
_ANY_UNREAD = select(exists().where(Notification.person_id == bindparam("person"), Notification.read_at.is_(None)))
_NEW = (
    select(Notification.id)
    .where(
        Notification.person_id == bindparam("person"), Notification.seen_at.is_(None), Notification.read_at.is_(None)
    )
    .limit(MOST_COUNTED)
)
_NEW_COUNT = select(func.count()).select_from(_NEW.subquery())


def inbox(person: Person, after: str) -> Page[Message]:
    """A person's messages, newest first; one statement."""
    return _INBOX.page(after, person=person.id)


def unread_count(person: Person) -> int:
    """How many messages are new, neither seen nor read, counted to 100 at most; one statement over an index of these."""
    count: int = value(_NEW_COUNT, person=person.id)
    return count


def has_unread(person: Person) -> bool:
    """Whether a person has anything left to read, seen or not; one statement."""
    return bool(value(_ANY_UNREAD, person=person.id))


def all_messages(person: Person) -> list[Message]:
    """Every message of a person, oldest first; one statement."""
    return rows(Message, _ALL, person=person.id)


def told_of(person: Person, path: str) -> Message | None:
    """The last message that led a person to this address; one statement."""
    return row(Message, _TOLD_OF, person=person.id, path=path)


_REFUSED = select(SmsRefusal.kind).where(SmsRefusal.person_id == bindparam("person")).order_by(SmsRefusal.kind)
# Each row lives for a minute; a key may change in just that one.
OUTBOX_SECRETS = rotation.Kept(
    OutboxMessage,
    select(OutboxMessage).where(OPEN, OutboxMessage.secret_encrypted != "").order_by(OutboxMessage.id),
    ("secret_encrypted",),
)


def refused_sms(person: Person) -> list[str]:
    """The kinds of text messages that a person has switched off; one statement."""
    return column(_REFUSED, person=person.id)
