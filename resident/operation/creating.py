"""Making a backup while the app runs: the database first, then the photos that it knows."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from resident import clock
from resident.config import settings
from resident.media.files import Size, path_of
from resident.operation.archive import ArchiveWriter, Manifest
from resident.operation.closings import note_in
from resident.operation.copies import Facts, copied, kind_of, require_tools, size_beforehand
from resident.operation.faults import Refused
from resident.operation.folder import DRAFT, alone_in, name_of, require_room, sync


class Made(NamedTuple):
    """A backup that was made: where it lies, how large it is, and what is in it."""

    path: Path
    size: int
    manifest: Manifest


def create_backup(folder: Path) -> Made:
    """Make a backup in this folder, which is made where it is missing; nothing lies there until all of it does.

    Raises Refused with what to do: another one is being made, no room, a folder nobody may write to, no `pg_dump`.
    """
    kind = kind_of(settings().database_url)
    require_tools(kind, settings().database_url)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone_in(folder), _workplace(folder) as place:
            _require_room(folder, size_beforehand(kind, settings().database_url))
            made_at = clock.now().replace(microsecond=0)
            database = place / "database"
            with copied(kind, database) as facts:
                _require_room(folder, database.stat().st_size + _size_of_photos(facts))
                path = folder / name_of(made_at)
                manifest = _write(place / "archive", _begun(made_at, kind, facts), database, facts)
            os.replace(place / "archive", path)
            sync(folder)
            note_in(folder)
        return Made(path, path.stat().st_size, manifest)
    except OSError as error:
        raise Refused(f"No backup was made in {folder}: {error.strerror or error}.") from error


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """On the same disk, for its owner alone; gone afterwards, whatever happens."""
    place = Path(tempfile.mkdtemp(prefix=DRAFT, dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _begun(made_at: datetime, kind: str, facts: Facts) -> Manifest:
    return Manifest(
        made_at=made_at,
        database=kind,
        migration=facts.migration,
        server=facts.server,
        is_demo=facts.is_demo,
        keys=facts.keys,
        counts=facts.counts,
    )


def _write(path: Path, manifest: Manifest, database: Path, facts: Facts) -> Manifest:
    missing: list[str] = []
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        archive = ArchiveWriter(out, manifest.made_at.timestamp(), settings().lookup_key)
        archive.add(manifest.database_name, database)
        database.unlink()
        for file, size in ((file, size) for file in facts.photos for size in Size):
            source = path_of(file, size)
            if not archive.add(f"media/{file[:2]}/{source.name}", source):
                missing.append(source.name)
        manifest = archive.finish(replace(manifest, without_file=tuple(missing)))
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _size_of_photos(facts: Facts) -> int:
    photos = (path_of(file, size) for file in facts.photos for size in Size)
    return sum(path.stat().st_size for path in photos if path.exists())


def _require_room(folder: Path, size: int) -> None:
    require_room(folder, size, f"No backup was made in {folder}")
