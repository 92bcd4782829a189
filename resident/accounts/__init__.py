"""People, sign-in, sessions, consent."""

from flask import Flask

from resident import i18n
from resident.accounts import cli, registry, sessions
from resident.accounts import jobs as jobs
from resident.accounts import models as models
from resident.accounts.entrance.channels import are_codes_sent, require_way_in
from resident.accounts.entrance.identity import spaced
from resident.accounts.people import account_as_json
from resident.accounts.sessions import gates, interrupted, me
from resident.accounts.views import bp, second_factors
from resident.accounts.views.preferences import keep_switch
from resident.i18n import lazy_gettext as _l
from resident.serving import before_serving
from resident.web import preparations
from resident.web.pages import tab
from resident.web.switches import keep_with

SETTING_UP = frozenset(
    {"second_factors.new", "second_factors.confirm", "second_factors.code", "accounts.confirm", "accounts.confirm_send"}
)  # without a second factor one cannot have been asked for it

# Who does not agree to a new text may still see and take along what is kept, and leave (PIPL art. 15, 45, 47).
LEAVING = frozenset(
    {"accounts.data", "accounts.data_file", "accounts.close", "accounts.confirm", "accounts.confirm_send"}
)

CODES = preparations.Preparation(
    "codes",
    _l("Let sign-in codes reach phones"),
    _l("The operator sets up a channel that sends them. Until then residents come to the counter."),
    are_codes_sent,
    82,
)


def setup(app: Flask) -> None:
    """Sessions, the pages of an account, and what is kept about people here."""
    before_serving(app, require_way_in)
    preparations.register(CODES)
    sessions.setup(app)
    interrupted.setup(app)
    gates.setup(app)
    gates.register(lambda presence: presence.is_due, page="second_factors.index", leaves_open=SETTING_UP, position=20)
    gates.register(
        lambda presence: not presence.has_agreed,
        page="accounts.agree",
        leaves_open=LEAVING,
        position=30,
        leads_back=True,
    )
    app.register_blueprint(bp)
    app.register_blueprint(second_factors.bp)
    app.cli.add_command(cli.keys_cli)
    keep_with(app, keep_switch)
    app.jinja_env.filters["phone"] = spaced
    tab("accounts", "me")
    tab("second_factors", "me")
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
