"""People, sign-in, sessions, consent."""

from flask import Flask

from resident import i18n
from resident.accounts import jobs as jobs
from resident.accounts import models as models
from resident.accounts import registry, sessions
from resident.accounts.entrance.channels import require_way_in
from resident.accounts.entrance.identity import spaced
from resident.accounts.people import account_as_json
from resident.accounts.sessions import interrupted, me
from resident.accounts.views import bp
from resident.accounts.views.preferences import keep_switch
from resident.i18n import lazy_gettext as _l
from resident.serving import before_serving
from resident.web.pages import tab
from resident.web.switches import keep_with


def setup(app: Flask) -> None:
    """Sessions, the pages of an account, and what is kept about people here."""
    before_serving(app, require_way_in)
    sessions.setup(app)
    interrupted.setup(app)
    app.register_blueprint(bp)
    keep_with(app, keep_switch)
    app.jinja_env.filters["phone"] = spaced
    tab("accounts", "me")
    i18n.prefer(app, _own_language)
    registry.register(
        "account",
        _l("Account"),
        _l("Phone number, display name, language, what you agreed to, devices you are signed in on"),
        rows=account_as_json,
    )


def _own_language() -> str | None:
    """The signed-in person's choice."""
    person = me()
    return person.language if person else None
