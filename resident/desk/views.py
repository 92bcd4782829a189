"""The desk: the staff's work in one place."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.models import Person
from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.communities.models import Community
from resident.communities.permissions import can_work
from resident.demands.queries import ListedDemand, bodies_page, committee_page, taken_over_page
from resident.desk.permissions import can_use_desk, led_by
from resident.desk.queries import desk_of
from resident.i18n import lazy_gettext as _l
from resident.web.guards import require, requires
from resident.web.keyset import Page, place_in_list
from resident.web.pages import say_count

bp = Blueprint("desk", __name__)
TITLES = {
    "committee": _l("With the committee"),
    "earlier": _l("From an earlier list"),
    "bodies": _l("Demands with you"),
}
PILES: dict[str, Callable[[Community, Person, str], Page[ListedDemand]]] = {
    "committee": lambda community, _person, after: committee_page(community, after),
    "earlier": lambda community, _person, after: taken_over_page(community, after),
    "bodies": lambda community, person, after: bodies_page(community, led_by(community, person), after),
}


@bp.get("/c/<community>/desk")
@requires(can_use_desk)
def index() -> ResponseReturnValue:
    """What waits for whoever is signed in, the most pressing first."""
    desk = desk_of(current_community(), myself())
    say_count("moderation.index", desk.reviews.count)
    say_count("service_records.index", desk.hours.count)
    return render_template("desk/page.html", desk=desk)


@bp.get("/c/<community>/desk/demands/<any(committee, earlier, bodies):pile>")
@requires(can_use_desk)
def demands(pile: str) -> ResponseReturnValue:
    """All demands of one pile, page by page."""
    community, person = current_community(), myself()
    if pile != "bodies":
        require(can_work(person, community))
    page = PILES[pile](community, person, place_in_list())
    return render_template(
        "desk/demands.html", pile=pile, page=page, title=TITLES[pile], is_later="after" in request.args
    )
