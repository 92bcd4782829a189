"""The backup of the night, and how old the newest one is."""

from datetime import datetime, timedelta

import structlog

from resident import clock
from resident.config import settings
from resident.operation.creating import create_backup
from resident.operation.faults import Refused
from resident.operation.folder import backups_in, newest_in, to_drop

log = structlog.get_logger()
SAME_NIGHT = timedelta(hours=6)
OLD = timedelta(hours=30)  # older than that the last night has made none


def back_up_tonight() -> None:
    """Make the backup of this night where a folder is set, once, and drop those that are not kept any more.

    What goes wrong is a line in the log and a warning of `/readyz`: the worker has other things to do.
    """
    if (folder := settings().backup_dir) is None:
        return
    drop_old_backups()
    try:
        newest = newest_in(folder) if folder.is_dir() else None
        if newest is not None and clock.now() - newest.made_at < SAME_NIGHT:
            return
        made = create_backup(folder)
    except (Refused, OSError) as error:
        log.warning("no backup this night", why=str(error))
        return
    log.info("backup", file=str(made.path), bytes=made.size, photos=made.manifest.photos)
    drop_old_backups()


def drop_old_backups() -> None:
    """Delete the backups that are not kept; before a new one, too, as they may be what the disk is full of."""
    folder = settings().backup_dir
    try:
        for one in to_drop(backups_in(folder), clock.now()) if folder and folder.is_dir() else ():
            one.path.unlink(missing_ok=True)
            log.info("backup dropped", file=str(one.path))
    except OSError as error:
        log.warning("old backups stay", why=str(error))


def newest_backup() -> datetime | None:
    """When the newest backup of the folder that is set was begun; None where there is none or it cannot be read."""
    folder = settings().backup_dir
    try:
        newest = newest_in(folder) if folder is not None else None
    except OSError:
        return None
    return newest.made_at if newest is not None else None


def is_backed_up() -> bool:
    """Whether last night has made one; where no folder is set, somebody else sees to it."""
    newest = newest_backup()
    return settings().backup_dir is None or (newest is not None and clock.now() - newest <= OLD)
