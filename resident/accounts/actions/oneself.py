"""What people change of themselves: name, language, reading mode."""

from resident.accounts.entrance.allowance import count_post
from resident.accounts.entrance.names import check_name, normal_name
from resident.accounts.entrance.names.reviewed import DESK
from resident.accounts.models import Actor, Person, PersonRow
from resident.accounts.queries import locked_person
from resident.audit.actions import record
from resident.db import db


def rename(*, by: Person, display_name: str) -> bool:
    """Change one's own display name, at most once a week; the same name again changes nothing.

    Whether it waits for the review: where neighbours have read posts under the old name, that one stays until then.
    Raises Invalid for a name that is refused, Later within the week.
    """
    person = locked_person(by)
    name = normal_name(display_name)
    if person.display_name in (name, display_name):
        return False
    check_name(name, person=person)
    if not DESK.reads.asked_for_changes(person):
        count_post("name", by=by, field="display_name")
    if DESK.reads.must_read(person, name):
        return True
    take_name(person=person, name=name, by=by)
    return False


def take_name(*, person: PersonRow, name: str, by: Actor) -> None:
    """Give a locked person the name that neighbours read from now on."""
    person.display_name = name
    record("person.renamed", person, by=by)
    db.session.flush()


def read_in(*, by: Person, language: str | None = None, reading_mode: str | None = None) -> None:
    """Keep the language or the reading mode a person has chosen."""
    person = locked_person(by)
    person.language = language or person.language
    person.reading_mode = reading_mode or person.reading_mode
    db.session.flush()
