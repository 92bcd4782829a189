"""Where people come from: an address that is safe, and a proxy in front that we were told of."""

from datetime import timedelta

import structlog
from flask import Flask, current_app, request

from resident import clock
from resident.addresses import in_clear
from resident.config import SettingsError, settings
from resident.db import db
from resident.serving import before_serving
from resident.web.application import once_answered
from resident.web.models import Heartbeat

log = structlog.get_logger()
UNTOLD = "untold proxy"
SAID_FOR = timedelta(days=1)
NOTED = "resident_untold_proxy_noted"


def setup(app: Flask) -> None:
    """Refuse to serve in clear; look for the sign of a proxy where none is trusted."""
    before_serving(app, _require_https)
    if not app.config["RESIDENT"].trusted_proxies:
        app.before_request(_look_for_proxy)


def has_untold_proxy() -> bool:
    """Whether requests of the last day came through a proxy that may not say who the client is; one statement."""
    seen = db.session.get(Heartbeat, UNTOLD)
    return seen is not None and clock.now() - seen.at < SAID_FOR


def _require_https(app: Flask) -> None:
    config = app.config["RESIDENT"]
    if not config.demo and (refusal := in_clear(config.public_url)):
        raise SettingsError(refusal)


def _look_for_proxy() -> None:
    """Once a process and day: everybody who comes through it counts as one address, and is throttled as one."""
    noted = current_app.extensions.get(NOTED)
    if "X-Forwarded-For" in request.headers and (noted is None or clock.now() - noted >= SAID_FOR):
        once_answered(_note_proxy)


def _note_proxy() -> None:
    current_app.extensions[NOTED] = clock.now()
    seen = db.session.get(Heartbeat, UNTOLD)
    if seen is None or clock.now() - seen.at >= SAID_FOR:
        log.warning("requests come through a proxy: set RESIDENT_TRUSTED_PROXIES", now=settings().trusted_proxies)
        db.session.merge(Heartbeat(name=UNTOLD, at=clock.now()))
