"""What notices keep about one person: which they wrote."""

from typing import Any

from sqlalchemy import bindparam, select

from resident.accounts.models import Person
from resident.notices.models import Notice
from resident.statements import entities

_THEIRS = select(Notice).where(Notice.author_id == bindparam("person")).order_by(Notice.id)


def notices_as_json(person: Person) -> list[dict[str, Any]]:
    """The notices this person wrote, withdrawn ones too."""
    return [
        {
            "title": notice.title,
            "body": notice.body,
            "published_at": notice.published_at.isoformat(),
            "edited_at": notice.edited_at.isoformat() if notice.edited_at else None,
            "withdrawn_at": notice.withdrawn_at.isoformat() if notice.withdrawn_at else None,
        }
        for notice in entities(_THEIRS, person=person.id)
    ]
