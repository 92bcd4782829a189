"""Where photos lie on disk: `media/ab/<name>.jpg` in the data folder, the smaller ones as `<name>.thumb.jpg` beside it.

A file comes before its row and goes a day after it, swept by a job, as is what a crash leaves in between.
"""

import enum
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from resident import clock
from resident.config import settings
from resident.media.images import Drawn

DRAFT = ".draft"


class Size(enum.StrEnum):
    """How large a photo is drawn: as it was taken in, as wide as a page, for a row of a list."""

    PHOTO = ".jpg"
    WIDE = ".wide.jpg"
    THUMB = ".thumb.jpg"


def store(drawn: Drawn) -> str:
    """Write its files so that they survive a power cut; gives the name for the row's `file`."""
    name = secrets.token_hex(16)
    folder = path_of(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    for size, content in ((Size.THUMB, drawn.thumb), (Size.WIDE, drawn.wide), (Size.PHOTO, drawn.photo)):
        _write(path_of(name, size), content)
    _sync_folder(folder)
    return name


def path_of(name: str, size: Size = Size.PHOTO) -> Path:
    """The file of a photo in one of its sizes."""
    return settings().data_dir / "media" / name[:2] / f"{name}{size}"


def poster_path(key: str) -> Path:
    """The file of a poster."""
    return settings().data_dir / "posters" / key[:2] / f"{key}.jpg"


def keep_poster(key: str, content: bytes) -> None:
    """Write a poster; one that a crash leaves half is drawn again, so it need not survive a power cut."""
    path = poster_path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + DRAFT)
    draft.write_bytes(content)
    draft.replace(path)


def discard_poster(key: str) -> None:
    """Delete a poster; twice is the same."""
    poster_path(key).unlink(missing_ok=True)


def let_go(name: str) -> None:
    """From now on its files belong to nobody; they are swept a day later.

    Until then whoever copies the database and then the files finds all that the database speaks of.
    """
    now = clock.now().timestamp()
    for size in Size:
        with suppress(FileNotFoundError):
            os.utime(path_of(name, size), (now, now))


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
