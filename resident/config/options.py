"""Everything an operator can set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask import current_app

ROOT = Path(__file__).resolve().parents[2]
DEMO_THROTTLE_FACTOR = 20


class SettingsError(click.ClickException):
    """A setting is missing, too weak or not the one it was; a command ends with its sentence alone."""


@dataclass(frozen=True)
class SmsSettings:
    """An account with a provider. `templates` holds the number of each kind that was filed; of others none is sent."""

    provider: str
    key_id: str
    key_secret: str = field(repr=False)
    sign: str
    templates: Mapping[str, str]
    app: str = ""


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
    backup_dir: Path | None = None
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
    sms: SmsSettings | None = None
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
    notices_a_day: int = 10
    names_a_week: int = 1
    contact_views_a_day: int = 30
    slip_people: int = 6
    slip_days: int = 180
    slip_tries_an_hour: int = 10
    receipt_tries_an_hour: int = 20

    @property
    def sends_sms(self) -> bool:
        """Whether text messages leave this installation: those of a demo would reach people who know nothing of it."""
        return self.sms is not None and not self.demo

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


def is_on(text: str) -> bool:
    """Whether a switch of the environment is on."""
    return text.strip().lower() in {"1", "true", "yes", "on"}
