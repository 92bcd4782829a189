"""While something is being restored a mark lies in the data folder, and nobody is served before it has gone."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from resident.config import SettingsError
from resident.operation.faults import Refused

MARK = "restoring.json"
UNFINISHED = (
    "A backup was put back here and is not finished: {mark} says so. If the app ended in the middle, run the same "
    "`flask --app app backup restore FILE` again; if it said what must be mended first, mend it and run `flask --app app "
    "backup finish`. To serve what is there nevertheless, delete {mark}."
)


class Mark(NamedTuple):
    """Which backup is put back, of when, since when, and the lists of those who have closed their accounts meanwhile."""

    backup: str
    made_at: datetime
    begun_at: datetime
    closings: tuple[Path, ...]


def read_mark(data_dir: Path) -> Mark | None:
    """What is being restored here; None where nothing is. Raises Refused where the mark cannot be read."""
    path = data_dir / MARK
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        made_at, begun_at = (datetime.fromisoformat(said[name]) for name in ("made_at", "begun_at"))
        return Mark(said["backup"], made_at, begun_at, tuple(map(Path, said["closings"])))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} cannot be read ({type(error).__name__}). Delete it to go on.") from error


def write_mark(data_dir: Path, mark: Mark) -> None:
    """Say so before anything else is written. Raises OSError."""
    moments = {"made_at": mark.made_at.isoformat(), "begun_at": mark.begun_at.isoformat()}
    said = {"backup": mark.backup, **moments, "closings": list(map(str, mark.closings))}
    (data_dir / MARK).write_text(json.dumps(said, indent=1), encoding="utf-8")


def remove_mark(data_dir: Path) -> None:
    """It is done, or nothing is left of it."""
    with suppress(FileNotFoundError):
        (data_dir / MARK).unlink()


def require_finished(app: Flask) -> None:
    """What is asked before anybody is served. Raises SettingsError."""
    if (path := app.config["RESIDENT"].data_dir / MARK).exists():
        raise SettingsError(UNFINISHED.format(mark=path))
