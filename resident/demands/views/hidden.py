"""Instead of a demand that is not public any more: what happened, for those who support it or commented on it."""

from flask import render_template, request

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.demands import queries
from resident.demands.words import hidden_words
from resident.web.stand_ins import stand_in


@stand_in("demands.show", "demands.share", "comments.index", "comments.edit")
def hidden() -> str:
    """That it is not public, why, and what this person has in it; nothing of what it says."""
    demand = queries.demand_page(current_community(), int((request.view_args or {})["number"]), myself())
    if demand is None:
        return ""
    comments = queries.own_comments(demand, myself())
    if not comments and demand.supported_at is None:
        return ""
    return render_template("demands/hidden.html", demand=demand, comments=comments, words=hidden_words(demand))
