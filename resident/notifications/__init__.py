"""The inbox, and the outbox that the worker delivers."""

from flask import Flask

from resident.accounts import registry, rotation, telling
from resident.accounts.entrance.channels import register_channel as register_code_channel
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications import cli, kinds
from resident.notifications import jobs as jobs
from resident.notifications import models as models
from resident.notifications.actions import notify
from resident.notifications.channels.sms import are_held_up, put_code
from resident.notifications.kinds import icon_of, sentence
from resident.notifications.people import forget_person, messages_as_json, sms_switches
from resident.notifications.queries import OUTBOX_SECRETS
from resident.notifications.views import bp, unread
from resident.notifications.words import way_words, why_words
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The inbox pages, the number at the bell, the worker's delivery, and what is kept about people here."""
    app.register_blueprint(bp)
    app.cli.add_command(cli.sms_cli)
    if app.config["RESIDENT"].sends_sms:
        register_code_channel(app, put_code, are_held_up)
    rotation.register(OUTBOX_SECRETS)
    app.context_processor(unread)
    app.jinja_env.globals.update(message_words=sentence, message_icon=icon_of, sms_switches=sms_switches)
    kinds.register("notifications.taken_back", kinds.taken_back, "i-undo")
    tab("notifications", "me")
    telling.register("inbox", lambda person_id, kind, path, params: notify([person_id], kind, path=path, **params))
    kinds.register(
        "notifications.channel_stopped",
        lambda p: _("Nothing leaves any more: %(way)s. %(why)s", way=way_words(p["lane"]), why=why_words(p["why"])),
        "i-warning",
    )
    _speak_of_accounts()
    registry.register(
        "messages",
        _l("Messages"),
        _l("What you were told here, and when you read it"),
        rows=messages_as_json,
        close=forget_person,
    )


def _speak_of_accounts() -> None:
    """How the inbox says what accounts, a floor below, have to tell."""
    kinds.register(
        "accounts.number_changed",
        lambda p: _("Your phone number was changed. If that was not you, call the committee at once."),
        "i-shield",
    )
    kinds.register(
        "accounts.way_in_made",
        lambda p: _(
            "The operator made letters that sign you in once. If you did not ask for them, call the committee."
        ),
        "i-shield",
    )
    kinds.register(
        "accounts.recovery_codes_ended",
        lambda p: _("Your recovery codes are worth nothing any more: please make new ones"),
        "i-shield",
    )
