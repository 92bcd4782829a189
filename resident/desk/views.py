"""The desk: the staff's work in one place."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.demands.permissions import can_open_pile
from resident.demands.queries import ListedDemand, pile_page
from resident.demands.words import PILE_TITLES
from resident.desk.permissions import can_use_desk
from resident.desk.queries import desk_of
from resident.web.guards import require, requires
from resident.web.keyset import Page, place_in_list
from resident.web.staff import work

bp = Blueprint("desk", __name__)


@bp.get("/c/<community>/desk")
@requires(can_use_desk)
def index() -> ResponseReturnValue:
    """What waits for whoever is signed in, the most pressing first."""
    return render_template("desk/page.html", desk=desk_of(current_community(), myself(), work()))


@bp.get("/c/<community>/desk/demands/<any(danger, urgent, committee, earlier, bodies):pile>/begin")
@requires(can_use_desk)
def begin(pile: str) -> ResponseReturnValue:
    """To the first demand of a pile, where the next step is open; to the pile where nothing is left in it."""
    first = next(iter(_page_of(pile, "").rows), None)
    if first is None:
        return redirect(url_for(".demands", pile=pile))
    return redirect(url_for("demands.show", number=first.number, pile=pile))


@bp.get("/c/<community>/desk/demands/<any(danger, urgent, committee, earlier, bodies):pile>")
@requires(can_use_desk)
def demands(pile: str) -> ResponseReturnValue:
    """All demands of one pile, page by page."""
    page = _page_of(pile, place_in_list())
    return render_template(
        "desk/demands.html", pile=pile, page=page, title=PILE_TITLES[pile], is_later="after" in request.args
    )


def _page_of(pile: str, after: str) -> Page[ListedDemand]:
    require(can_open_pile(me(), current_community(), pile))
    return pile_page(current_community(), myself(), pile, after)
