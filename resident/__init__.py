"""Resident: the app through which a neighbourhood takes part in running itself."""

from datetime import timedelta
from types import ModuleType

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from resident import (
    accounts,
    activities,
    admin,
    audit,
    claims,
    communities,
    counter,
    dates,
    db,
    demands,
    demo,
    desk,
    exports,
    feedback,
    home,
    i18n,
    invitations,
    keys,
    media,
    memory,
    moderation,
    notices,
    notifications,
    operation,
    organizations,
    points,
    reaching,
    rewards,
    tasks,
    undo,
    web,
)
from resident.config import ROOT, Settings, read_settings
from resident.notifications.channels.outside import NewTransport, carry
from resident.web.application import Application

PACKAGES: tuple[ModuleType, ...] = (
    web,
    audit,
    accounts,
    notifications,
    communities,
    organizations,
    invitations,
    undo,
    moderation,
    points,
    media,
    reaching,
    memory,
    claims,
    demands,
    notices,
    activities,
    rewards,
    home,
    desk,
    counter,
    exports,
    operation,
    admin,
    feedback,
    demo,
)


def create_app(settings: Settings | None = None, *, outside: NewTransport | None = None) -> Flask:
    """The app with its settings (read from the environment unless given), extensions and packages.

    `outside` carries calls to other hosts in the place of the network: for tests, which have no other way.
    """
    settings = settings or read_settings()
    app = Application(
        "resident", root_path=str(ROOT / "resident"), static_folder=None, template_folder=str(ROOT / "templates")
    )
    app.config.update(
        RESIDENT=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.secret_key_before] if settings.secret_key_before else None,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME=settings.cookie("session"),
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    for part in (db, keys, memory, i18n, dates, *PACKAGES, tasks):
        part.setup(app)
    carry(app, outside)
    return app
