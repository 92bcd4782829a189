"""What is done once, before the processes start, and what is said when they answer."""

import os
import socket
from http.client import HTTPException
from time import monotonic, sleep
from urllib.request import urlopen

import click
import structlog
from flask_migrate import upgrade
from sqlalchemy.exc import DBAPIError

from resident import create_app
from resident.addresses import in_clear
from resident.config import Settings, SettingsError
from resident.db import db
from resident.demo.actions import load_demo
from resident.faults import is_gone
from resident.serving import require_servable
from resident.web.assets import build

log = structlog.get_logger()
LONGEST_WAIT = 60.0  # seconds for the database at the start
A_TRY = 2.0  # seconds between two tries
LONGEST_START = 60  # seconds until the first answer
DEMO_PHONES = (
    ("13800000001", "resident", "居民"),
    ("13800000010", "moderator", "审核员"),
    ("13800000020", "a social organization's manager", "社会组织负责人"),
    ("13800000030", "a shop's clerk", "商户店员"),
    ("13800000040", "social worker", "社工"),
    ("13800000050", "the property company's dispatcher", "物业调度"),
    ("13800000090", "administrator", "管理员"),
)


class Unable(RuntimeError):
    """The app cannot start, for a reason that one line can say."""


def listen(host: str, port: str) -> socket.socket:
    """Take the address before anything else is done. Raises Unable where it cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, int(port)), family=family, backlog=2048)
    except (OSError, OverflowError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise Unable(
            f"Cannot listen on {host} port {port}: {reason}. Choose another one: make run PORT=8001"
        ) from error


def prepare(host: str, port: int) -> Settings:
    """Assets, secrets, migrations, demo data: what is there already is left as it is. Gives the settings.

    A database that starts at the same time is waited for. Raises Unable where it does not answer within a minute,
    SettingsError where people may not be served on this host.
    """
    build()
    until = monotonic() + LONGEST_WAIT
    while True:
        try:
            return _prepare_database(host, port)
        except DBAPIError as error:
            if not is_gone(error):
                raise
            if monotonic() >= until:
                raise Unable(f"The database does not answer. {str(error.orig).splitlines()[0]}") from error
        log.warning("waiting for the database")
        sleep(A_TRY)


def _prepare_database(host: str, port: int) -> Settings:
    app = create_app()
    require_servable(app)
    settings: Settings = app.config["RESIDENT"]
    if not settings.demo and (refusal := in_clear(settings.public_url, listens=host, port=port)):
        raise SettingsError(refusal)
    with app.app_context():
        upgrade()
        if settings.demo:
            load_demo()
        db.session.remove()
        db.engine.dispose()
    return settings


def address_of(listener: socket.socket) -> str:
    """Where a browser on this machine finds the app."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def greet(address: str, demo: bool) -> None:
    """Say where the app is, in both languages, once it answers."""
    try:
        with urlopen(f"{address}/healthz", timeout=LONGEST_START):  # noqa: S310
            pass
    except (OSError, HTTPException):
        return  # the web server ended while starting: that is said elsewhere
    lines = [f"Resident · 邻里  {address}"]
    if demo:
        lines += [
            "Demo: sign in with one of these numbers; the page shows the code.",
            "演示：用下面的号码登录，页面会显示验证码。",
        ]
        lines += [f"  {phone}  {english} {chinese}" for phone, english, chinese in DEMO_PHONES]
    lines.append("Ctrl-C stops it. 按 Ctrl-C 停止。")
    click.echo("\n".join(lines))
