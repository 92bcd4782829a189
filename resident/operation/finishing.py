"""What is done with a backup that was put back before anybody is served: it is brought up to now, and audited."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_migrate import upgrade
from sqlalchemy import select

from resident.accounts.actions.leaving import close_again
from resident.accounts.actions.restoring import shut_entrances
from resident.accounts.models import SYSTEM
from resident.audit.actions import record
from resident.communities.context import communities
from resident.config import settings
from resident.db import db, transaction
from resident.desk.queries.audits import stranded_in
from resident.i18n import in_language
from resident.ids import PersonId
from resident.keys import Installation
from resident.media.restoring import forget_posters, without_file
from resident.notifications.actions.restoring import send_nothing_that_waits
from resident.operation.closings import closed_since
from resident.operation.faults import Refused
from resident.operation.mark import Mark, read_mark, remove_mark
from resident.points.audits import differences
from resident.statements import entity
from resident.web.errors import DomainError

_BEGUN = select(Installation)


class Finished(NamedTuple):
    """What was done, in numbers; what must be mended before anybody is served; what is worth a look."""

    sessions: int
    messages: int
    closed: int
    wrong: list[str]
    to_look_at: list[str]


def finish() -> Finished:
    """Migrate, shut what was open, send nothing, close again who has left since, audit; and let it be served where all is well.

    Can be run again. Raises Refused where nothing was restored here, or a list of closings cannot be read.
    """
    mark = read_mark(settings().data_dir)
    if mark is None:
        raise Refused("Nothing that was restored here waits to be finished.")
    upgrade()
    with transaction():
        sessions, messages = shut_entrances(), send_nothing_that_waits(before=mark.begun_at)
        forget_posters()
        record("installation.restored", entity(_BEGUN), by=SYSTEM, made_at=mark.made_at.isoformat())
    closed, wrong = _close_again(mark)
    wrong += differences()
    done = Finished(sessions, messages, closed, wrong, list(_to_look_at(mark)))
    db.session.rollback()
    if not wrong:
        remove_mark(settings().data_dir)
    return done


def _close_again(mark: Mark) -> tuple[int, list[str]]:
    """Each in a transaction of its own, so that one who may not leave yet keeps nobody else."""
    try:
        people = closed_since(mark.closings)
    except OSError as error:
        raise Refused(f"{error.filename} cannot be read ({error.strerror}): nobody is served before it was.") from error
    db.session.rollback()
    refused = [said for person in people if (said := _closed(person))]
    return len(people) - len(refused), refused


def _closed(person: PersonId) -> str:
    """Close one account again; why it cannot be, else ''."""
    try:
        with transaction():
            close_again(person)
    except DomainError as error:
        return f"person {person} has closed the account since, and it cannot be closed again yet: {error.message}"
    return ""


def _to_look_at(mark: Mark) -> Iterator[str]:
    if not mark.closings:
        yield "no list of closings lies beside the backup: who has closed an account since is there again"
    if gone := list(without_file()):
        yield f"{len(gone)} files of photos are not there, {gone[0]} among them"
    for community in communities():
        for one in stranded_in(community):
            yield f"{in_language(community.name, 'en')[0]}: {one.kind} {one.id} {one.why}"
