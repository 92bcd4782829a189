"""The keys that an installation cannot do without: given, found beside the data, or made once."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from resident.config.options import SettingsError, is_on

SHORTEST_SECRET = 32
WHAT_IS_RIGHT = {
    "SECRET_KEY": f"{SHORTEST_SECRET} random characters or more",
    "DATA_KEY": "one or more Fernet keys, 44 signs each, separated by commas",
    "LOOKUP_KEY": f"{SHORTEST_SECRET} random characters or more",
}


def secret(env: Mapping[str, str], name: str, data_dir: Path, database_url: str) -> str:
    """A key from the environment, else from the data folder, else made and kept there.

    Raises SettingsError where it is empty or malformed, and where it is missing and none may be made: outside demo
    mode with a database other than SQLite, and ever beside a database that has people, whose key it cannot be.
    """
    variable, kept = f"RESIDENT_{name}", data_dir / f"{name.lower()}.secret"
    if variable in env:
        return _checked(name, env[variable], variable)
    if kept.exists():
        return _checked(name, kept.read_text(encoding="utf-8"), str(kept))
    if not (is_on(env.get("RESIDENT_DEMO", "")) or database_url.startswith("sqlite")):
        raise SettingsError(f"{variable} is missing. Set it to {WHAT_IS_RIGHT[name]}, kept in a safe place.")
    if _has_people(database_url):
        raise SettingsError(
            f"{variable} is missing, and this database has people: another key would not be theirs. Put it back as "
            f"the environment variable {variable}, or as the file {kept} from your backup."
        )
    return _keep_secret(kept, Fernet.generate_key().decode() if name == "DATA_KEY" else secrets.token_urlsafe(48))


def key_before(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """The key that a new one takes the place of; '' where there is none. Raises SettingsError."""
    variable, kept = f"RESIDENT_{name}_BEFORE", data_dir / f"{name.lower()}_before.secret"
    text = env.get(variable) or (kept.read_text(encoding="utf-8") if kept.exists() else "")
    return _checked(name, text, variable) if text else ""


def keys_at_hand(env: Mapping[str, str], data_dir: Path) -> dict[str, list[str]]:
    """The keys that are there, by name, those before among them; none is made. Raises SettingsError for a malformed one."""
    found: dict[str, list[str]] = {}
    for name in WHAT_IS_RIGHT:
        variable, kept = f"RESIDENT_{name}", data_dir / f"{name.lower()}.secret"
        text = env.get(variable) or (kept.read_text(encoding="utf-8") if kept.exists() else "")
        given = _checked(name, text, variable) if text else ""
        before = key_before(env, name, data_dir) if name != "DATA_KEY" else ""
        found[name] = [key for key in (*(given.split(",") if name == "DATA_KEY" else [given]), before) if key]
    return found


def _checked(name: str, value: str, where: str) -> str:
    """A key without the spaces and line ends that editors leave. Raises SettingsError."""
    keys = [key.strip() for key in value.split(",")] if name == "DATA_KEY" else [value.strip()]
    is_right = _is_fernet_key if name == "DATA_KEY" else _is_long_enough
    if not all(map(is_right, keys)):
        fault = "is empty" if not value.strip() else "is no key, or one that is too short"
        raise SettingsError(
            f"{where} {fault}: it must be {WHAT_IS_RIGHT[name]}. If this database was begun with another one, put "
            "that one back; never make a new one for people who are there."
        )
    return ",".join(keys)


def _is_long_enough(key: str) -> bool:
    return len(key) >= SHORTEST_SECRET


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _has_people(database_url: str) -> bool:
    """Whether somebody is registered there; a file that is not there is not made by asking. Raises SettingsError."""
    if (url := make_url(database_url)).drivername == "sqlite" and not Path(url.database or "").exists():
        return False
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("person"):
                return False
            return connection.execute(text("SELECT 1 FROM person LIMIT 1")).first() is not None
    except DBAPIError as error:
        raise SettingsError(f"The database cannot be read, so no keys are made for it: {error.orig}") from error
    finally:
        engine.dispose()


def _keep_secret(kept: Path, value: str) -> str:
    """Write a new secret readable by the owner only; of two that start at once, the first one wins."""
    draft = kept.with_name(f"{kept.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return kept.read_text(encoding="ascii")
