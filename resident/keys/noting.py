"""Keys are written down when they begin to write, and forgotten when nothing needs them any more."""

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, delete, insert, literal_column, select, table, text, update

from resident import clock
from resident.config import Settings, SettingsError
from resident.db import db
from resident.keys.comparing import PUT_BACK, refuse_other_keys
from resident.keys.fingerprints import OF_DATA, all_of, is_older_lookup, writing
from resident.keys.models import Installation, KeyFingerprint

log = structlog.get_logger()
_SEEN = select(KeyFingerprint.name, KeyFingerprint.fingerprint)
_BEGUN = select(Installation.is_demo)
_NOBODY = ~select(literal_column("1")).select_from(table("person")).exists()


def write_down(connection: Connection, settings: Settings) -> None:
    """Write down what is new: at the beginning all keys and the mode, later the keys that write from now on.

    Called after the migrations, in a transaction of its own. Raises SettingsError.
    """
    begun = connection.execute(_BEGUN).scalar_one_or_none()
    noted = writing(settings)
    if begun is None:
        begun, noted = _begin(connection, settings), list(all_of(settings))
    seen = {(name, print_) for name, print_ in connection.execute(_SEEN)}
    refuse_other_keys(settings, seen, begun)
    new = [each for each in noted if each not in seen]
    if new:
        rows = [{"name": name, "fingerprint": print_, "first_seen_at": clock.now()} for name, print_ in new]
        connection.execute(insert(KeyFingerprint), rows)
        log.info("keys of this database", noted=[name for name, _print in new])
    if begun and not settings.demo:
        log.warning("this database was begun as a demo: its numbers, roles and posts are invented")


def is_lookup_due(settings: Settings) -> bool:
    """Whether this database was found by another lookup key before."""
    return any(is_older_lookup(settings, name, print_) for name, print_ in db.session.execute(_SEEN))


def forget_older_keys(settings: Settings) -> None:
    """After everything was brought under the keys that write: the others may go, and start nothing any more."""
    seen = {(name, print_) for name, print_ in db.session.execute(_SEEN)}
    for name, print_ in writing(settings):
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
