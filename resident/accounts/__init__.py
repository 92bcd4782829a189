"""People, sign-in, sessions, consent."""

from flask import Flask, g

from resident import i18n
from resident.accounts import exports, interrupted, sessions
from resident.accounts import jobs as jobs
from resident.accounts import models as models
from resident.accounts.identity import spaced
from resident.accounts.queries import account_as_json, phone_of
from resident.accounts.views import bp
from resident.i18n import lazy_gettext as _l
from resident.web.guards import me
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Sessions, the pages of an account, and what is kept about people here."""
    sessions.setup(app)
    interrupted.setup(app)
    app.register_blueprint(bp)
    app.jinja_env.filters["phone"] = spaced
    tab("accounts", "me")
    i18n.prefer(app, _own_language)
    exports.register(
        "account",
        _l("Account"),
        _l("Phone number, display name, language, what you agreed to, devices you are signed in on"),
        lambda person: account_as_json(person, phone_of(person)),
    )


def _own_language() -> str | None:
    """The signed-in person's choice; after a database failure nobody is looked up."""
    person = None if g.get("without_database") else me()
    return person.language if person else None
