"""Settings, read once from the environment when the app is made."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from cryptography.fernet import Fernet
from flask import current_app
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from resident.addresses import public_address

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
OTHERS_NOTHING = 0o077  # of new files, those other than their owner may do
WHAT_IS_RIGHT = {
    "SECRET_KEY": f"{SHORTEST_SECRET} random characters or more",
    "DATA_KEY": "one or more Fernet keys, 44 signs each, separated by commas",
    "LOOKUP_KEY": f"{SHORTEST_SECRET} random characters or more",
}
DEMO_THROTTLE_FACTOR = 20
WAYS_IN = ("code", "counter")


class SettingsError(click.ClickException):
    """A setting is missing, too weak or not the one it was; a command ends with its sentence alone."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set; durations in seconds unless the name says otherwise."""

    data_dir: Path
    database_url: str
    secret_key: str
    data_keys: tuple[str, ...]
    lookup_key: str
    secret_key_before: str = ""
    lookup_key_before: str = ""
    redis_url: str = ""
    public_url: str = ""
    trusted_proxies: int = 0
    demo: bool = False
    home_community: str = ""
    filing_number: str = ""
    code_lifetime: int = 300
    code_tries: int = 5
    code_again_after: int = 60
    codes_to_log: bool = False
    sign_in: str = "code"
    codes_per_phone_an_hour: int = 5
    codes_per_address_an_hour: int = 600
    guesses_per_phone_a_day: int = 20
    guesses_per_address_an_hour: int = 120
    guesses_an_hour: int = 600
    pickup_tries_an_hour: int = 20
    kept_form_lifetime: int = 1800
    lookups_an_hour: int = 60
    second_factor: str = "required"
    web_processes: int = 2
    web_threads: int = 4
    web_connections: int = 1000
    demands_a_day: int = 10
    comments_a_day: int = 40
    photos_a_day: int = 90
    supports_a_day: int = 100
    activities_a_day: int = 10
    rewards_a_day: int = 20
    names_a_week: int = 1

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us by https; where nobody says how, yes: a cookie sent in clear is the worse mistake."""
        return self.public_url.startswith("https://") if self.public_url else not self.demo

    @property
    def requires_second_factor(self) -> bool:
        """Whether administrators must have a second factor; a demo is for trying out, with its code on the page."""
        return self.second_factor == "required" and not self.demo

    @property
    def lives_on_second_factor(self) -> bool:
        """Whether nobody comes back in without one: where no codes are sent. Then all of the staff must set it up."""
        return self.sign_in == "counter"

    def cookie(self, name: str) -> str:
        """What a cookie of ours is called: over https `__Host-` keeps neighbours of our domain from setting one."""
        return f"__Host-{name}" if self.is_https else name

    @property
    def throttle_factor(self) -> int:
        """What every throttle is multiplied by: 20 in demo mode, so that a class can try it."""
        return DEMO_THROTTLE_FACTOR if self.demo else 1


def settings() -> Settings:
    """The settings of the running app."""
    return current_app.config["RESIDENT"]


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `RESIDENT_…` variables; make missing keys and keep them in the data folder.

    From here on this process makes files for their owner alone. Raises SettingsError where a key is missing, empty
    or malformed: several machines must share keys, and people who are there have theirs, so none is made for them.
    """
    os.umask(OTHERS_NOTHING)
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("RESIDENT_DATA_DIR") or ROOT / "instance").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    database_url = _database_url(env.get("RESIDENT_DATABASE_URL", ""), data_dir)
    demo = _flag(env.get("RESIDENT_DEMO", ""))
    secret_key, data_keys, lookup_key = (_secret(env, name, data_dir, database_url) for name in WHAT_IS_RIGHT)
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        secret_key=secret_key,
        data_keys=tuple(data_keys.split(",")),
        lookup_key=lookup_key,
        secret_key_before=_before(env, "SECRET_KEY", data_dir),
        lookup_key_before=_before(env, "LOOKUP_KEY", data_dir),
        redis_url=env.get("RESIDENT_REDIS_URL", ""),
        public_url=_public_url(env.get("RESIDENT_PUBLIC_URL", ""), demo),
        demo=demo,
        home_community=env.get("RESIDENT_HOME_COMMUNITY", ""),
        filing_number=env.get("RESIDENT_FILING_NUMBER", ""),
        codes_to_log=_flag(env.get("RESIDENT_CODES_TO_LOG", "")),
        sign_in=_way_in(env.get("RESIDENT_SIGN_IN", "")),
        second_factor=_second_factor(env.get("RESIDENT_SECOND_FACTOR", "")),
        **_numbers(env),
    )


def _numbers(env: Mapping[str, str]) -> dict[str, int]:
    """The whole-number settings that the environment sets; the others keep their defaults."""
    names = (
        "trusted_proxies",
        "code_lifetime",
        "code_tries",
        "code_again_after",
        "codes_per_phone_an_hour",
        "codes_per_address_an_hour",
        "guesses_per_phone_a_day",
        "guesses_per_address_an_hour",
        "guesses_an_hour",
        "pickup_tries_an_hour",
        "kept_form_lifetime",
        "lookups_an_hour",
        "web_processes",
        "web_threads",
        "web_connections",
        "demands_a_day",
        "comments_a_day",
        "photos_a_day",
        "supports_a_day",
        "activities_a_day",
        "rewards_a_day",
        "names_a_week",
    )
    numbers = {}
    for name in names:
        text = env.get(f"RESIDENT_{name.upper()}", "")
        if text and not text.isdecimal():
            raise SettingsError(f"RESIDENT_{name.upper()} must be a whole number")
        if text:
            numbers[name] = int(text)
    return numbers


def _second_factor(text: str) -> str:
    """`required` of administrators unless somebody says `optional`. Raises SettingsError for anything else."""
    wanted = text.strip().lower() or "required"
    if wanted not in {"required", "optional"}:
        raise SettingsError("RESIDENT_SECOND_FACTOR is required or optional")
    return wanted


def _public_url(text: str, demo: bool) -> str:
    try:
        return public_address(text, demo=demo)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'resident.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _way_in(text: str) -> str:
    """How people come in: by a code to their phone, or by the committee's counter."""
    wanted = text.strip().lower() or WAYS_IN[0]
    if wanted not in WAYS_IN:
        raise SettingsError(f"RESIDENT_SIGN_IN must be one of: {', '.join(WAYS_IN)}")
    return wanted


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


def _secret(env: Mapping[str, str], name: str, data_dir: Path, database_url: str) -> str:
    """A key from the environment, else from the data folder, else made and kept there.

    Raises SettingsError where it is empty or malformed, and where it is missing and none may be made: outside demo
    mode with a database other than SQLite, and ever beside a database that has people, whose key it cannot be.
    """
    variable, kept = f"RESIDENT_{name}", data_dir / f"{name.lower()}.secret"
    if variable in env:
        return _checked(name, env[variable], variable)
    if kept.exists():
        return _checked(name, kept.read_text(encoding="utf-8"), str(kept))
    if not (_flag(env.get("RESIDENT_DEMO", "")) or database_url.startswith("sqlite")):
        raise SettingsError(f"{variable} is missing. Set it to {WHAT_IS_RIGHT[name]}, kept in a safe place.")
    if _has_people(database_url):
        raise SettingsError(
            f"{variable} is missing, and this database has people: another key would not be theirs. Put it back as "
            f"the environment variable {variable}, or as the file {kept} from your backup."
        )
    return _keep_secret(kept, Fernet.generate_key().decode() if name == "DATA_KEY" else secrets.token_urlsafe(48))


def _before(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """The key that a new one takes the place of; '' where there is none. Raises SettingsError."""
    variable, kept = f"RESIDENT_{name}_BEFORE", data_dir / f"{name.lower()}_before.secret"
    text = env.get(variable) or (kept.read_text(encoding="utf-8") if kept.exists() else "")
    return _checked(name, text, variable) if text else ""


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
