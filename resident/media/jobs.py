"""Sweeping what no form and no row holds any more."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, select

from resident import clock
from resident.db import db, transaction
from resident.media.actions import forget
from resident.media.files import stored_before
from resident.media.models import Photo
from resident.statements import column, entities
from resident.tasks import job

KEPT = timedelta(days=1)
BATCH = 500
_OLD_DRAFTS = (
    select(Photo)
    .where(Photo.owner_id.is_(None), Photo.created_at < bindparam("before"))
    .order_by(Photo.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_KNOWN = select(Photo.file).where(Photo.file.in_(bindparam("files", expanding=True)))


@job(every_minutes=30)
def sweep_photos() -> None:
    """Delete drafts whose form was never finished, then files that have had no row for a day."""
    while _sweep_drafts() == BATCH:
        pass
    _sweep_files()


def _sweep_drafts() -> int:
    with transaction():
        old = entities(_OLD_DRAFTS, before=clock.now() - KEPT)
        for photo in old:
            forget(photo)
    return len(old)


def _sweep_files() -> None:
    """A file younger than KEPT may belong to a form that is just being taken."""
    orphans: dict[str, list[Path]] = defaultdict(list)
    for name, path in stored_before((clock.now() - KEPT).timestamp()):
        orphans[name].append(path)
        if len(orphans) == BATCH:
            _delete_rowless(orphans)
            orphans.clear()
    _delete_rowless(orphans)


def _delete_rowless(files: dict[str, list[Path]]) -> None:
    known = set(column(_KNOWN, files=list(files)))
    db.session.rollback()  # ends the read, so that no snapshot is held while the disk is walked
    for name, paths in files.items():
        if name not in known:
            for path in paths:
                path.unlink(missing_ok=True)
