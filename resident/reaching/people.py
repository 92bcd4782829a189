"""Who was shown a person's number, and whose was shown to them: for the file they take along."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Person, PersonRow
from resident.organizations.models import Organization
from resident.reaching.models import ContactView
from resident.statements import rows


class _Looked(NamedTuple):
    """One view of a person's number."""

    kind: str
    name: str
    body: dict[str, str] | None
    with_door: bool
    at: datetime


class _Shown(NamedTuple):
    """One number that was shown to a person; whose it was is not theirs to take along."""

    kind: str
    at: datetime


_LOOKED = (
    select(ContactView.kind, PersonRow.display_name, Organization.name, ContactView.with_door, ContactView.at)
    .join(PersonRow, PersonRow.id == ContactView.viewer_id)
    .outerjoin(Organization, Organization.id == ContactView.organization_id)
    .where(ContactView.person_id == bindparam("person"))
    .order_by(ContactView.id)
)
_SHOWN = (
    select(ContactView.kind, ContactView.at)
    .where(ContactView.viewer_id == bindparam("person"))
    .order_by(ContactView.id)
)


def views_as_json(person: Person) -> dict[str, Any]:
    """Who looked at a person's number, and when numbers were shown to them, as JSON; two statements."""
    return {
        "looked": [{**one._asdict(), "at": one.at.isoformat()} for one in rows(_Looked, _LOOKED, person=person.id)],
        "shown_to_you": [{**one._asdict(), "at": one.at.isoformat()} for one in rows(_Shown, _SHOWN, person=person.id)],
    }
