"""With which keys, and for what, a database was begun: with others nobody works on it.

A lost key loses what it has encrypted, and another one, made in its place, hides that until everything written since
is unreadable for the first. So the database keeps a fingerprint of each key; the first connection of every process,
a command's too, compares them, and migrations, which every start runs, write down what is new.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Flask
from sqlalchemy import (
    Connection,
    String,
    UniqueConstraint,
    delete,
    event,
    insert,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from resident import clock
from resident.columns import Id
from resident.config import Settings, SettingsError
from resident.db import Base, db

log = structlog.get_logger()
OF_DATA = "DATA_KEY"
PUT_BACK = (
    "Put the key back that this database was begun with: as the environment variable RESIDENT_{name}, or as the file "
    "{file} from your backup."
)
NEW_DATA_KEY = " To change it, put a new key first in the list and keep the old one behind it: NEW,OLD."
NEW_KEY = " To change it, set the old one as RESIDENT_{name}_BEFORE beside the new one."
ROTATE_FIRST = (
    "RESIDENT_LOOKUP_KEY is a new one, and people are still found by the one before: run `flask --app app keys rotate` "
    "first, while the app is stopped."
)
OLDER_ARE_ALLOWED = "resident_older_keys"


class Installation(Base):
    """What this database was begun as; one row."""

    __tablename__ = "installation"

    id: Mapped[Id]
    is_demo: Mapped[bool]
    begun_at: Mapped[datetime]


class KeyFingerprint(Base):
    """A key that this database has been written with; of data keys there may be several."""

    __tablename__ = "key_fingerprint"
    __table_args__ = (UniqueConstraint("name", "fingerprint"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_seen_at: Mapped[datetime]


_SEEN = select(KeyFingerprint.name, KeyFingerprint.fingerprint)
_BEGUN = select(Installation.is_demo)
_NOBODY = ~select(literal_column("1")).select_from(table("person")).exists()


def setup(app: Flask) -> None:
    """Compare at the first connection, whoever makes it."""
    settings: Settings = app.config["RESIDENT"]
    with app.app_context():

        @event.listens_for(db.engine, "first_connect")
        def _compare(connection: Any, _record: Any) -> None:
            if (known := _read(connection)) is not None:
                refuse_other_keys(settings, *known)
                if not app.extensions.get(OLDER_ARE_ALLOWED):
                    _refuse_older_lookup(settings, known[0])


def fingerprint(name: str, key: str) -> str:
    """What tells two keys apart and tells nothing of either (64 hex digits)."""
    return hmac.new(key.encode(), f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()


def refuse_other_keys(settings: Settings, seen: Iterable[tuple[str, str]], is_demo: bool | None) -> None:
    """Raises SettingsError, with what to do, where a key of this database is not at hand, or a demo is asked of it."""
    present = set(_fingerprints(settings))
    for name, print_ in seen:
        if (name, print_) not in present:
            advice = PUT_BACK.format(name=name, file=settings.data_dir / f"{name.lower()}.secret")
            change = NEW_DATA_KEY if name == OF_DATA else NEW_KEY.format(name=name)
            raise SettingsError(f"RESIDENT_{name} is not the key of this database. {advice}{change}")
    if settings.demo and is_demo is False:
        raise SettingsError(
            "This database was not begun as a demo, and a demo shows everybody's sign-in codes. Start without it "
            "(RESIDENT_DEMO= make run), or give the demo a folder of its own (RESIDENT_DATA_DIR=/somewhere/else)."
        )


def write_down(connection: Connection, settings: Settings) -> None:
    """Write down what is new: at the beginning all keys and the mode, later the keys that write from now on.

    Called after the migrations, in a transaction of its own. Raises SettingsError.
    """
    begun = connection.execute(_BEGUN).scalar_one_or_none()
    noted = _writing(settings)
    if begun is None:
        begun, noted = _begin(connection, settings), list(_fingerprints(settings))
    seen = {(name, print_) for name, print_ in connection.execute(_SEEN)}
    refuse_other_keys(settings, seen, begun)
    new = [each for each in noted if each not in seen]
    if new:
        rows = [{"name": name, "fingerprint": print_, "first_seen_at": clock.now()} for name, print_ in new]
        connection.execute(insert(KeyFingerprint), rows)
        log.info("keys of this database", noted=[name for name, _print in new])
    if begun and not settings.demo:
        log.warning("this database was begun as a demo: its numbers, roles and posts are invented")


def allow_older_keys(app: Flask) -> None:
    """For the one command that brings everything under the newest ones."""
    app.extensions[OLDER_ARE_ALLOWED] = True


def is_lookup_due(settings: Settings) -> bool:
    """Whether this database was found by another lookup key before."""
    return any(_is_older_lookup(settings, name, print_) for name, print_ in db.session.execute(_SEEN))


def forget_older_keys(settings: Settings) -> None:
    """After everything was brought under the keys that write: the others may go, and start nothing any more."""
    seen = {(name, print_) for name, print_ in db.session.execute(_SEEN)}
    for name, print_ in _writing(settings):
        is_of_name = KeyFingerprint.name == name
        db.session.execute(delete(KeyFingerprint).where(is_of_name, KeyFingerprint.fingerprint != print_))
        if (name, print_) not in seen:
            db.session.add(KeyFingerprint(name=name, fingerprint=print_, first_seen_at=clock.now()))
    db.session.flush()


def begin_as_demo() -> None:
    """The demo community comes into a database that nobody has used yet: it is a demo from its beginning."""
    db.session.execute(update(Installation).where(_NOBODY).values(is_demo=True))


def _begin(connection: Connection, settings: Settings) -> bool:
    """The row of an installation that is new, or older than this table; then its keys must open what stands there."""
    phones = connection.execute(text("SELECT phone_encrypted FROM person WHERE phone_encrypted <> '' LIMIT 1"))
    if (phone := phones.scalar_one_or_none()) is not None:
        try:
            MultiFernet([Fernet(key) for key in settings.data_keys]).decrypt(phone)
        except InvalidToken:
            raise SettingsError(
                "RESIDENT_DATA_KEY does not open the phone numbers of this database. "
                + PUT_BACK.format(name=OF_DATA, file=settings.data_dir / "data_key.secret")
            ) from None
    is_demo = settings.demo if phone is None else _holds_the_demo(connection)
    connection.execute(insert(Installation).values(is_demo=is_demo, begun_at=clock.now()))
    return is_demo


def _holds_the_demo(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM community WHERE slug = 'guihua'"))
    return found.scalar_one_or_none() is not None


def _fingerprints(settings: Settings) -> Iterator[tuple[str, str]]:
    """Of all keys that are at hand."""
    yield from _writing(settings)
    for name, key in (("SECRET_KEY", settings.secret_key_before), ("LOOKUP_KEY", settings.lookup_key_before)):
        if key:
            yield name, fingerprint(name, key)
    for key in settings.data_keys[1:]:
        yield OF_DATA, fingerprint(OF_DATA, key)


def _writing(settings: Settings) -> list[tuple[str, str]]:
    """Of those that write: the others only read what was written before, and need not be missed when they go."""
    writing = (
        ("SECRET_KEY", settings.secret_key),
        ("LOOKUP_KEY", settings.lookup_key),
        (OF_DATA, settings.data_keys[0]),
    )
    return [(name, fingerprint(name, key)) for name, key in writing]


def _refuse_older_lookup(settings: Settings, seen: Iterable[tuple[str, str]]) -> None:
    """Raises SettingsError: nobody would be found under the new key, and each would get a second account."""
    if any(_is_older_lookup(settings, name, print_) for name, print_ in seen):
        raise SettingsError(ROTATE_FIRST)


def _is_older_lookup(settings: Settings, name: str, print_: str) -> bool:
    return name == "LOOKUP_KEY" and print_ != fingerprint(name, settings.lookup_key)


def _read(connection: Any) -> tuple[list[tuple[str, str]], bool | None] | None:
    """What the database says, on the driver's own connection; None where it is older than these tables."""
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT name, fingerprint FROM key_fingerprint")
        seen = cursor.fetchall()
        cursor.execute("SELECT is_demo FROM installation")
        begun = cursor.fetchone()
    except Exception as error:  # each driver has classes of its own
        if "key_fingerprint" not in str(error):
            raise
        return None
    finally:
        cursor.close()
        connection.rollback()
    return seen, None if begun is None else bool(begun[0])
