"""What the pages say of backups."""

from datetime import datetime
from typing import NamedTuple

from resident.operation.nightly import is_backed_up, newest_backup


class BackupNow(NamedTuple):
    """When the newest was begun, and whether all is as it should be, where backups are made."""

    newest: datetime | None
    is_in_order: bool


def backup_now() -> BackupNow:
    """How it stands with the backups; asks the folder, no statement."""
    return BackupNow(newest_backup(), is_backed_up())
