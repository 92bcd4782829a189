"""The inbox, and the outbox that the worker delivers."""

from flask import Flask

from resident.accounts import registry, telling
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications import jobs as jobs
from resident.notifications import kinds
from resident.notifications import models as models
from resident.notifications.actions import notify
from resident.notifications.kinds import icon_of, sentence
from resident.notifications.people import forget_person, messages_as_json
from resident.notifications.views import bp, unread
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The inbox pages, the number at the bell, the worker's delivery, and what is kept about people here."""
    app.register_blueprint(bp)
    app.context_processor(unread)
    app.jinja_env.globals.update(message_words=sentence, message_icon=icon_of)
    kinds.register("notifications.taken_back", kinds.taken_back, "i-undo")
    tab("notifications", "me")
    telling.register("inbox", lambda person_id, kind, path, params: notify([person_id], kind, path=path, **params))
    kinds.register(
        "accounts.number_changed",
        lambda p: _("Your phone number was changed. If that was not you, call the committee at once."),
        "i-shield",
    )
    kinds.register(
        "accounts.recovery_codes_ended",
        lambda p: _("Your recovery codes are worth nothing any more: please make new ones"),
        "i-shield",
    )
    registry.register(
        "messages",
        _l("Messages"),
        _l("What you were told here, and when you read it"),
        rows=messages_as_json,
        close=forget_person,
    )
