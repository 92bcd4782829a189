"""The worker's part: the backup of the night, and who has closed their account, written down beside it."""

import structlog
from sqlalchemy import event

from resident.accounts.models import PersonRow
from resident.config import settings
from resident.operation.closings import note_in
from resident.operation.nightly import back_up_tonight
from resident.tasks import job, wake

log = structlog.get_logger()


@job(nightly=True)
def back_up() -> None:
    """Once a night; a second time the same night nothing happens."""
    back_up_tonight()


@job(every_minutes=10)
def note_closings() -> None:
    """Woken by each closing; by the clock, too, in case the folder could not be written to."""
    folder = settings().backup_dir
    if folder is None or not folder.is_dir():
        return
    try:
        note_in(folder)
    except OSError as error:
        log.warning("closings are not noted beside the backups", why=str(error))


@event.listens_for(PersonRow.closed_at, "set")
def _has_left(_person: PersonRow, closed_at: object, *_before: object) -> None:
    """Whoever closes an account wakes the worker, once it is committed."""
    if closed_at is not None and settings().backup_dir is not None:
        wake(note_closings)
