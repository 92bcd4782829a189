"""The inbox, and the outbox that the worker delivers."""

from flask import Flask

from resident.accounts import registry
from resident.i18n import lazy_gettext as _l
from resident.notifications import jobs as jobs
from resident.notifications import models as models
from resident.notifications.actions import forget_person
from resident.notifications.queries import messages_as_json
from resident.notifications.views import bp, unread
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The inbox pages, the number at the bell, the worker's delivery, and what is kept about people here."""
    app.register_blueprint(bp)
    app.context_processor(unread)
    tab("notifications", "me")
    registry.register(
        "messages",
        _l("Messages"),
        _l("What you were told here, and when you read it"),
        rows=messages_as_json,
        close=forget_person,
    )
