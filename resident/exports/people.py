"""What exports hold of a person: which ones they asked for. The sheets themselves are gone after a day."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Person
from resident.exports.models import Export
from resident.statements import rows


class _Asked(NamedTuple):
    """An export as it stands in the person's file."""

    kind: str
    since: date
    until: date
    reason: str
    state: str
    asked_at: datetime


_ASKED = (
    select(Export.kind, Export.since, Export.until, Export.reason, Export.state, Export.asked_at)
    .where(Export.asked_by_id == bindparam("person"))
    .order_by(Export.id)
)


def asked_for(person: Person) -> list[dict[str, Any]]:
    """The sheets a person asked for within a day, as JSON."""
    return [
        one._asdict()
        | {"since": one.since.isoformat(), "until": one.until.isoformat(), "asked_at": one.asked_at.isoformat()}
        for one in rows(_Asked, _ASKED, person=person.id)
    ]
