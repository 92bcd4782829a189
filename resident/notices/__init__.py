"""What the committee and the bodies beside it tell everybody."""

from flask import Flask

from resident.accounts import registry
from resident.i18n import lazy_gettext as _l
from resident.media import owners
from resident.notices import messages, review
from resident.notices import models as models
from resident.notices.actions import register_undoing
from resident.notices.models import NOTICE, PROPOSED
from resident.notices.people import notices_as_json
from resident.notices.permissions import may_see_photos, may_see_proposed
from resident.notices.queries import page_of_notice, page_of_proposed
from resident.notices.views import bp
from resident.notices.words import audience_words, month_rates
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The pages of notices, how they read, and how those of other bodies are read first."""
    app.register_blueprint(bp)
    tab("notices", "home")
    app.jinja_env.globals.update(audience_words=audience_words, month_rates=month_rates)
    messages.register()
    review.register()
    register_undoing()
    owners.register(NOTICE, may_see_photos, page_of_notice)
    owners.register(PROPOSED, may_see_proposed, page_of_proposed)
    registry.register(
        "notices", _l("Notices"), _l("What you told everybody for the committee or a body."), rows=notices_as_json
    )
