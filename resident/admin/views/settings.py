"""What the community decides for itself."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.editing import stored, typed
from resident.admin.forms import ContactForm, GoalForm, PointsForm, ReviewForm
from resident.communities.actions import change_settings
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.communities.queries import community_row
from resident.i18n import gettext as _
from resident.web.forms import ChangingForm, saving
from resident.web.guards import fresh, requires

bp = Blueprint("settings", __name__)


@bp.route("/c/<community>/admin/review", methods=["GET", "POST"])
@requires(can_administer)
@fresh
def review() -> ResponseReturnValue:
    """How soon the committee promises to review, and what needs a confirmed home."""
    return _settings(ReviewForm, "review")


@bp.route("/c/<community>/admin/points", methods=["GET", "POST"])
@requires(can_administer)
@fresh
def points() -> ResponseReturnValue:
    """How hours become points."""
    return _settings(PointsForm, "points")


@bp.route("/c/<community>/admin/contact", methods=["GET", "POST"])
@requires(can_administer)
def contact() -> ResponseReturnValue:
    """Name, address and phone numbers."""
    return _settings(ContactForm, "contact")


@bp.route("/c/<community>/admin/goal", methods=["GET", "POST"])
@requires(can_administer)
def goal() -> ResponseReturnValue:
    """What the hours of a month are for."""
    return _settings(GoalForm, "goal")


def _settings(make_form: type[ChangingForm], page: str) -> ResponseReturnValue:
    community = current_community()
    form = make_form(lambda: stored(community_row(community)))
    return saving(
        form,
        lambda: change_settings(community=community, by=myself(), **typed(form)),
        page=lambda: render_template(f"admin/{page}.html", form=form),
        then=url_for(f".{page}"),
        said=_("Saved. It holds from now on."),
    )
