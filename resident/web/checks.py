"""What must be in order for people to be served, and what should be; a higher package adds checks of its own."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from resident import clock, tasks
from resident.config import ROOT, WHAT_IS_RIGHT, settings
from resident.db import db, is_reachable
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.jobs import WORKER
from resident.web.models import Heartbeat

LONGEST_SILENCE = timedelta(minutes=3)
LITTLE_ROOM = 1024**3  # free bytes, or a twentieth of a small disk, below which there is a warning
NO_ROOM = 64 * 1024**2  # free bytes below which nothing can be written safely
KEPT_KEYS = "resident_kept_keys"


@dataclass(frozen=True)
class Check:
    """One thing that must be in order; of one that `warns` people are served nevertheless."""

    name: str
    is_in_order: Callable[[], bool]
    words: Words
    warns: bool = False
    needs_database: bool = False


CHECKS: dict[str, Check] = {}


def check(
    name: str, words: Words, *, warns: bool = False, needs_database: bool = False
) -> Callable[[Callable[[], bool]], Callable[[], bool]]:
    """Name a function as a check, with the words that say what is wrong when it is not in order.

    It runs in an app context without a request; what it raises counts as not in order.
    """

    def _name(is_in_order: Callable[[], bool]) -> Callable[[], bool]:
        CHECKS[name] = Check(name, is_in_order, words, warns, needs_database)
        return is_in_order

    return _name


def setup(app: Flask) -> None:
    """Remember which keys lie in the data folder: the next start will want them."""
    app.extensions[KEPT_KEYS] = kept_keys(app.config["RESIDENT"].data_dir)


@check("disk", _l("The disk is full."))
def has_room() -> bool:
    """Whether anything can still be written, to the data folder and where large uploads lie."""
    return all(_free(place)[0] >= NO_ROOM for place in _places())


@check("room", _l("The disk is nearly full: make room before nothing can be saved any more."), warns=True)
def has_much_room() -> bool:
    """Whether it will go on so for a while."""
    return all(free >= min(LITTLE_ROOM, total // 20) for free, total in map(_free, _places()))


@check("secrets", _l("A key in the data folder is gone or has changed: the next start will refuse."), warns=True)
def are_keys_kept() -> bool:
    """Whether the keys that lay in the data folder when this process began still do."""
    kept: dict[Path, str] = current_app.extensions[KEPT_KEYS]
    return kept_keys(settings().data_dir).items() >= kept.items()


check("queue", _l("The queue does not answer, so that messages are delivered later."))(tasks.is_reachable)
check("database", _l("The database does not answer."))(is_reachable)


@check("migrations", _l("The database is not at the newest migration of this version."), needs_database=True)
def is_migrated() -> bool:
    """Whether the database stands at the newest migration of this code."""
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == newest_migrations()


@cache
def newest_migrations() -> frozenset[str]:
    """The newest migrations in this code, one unless two branches wait to be joined."""
    return frozenset(ScriptDirectory(str(ROOT / "resident" / "migrations")).get_heads())


@check("worker", _l("The worker has shown no sign of life for three minutes."), needs_database=True)
def is_worker_alive() -> bool:
    """Whether the worker's pulse is younger than three minutes."""
    try:
        pulse = db.session.get(Heartbeat, WORKER)
    except DBAPIError:  # no such table: there were no migrations yet
        db.session.rollback()
        return False
    return pulse is not None and clock.now() - pulse.at < LONGEST_SILENCE


def kept_keys(data_dir: Path) -> dict[Path, str]:
    """Which keys lie in the data folder, each with a fingerprint of what it says."""
    paths = (data_dir / f"{name.lower()}.secret" for name in WHAT_IS_RIGHT)
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def _places() -> tuple[Path, Path]:
    return settings().data_dir, Path(tempfile.gettempdir())


def _free(place: Path) -> tuple[int, int]:
    """Bytes that are free on its disk, and bytes in all."""
    usage = shutil.disk_usage(place)
    return usage.free, usage.total
