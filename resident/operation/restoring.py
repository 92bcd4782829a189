"""Putting a backup where nothing is: with its own keys, wholly or not at all. What follows then is `finishing`."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import make_url

from resident import clock
from resident.config import ROOT, keys_at_hand, wants_demo, where_data_lies
from resident.operation.archive import Damaged, Manifest
from resident.operation.closings import CLOSINGS
from resident.operation.copies import KIND_NAMES, holds_tables, kind_of, put_back
from resident.operation.faults import Refused
from resident.operation.folder import require_room
from resident.operation.mark import MARK, Mark, read_mark, remove_mark, write_mark
from resident.operation.verifying import prove, require_keys, unpacking

FINISH_FIRST = "A backup was put back here already. Run `flask --app app backup finish`, or empty database and folder."


def restore(file: Path, environ: Mapping[str, str], closings: Sequence[Path] = ()) -> Mark:
    """Put the backup back that FILE is, where the environment says that database and data folder are.

    Both must be empty but for the keys, which must be those of the backup; its list of closings is looked for beside
    it. Raises Refused with what to do, SettingsError; then nothing is there that was not there before.
    """
    os.umask(0o077)
    data_dir, url = where_data_lies(environ)
    manifest = prove(file)
    _require_fitting(manifest, url, is_demo=wants_demo(environ))
    require_keys(manifest, keys_at_hand(environ, data_dir))
    _require_nothing(data_dir, url)
    _require_room(data_dir, manifest)
    mark = Mark(str(file), manifest.made_at, clock.now(), _lists(file, environ, closings))
    try:
        with _marked(data_dir, url, mark), unpacking(file, data_dir) as (again, database):
            if again != manifest:
                raise Damaged(f"{file} has changed while it was read.")
            os.sync()  # the photos are there, whatever happens, before the database that speaks of them is
            put_back(manifest.database, database, url)
    except OSError as error:
        raise Refused(f"Nothing was restored: {error.strerror or error}.") from error
    return mark


@contextmanager
def _marked(data_dir: Path, url: str, mark: Mark) -> Iterator[None]:
    """Whatever goes wrong leaves nothing; a kill leaves the mark, by which the next try knows what to clear away.

    Once the database is there the photos stay, whatever comes after; where it does not answer, the next try will see.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    write_mark(data_dir, mark)
    try:
        yield
    except BaseException:
        with suppress(Refused):
            if not holds_tables(kind_of(url), url):
                _clear(data_dir)
        raise


def _clear(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "media", ignore_errors=True)
    (data_dir / "database.restoring").unlink(missing_ok=True)
    remove_mark(data_dir)


def _require_fitting(manifest: Manifest, url: str, *, is_demo: bool) -> None:
    kind = kind_of(url)
    if kind != manifest.database:
        wanted, given = KIND_NAMES[manifest.database], KIND_NAMES[kind]
        raise Refused(f"This backup is of {wanted}, and RESIDENT_DATABASE_URL leads to {given}: both must be the same.")
    if is_demo and not manifest.is_demo:
        raise Refused("This backup is of no demo, and a demo shows everybody's sign-in codes: unset RESIDENT_DEMO.")
    known = ScriptDirectory(str(ROOT / "resident" / "migrations"))
    try:
        for revision in manifest.migration.split(","):
            known.get_revision(revision)
    except CommandError:
        raise Refused(
            f"This backup was made by a newer version of the app (migration {manifest.migration}). Restore it with that one."
        ) from None


def _require_nothing(data_dir: Path, url: str) -> None:
    """Over what is living nothing is restored. What an interrupted try has left is cleared away."""
    began, has_tables = read_mark(data_dir), holds_tables(kind_of(url), url)
    if has_tables:
        raise Refused(
            FINISH_FIRST if began else "The database has tables. A backup is restored into an empty one alone."
        )
    if began:
        _clear(data_dir)
    if others := [path.name for path in _others_in(data_dir, url)]:
        raise Refused(
            f"{data_dir} must hold nothing but the keys, and there is: {', '.join(others[:5])}. Restore into an empty "
            "folder (RESIDENT_DATA_DIR), or move these away."
        )


def _others_in(data_dir: Path, url: str) -> list[Path]:
    """What lies there beside keys, the queue (which holds nothing that is not done by the clock) and a database without tables."""
    own = Path(make_url(url).database or "").name if kind_of(url) == "sqlite" else MARK
    here = sorted(data_dir.iterdir()) if data_dir.is_dir() else []
    return [path for path in here if path.suffix != ".secret" and not path.name.startswith((own, "queue.sqlite3"))]


def _require_room(data_dir: Path, manifest: Manifest) -> None:
    place = next(folder for folder in (data_dir, *data_dir.parents) if folder.exists())
    require_room(place, sum(one.size for one in manifest.members.values()), "Nothing was restored")


def _lists(file: Path, environ: Mapping[str, str], more: Sequence[Path]) -> tuple[Path, ...]:
    """Where closings since are written down: beside the backup, in the folder of the nightly ones, and where one is told."""
    folders = [file.resolve().parent, *map(Path, filter(None, [environ.get("RESIDENT_BACKUP_DIR")]))]
    found = [path.resolve() for folder in folders if (path := folder / CLOSINGS).exists()]
    return tuple(dict.fromkeys([*found, *(path.resolve() for path in more)]))
