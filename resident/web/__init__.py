"""Everything a page needs that knows nothing of neighbourhoods."""

from flask import Flask
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from resident.web import (
    assets,
    checks,
    headers,
    health,
    pages,
    pieces,
    proxies,
    refusing,
    robots,
    staff,
    stand_ins,
    switches,
    uploads,
)
from resident.web.cli import assets_cli

csrf = CSRFProtect()
htmx = Htmx()


def setup(app: Flask) -> None:
    """Frame, size limits, CSRF, errors, headers, htmx, health and the built assets."""
    htmx.init_app(app)
    uploads.setup(app)
    switches.setup(app)
    csrf.init_app(app)
    proxies.setup(app)
    pages.setup(app)
    staff.setup(app)
    pieces.setup(app)
    refusing.setup(app)
    stand_ins.setup(app)
    headers.setup(app)
    assets.setup(app)
    checks.setup(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(robots.bp)
    app.cli.add_command(assets_cli)
