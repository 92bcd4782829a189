"""The desk: the staff's work in one place."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.desk.permissions import can_use_desk
from resident.desk.queries import desk_of
from resident.web.guards import requires
from resident.web.pages import say_count

bp = Blueprint("desk", __name__)


@bp.get("/c/<community>/desk")
@requires(can_use_desk)
def index() -> ResponseReturnValue:
    """What waits for whoever is signed in, the most pressing first."""
    desk = desk_of(current_community(), myself())
    say_count("moderation.index", desk.reviews.count)
    say_count("service_records.index", desk.hours.count)
    return render_template("desk/page.html", desk=desk)
