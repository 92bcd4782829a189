"""What people say of themselves and the committee confirms: where they live."""

from flask import Flask

from resident.accounts import registry
from resident.accounts.entrance.names import reviewed
from resident.claims import messages, review
from resident.claims import models as models
from resident.claims.people import claims_as_json, forget_claims
from resident.claims.review import naming
from resident.claims.views import BLUEPRINTS
from resident.i18n import lazy_gettext as _l
from resident.moderation.queries import proposed_for
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The page about one's home, its review, and what is kept of it."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
        tab(blueprint.name, "me")
    review.register()
    reviewed.register(naming.NamesRead())
    app.jinja_env.globals["name_that_waits"] = lambda person: proposed_for(models.NAME, person.id)
    messages.register()
    registry.register(
        "residence",
        _l("Said homes"),
        _l("Which homes you said were yours, and what the committee decided."),
        rows=claims_as_json,
        close=forget_claims,
    )
