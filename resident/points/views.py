"""A person's own page of points."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.points.queries import balance_of, statement
from resident.web.beginnings import beginning
from resident.web.guards import signed_in
from resident.web.keyset import Page, place_in_list

bp = Blueprint("points", __name__)


@bp.get("/me/points")
@signed_in
def index() -> ResponseReturnValue:
    """Balance and statement in the community visited last."""
    community, after = g.community, place_in_list() if g.community else ""
    lines = beginning(statement(community, myself(), after)) if community else Page([], "")
    balance = balance_of(community, myself()) if community else 0
    return render_template("points/page.html", balance=balance, lines=lines, is_later=bool(after))
