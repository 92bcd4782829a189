"""Where photos lie on disk: `media/ab/<name>.jpg` in the data folder, the thumb as `<name>.thumb.jpg` beside it.

A file comes before its row and goes after it; what a crash leaves in between is swept by a job.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from resident.config import settings
from resident.media.images import Drawn

PHOTO, THUMB, DRAFT = ".jpg", ".thumb.jpg", ".draft"


def store(drawn: Drawn) -> str:
    """Write both files so that they survive a power cut; gives the name for the row's `file`."""
    name = secrets.token_hex(16)
    folder = path_of(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in ((path_of(name, thumb=True), drawn.thumb), (path_of(name), drawn.photo)):
        _write(path, content)
    _sync_folder(folder)
    return name


def path_of(name: str, *, thumb: bool = False) -> Path:
    """The file of a photo, or of its thumb."""
    return settings().data_dir / "media" / name[:2] / f"{name}{THUMB if thumb else PHOTO}"


def discard(name: str) -> None:
    """Delete both files; twice is the same."""
    for thumb in (True, False):
        path_of(name, thumb=thumb).unlink(missing_ok=True)


def stored_before(moment: float) -> Iterator[tuple[str, Path]]:
    """Every file last written before `moment` (seconds since 1970), with the name of its photo."""
    for path in (settings().data_dir / "media").glob("??/*"):
        with suppress(FileNotFoundError):  # somebody deletes it just now
            if path.stat().st_mtime < moment:
                yield path.name.partition(".")[0], path


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + DRAFT)
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
