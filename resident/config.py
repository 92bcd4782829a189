"""Settings, read once from the environment when the app is made."""

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from flask import current_app

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
DEMO_THROTTLE_FACTOR = 20
WAYS_IN = ("code", "counter")


class SettingsError(RuntimeError):
    """A setting is missing or too weak to start with."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set; durations in seconds unless the name says otherwise."""

    data_dir: Path
    database_url: str
    secret_key: str
    data_keys: tuple[str, ...]
    lookup_key: str
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
    """Read `RESIDENT_…` variables; make missing secrets and keep them in the data folder.

    Raises SettingsError where a secret is missing or weak outside demo mode with a database
    other than SQLite: several machines must share secrets, so none may invent its own.
    """
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("RESIDENT_DATA_DIR") or ROOT / "instance").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    database_url = _database_url(env.get("RESIDENT_DATABASE_URL", ""), data_dir)
    demo = _flag(env.get("RESIDENT_DEMO", ""))
    invents = demo or database_url.startswith("sqlite")
    secret_key = _secret(env, "SECRET_KEY", data_dir, invents)
    data_keys = tuple(_secret(env, "DATA_KEY", data_dir, invents, Fernet.generate_key).split(","))
    lookup_key = _secret(env, "LOOKUP_KEY", data_dir, invents)
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        secret_key=secret_key,
        data_keys=data_keys,
        lookup_key=lookup_key,
        redis_url=env.get("RESIDENT_REDIS_URL", ""),
        public_url=_public_url(env.get("RESIDENT_PUBLIC_URL", ""), demo),
        demo=demo,
        home_community=env.get("RESIDENT_HOME_COMMUNITY", ""),
        filing_number=env.get("RESIDENT_FILING_NUMBER", ""),
        codes_to_log=_flag(env.get("RESIDENT_CODES_TO_LOG", "")),
        sign_in=_way_in(env.get("RESIDENT_SIGN_IN", "")),
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


def _public_url(text: str, demo: bool) -> str:
    """The address without its last slash. Raises SettingsError for one that would send codes and cookies in clear.

    Browsers keep no Secure cookie that comes by http, so that every form would be refused as too old; without
    Secure everybody on the way could sign in as anybody. On this machine itself, and in a demo, http is good enough.
    """
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        is_address = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts[2:] == ("", "", "")
            and url.isprintable()
            and " " not in url
        )
    except ValueError:
        is_address = False
    if url and not is_address:
        raise SettingsError(f"RESIDENT_PUBLIC_URL is no address such as https://linli.example.cn: {url}")
    if url and parts.scheme == "http" and not demo and not _is_this_machine(parts.hostname or ""):
        raise SettingsError(
            f"RESIDENT_PUBLIC_URL is {url}: over plain http nobody can sign in safely, and browsers would refuse our "
            "cookies. Put a proxy with a certificate in front and set RESIDENT_PUBLIC_URL=https://… with "
            "RESIDENT_TRUSTED_PROXIES=1; or listen on 127.0.0.1; or set RESIDENT_DEMO=1 to try it out."
        )
    return parts.geturl()


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


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


def _secret(
    env: Mapping[str, str], name: str, data_dir: Path, invents: bool, make: Callable[[], bytes] | None = None
) -> str:
    """A secret from the environment, else from the data folder, else made and kept there."""
    value = env.get(f"RESIDENT_{name}", "")
    if value:
        if len(value) < SHORTEST_SECRET and not _flag(env.get("RESIDENT_DEMO", "")):
            raise SettingsError(f"RESIDENT_{name} is too short: {SHORTEST_SECRET} characters at least")
        return value
    if not invents:
        raise SettingsError(f"RESIDENT_{name} is missing: set it to {SHORTEST_SECRET} random characters or more")
    kept = data_dir / f"{name.lower()}.secret"
    try:
        return kept.read_text(encoding="ascii")
    except FileNotFoundError:
        return _keep_secret(kept, make().decode() if make else secrets.token_urlsafe(48))


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
