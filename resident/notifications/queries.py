"""Reading the inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from resident.accounts.models import Person
from resident.db import db
from resident.notifications.kinds import icon_of, sentence
from resident.notifications.models import Notification
from resident.web.keyset import Page, page_of

MOST_COUNTED = 100  # the bell says 99+ above


@dataclass(frozen=True)
class Line:
    """One message as the inbox shows it."""

    id: int
    words: str
    icon: str
    path: str
    when: datetime
    is_unread: bool


def inbox(person: Person, after: str) -> Page:
    """A person's messages, newest first, in their language: a page of `Line`; one statement."""
    own = select(Notification).where(Notification.person_id == person.id)
    page = page_of(own, (Notification.created_at, Notification.id), after)
    return Page([_line(row) for row in page.rows], page.after)


def _line(row: Notification) -> Line:
    return Line(
        id=row.id,
        words=sentence(row.kind, row.params),
        icon=icon_of(row.kind),
        path=row.path,
        when=row.created_at,
        is_unread=row.read_at is None,
    )


def unread_count(person: Person) -> int:
    """How many messages wait, counted to 100 at most; one statement over the index of unread ones."""
    waiting = (
        select(Notification.id)
        .where(Notification.person_id == person.id, Notification.read_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return db.session.scalars(select(func.count()).select_from(waiting.subquery())).one()


def messages_as_json(person: Person) -> list[dict[str, Any]]:
    """The part of `/me/data`: every message in the reader's language."""
    rows = db.session.scalars(select(Notification).where(Notification.person_id == person.id).order_by(Notification.id))
    return [
        {
            "words": sentence(row.kind, row.params),
            "path": row.path,
            "at": row.created_at.isoformat(),
            "read_at": row.read_at.isoformat() if row.read_at else None,
        }
        for row in rows
    ]
