"""Settings out of the environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from resident.addresses import public_address
from resident.config.options import ROOT, Settings, SettingsError, is_on
from resident.config.secret_keys import WHAT_IS_RIGHT, key_before, secret
from resident.config.sms import sms_settings

OTHERS_NOTHING = 0o077  # of new files, those other than their owner may do
WAYS_IN = ("code", "counter")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `RESIDENT_…` variables; make missing keys and keep them in the data folder.

    From here on this process makes files for their owner alone. Raises SettingsError where a key is missing, empty
    or malformed: several machines must share keys, and people who are there have theirs, so none is made for them.
    """
    os.umask(OTHERS_NOTHING)
    env = os.environ if environ is None else environ
    data_dir, database_url = where_data_lies(env)
    data_dir.mkdir(parents=True, exist_ok=True)
    demo = wants_demo(env)
    secret_key, data_keys, lookup_key = (secret(env, name, data_dir, database_url) for name in WHAT_IS_RIGHT)
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        secret_key=secret_key,
        data_keys=tuple(data_keys.split(",")),
        lookup_key=lookup_key,
        secret_key_before=key_before(env, "SECRET_KEY", data_dir),
        lookup_key_before=key_before(env, "LOOKUP_KEY", data_dir),
        redis_url=env.get("RESIDENT_REDIS_URL", ""),
        backup_dir=Path(folder).resolve() if (folder := env.get("RESIDENT_BACKUP_DIR", "")) else None,
        public_url=_public_url(env.get("RESIDENT_PUBLIC_URL", "")),
        demo=demo,
        home_community=env.get("RESIDENT_HOME_COMMUNITY", ""),
        filing_number=env.get("RESIDENT_FILING_NUMBER", ""),
        codes_to_log=is_on(env.get("RESIDENT_CODES_TO_LOG", "")),
        sign_in=_way_in(env.get("RESIDENT_SIGN_IN", "")),
        sms=sms_settings(env),
        second_factor=_second_factor(env.get("RESIDENT_SECOND_FACTOR", "")),
        **_numbers(env),
    )


def where_data_lies(env: Mapping[str, str]) -> tuple[Path, str]:
    """The data folder and the address of the database; neither is made by asking."""
    data_dir = Path(env.get("RESIDENT_DATA_DIR") or ROOT / "instance").resolve()
    return data_dir, _database_url(env.get("RESIDENT_DATABASE_URL", ""), data_dir)


def wants_demo(env: Mapping[str, str]) -> bool:
    """Whether this shall be a demo."""
    return is_on(env.get("RESIDENT_DEMO", ""))


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
        "notices_a_day",
        "names_a_week",
        "contact_views_a_day",
        "slip_people",
        "slip_days",
        "slip_tries_an_hour",
        "receipt_tries_an_hour",
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


def _public_url(text: str) -> str:
    try:
        return public_address(text)
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
