"""The demands behind each figure of a community."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.demands import queries
from resident.demands.permissions import can_see_all
from resident.demands.queries import CHOICES
from resident.demands.views.blueprint import bp
from resident.demands.words import FIGURE_WORDS
from resident.web.guards import public
from resident.web.keyset import place_in_list


@bp.get("/c/<community>/demands/figures/<any(raised, response, solved, satisfaction, withdrawn):name>")
@public
def behind(name: str) -> ResponseReturnValue:
    """Of which demands a figure speaks, and which count for it: those one may see, and how many there are besides."""
    community = current_community()
    choice = request.args.get("counts", "")
    choice = choice if choice in CHOICES else ""
    sees_all = bool(can_see_all(me(), community))
    month = next((one for one in queries.months_before(community) if one.name == request.args.get("month")), None)
    return render_template(
        "demands/figures.html",
        name=name,
        words=FIGURE_WORDS[name],
        others=[(other, words.title) for other, words in FIGURE_WORDS.items() if other != name],
        choice=choice,
        year=queries.year_of(community),
        month=month,
        behind=queries.behind_figure(community, name, sees_all=sees_all, month=month),
        page=queries.demands_behind(community, name, choice, place_in_list(), sees_all=sees_all, month=month),
    )
