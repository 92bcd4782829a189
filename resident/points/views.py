"""A person's own page of points."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.points.queries import balance_of, statement
from resident.web.guards import signed_in
from resident.web.keyset import Page, place_in_list

bp = Blueprint("points", __name__)


@bp.get("/me/points")
@signed_in
def index() -> ResponseReturnValue:
    """Balance and statement in the community visited last."""
    if g.community is None:
        return render_template("points/page.html", balance=0, lines=Page([], ""))
    after = place_in_list()
    lines = statement(g.community, myself(), after)
    return render_template(
        "points/page.html", balance=balance_of(g.community, myself()), lines=lines, is_later=bool(after)
    )
