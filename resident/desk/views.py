"""The desk: the staff's work in one place."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
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
from resident.web.keyset import Page
from resident.web.staff import work

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
    return render_template("desk/page.html", desk=desk_of(current_community(), myself(), work()))


@bp.get("/c/<community>/desk/demands/<any(committee, earlier, bodies):pile>/begin")
@requires(can_use_desk)
def begin(pile: str) -> ResponseReturnValue:
    """To the first demand of a pile, where the next step is open; to the pile where nothing is left in it."""
    first = next(iter(_page_of(pile, "").rows), None)
    if first is None:
        return redirect(url_for(".demands", pile=pile))
    return redirect(url_for("demands.show", number=first.number, pile=pile))


@bp.get("/c/<community>/desk/demands/<any(committee, earlier, bodies):pile>")
@requires(can_use_desk)
def demands(pile: str) -> ResponseReturnValue:
    """All demands of one pile, page by page."""
    page = _page_of(pile, request.args.get("after", ""))
    return render_template(
        "desk/demands.html", pile=pile, page=page, title=TITLES[pile], is_later="after" in request.args
    )


def _page_of(pile: str, after: str) -> Page[ListedDemand]:
    community, person = current_community(), myself()
    if pile != "bodies":
        require(can_work(person, community))
    return PILES[pile](community, person, after)
