"""At the first connection the keys at hand are held against those of the database."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from sqlalchemy import event

from resident.config import Settings, SettingsError
from resident.db import db
from resident.keys.fingerprints import OF_DATA, all_of, is_older_lookup

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


def refuse_other_keys(settings: Settings, seen: Iterable[tuple[str, str]], is_demo: bool | None) -> None:
    """Raises SettingsError, with what to do, where a key of this database is not at hand, or a demo is asked of it."""
    present = set(all_of(settings))
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


def allow_older_keys(app: Flask) -> None:
    """For the one command that brings everything under the newest ones."""
    app.extensions[OLDER_ARE_ALLOWED] = True


def _refuse_older_lookup(settings: Settings, seen: Iterable[tuple[str, str]]) -> None:
    """Raises SettingsError: nobody would be found under the new key, and each would get a second account."""
    if any(is_older_lookup(settings, name, print_) for name, print_ in seen):
        raise SettingsError(ROTATE_FIRST)


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
