"""What people change of themselves: name, language, reading mode."""

from resident.accounts.entrance.allowance import count_post
from resident.accounts.entrance.names import check_name, normal_name
from resident.accounts.models import Person
from resident.accounts.queries import locked_person
from resident.audit.actions import record
from resident.db import db


def rename(*, by: Person, display_name: str) -> None:
    """Change one's own display name, at most once a week; the same name again changes nothing.

    Raises Invalid for a name that is refused, Later within the week.
    """
    person = locked_person(by)
    name = normal_name(display_name)
    if person.display_name in (name, display_name):
        return
    check_name(name, person=person)
    count_post("name", by=by, field="display_name")
    person.display_name = name
    record("person.renamed", person, by=by)
    db.session.flush()


def read_in(*, by: Person, language: str | None = None, reading_mode: str | None = None) -> None:
    """Keep the language or the reading mode a person has chosen."""
    person = locked_person(by)
    person.language = language or person.language
    person.reading_mode = reading_mode or person.reading_mode
    db.session.flush()
