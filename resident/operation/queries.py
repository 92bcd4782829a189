"""What the pages say of backups."""

from datetime import datetime
from typing import NamedTuple

from resident.config import settings
from resident.operation.nightly import is_backed_up, newest_backup


class BackupNow(NamedTuple):
    """Whether none are made although people rely on this app, when the newest was begun, and whether all is as it should be."""

    is_missed: bool
    newest: datetime | None
    is_in_order: bool


def backup_now() -> BackupNow:
    """How it stands with the backups; asks the folder, no statement."""
    return BackupNow(settings().backup_dir is None and not settings().demo, newest_backup(), is_backed_up())
