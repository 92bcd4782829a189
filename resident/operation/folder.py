"""The folder of backups: what lies there, which of them are kept, and who may work there just now."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from resident.operation.faults import Refused
from resident.patterns import Pattern

NAME = Pattern(r"resident-(\d{8}T\d{6}Z)\.tar", longest=40)
MOMENT = "%Y%m%dT%H%M%SZ"
DRAFT = ".draft-"
DAYS, WEEKS = 7, 4
LONGEST_KEPT = timedelta(days=35)
SPARE = 64 * 1024**2  # bytes that are left to others


class Kept(NamedTuple):
    """A backup that lies there, and when it was begun."""

    made_at: datetime
    path: Path


def require_room(place: Path, size: int, undone: str) -> None:
    """Better nothing than the half of it on a disk that is full for everybody then: room for so many bytes and SPARE.

    Raises Refused with what was not done because of it.
    """
    needed, free = size + SPARE, shutil.disk_usage(place).free
    if free < needed:
        raise Refused(f"{undone}: it needs {needed // 1024**2} MB, and {free // 1024**2} are free.")


def name_of(made_at: datetime) -> str:
    """The name of a backup that is begun now."""
    return f"resident-{made_at.astimezone(UTC).strftime(MOMENT)}.tar"


def backups_in(folder: Path) -> list[Kept]:
    """The backups of a folder, newest first. Raises OSError where it cannot be read."""
    found = ((NAME.fullmatch(path.name), path) for path in folder.iterdir())
    kept = [Kept(datetime.strptime(named[1], MOMENT).replace(tzinfo=UTC), path) for named, path in found if named]
    return sorted(kept, reverse=True)


def newest_in(folder: Path) -> Kept | None:
    """The newest backup of a folder; None where there is none. Raises OSError."""
    return next(iter(backups_in(folder)), None)


def to_drop(backups: list[Kept], now: datetime) -> list[Kept]:
    """Which of these (newest first) are not kept: the newest of each of seven days, of this week and of the four before are, none past 35 days."""
    kept = _newest_of_each(backups, "%Y-%j", DAYS) | _newest_of_each(backups, "%G-%V", 1 + WEEKS)
    return [one for one in backups if one not in kept or now - one.made_at > LONGEST_KEPT]


def _newest_of_each(backups: list[Kept], period: str, most: int) -> set[Kept]:
    newest: dict[str, Kept] = {}
    for one in backups:
        newest.setdefault(one.made_at.strftime(period), one)
    return set(list(newest.values())[:most])


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """The only one that makes a backup here; what a killed one has left is swept. Raises Refused where somebody is at it, OSError."""
    with _locked(folder / ".backup.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
        for left in folder.glob(f"{DRAFT}*"):
            shutil.rmtree(left)
        yield


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A draft beside `path` that takes its place, safe from a power cut, when the block has ended well."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        yield draft
        sync(draft)
        os.replace(draft, path)
        sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def taking_turns(folder: Path, name: str) -> Iterator[None]:
    """One after the other, for what takes a moment. Raises OSError."""
    with _locked(folder / name, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, how)
        except BlockingIOError:
            raise Refused(f"A backup is being made in {path.parent} just now.") from None
        yield
