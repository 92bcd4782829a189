"""The front door, a community's home, and one's own page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities.queries import minutes_of, my_next_place
from resident.communities.context import COOKIE, communities, current_community
from resident.communities.queries import home_of
from resident.communities.switching import page_in
from resident.communities.words import entrance_words
from resident.config import settings
from resident.home import queries
from resident.notices.queries import first_for
from resident.web.guards import public, signed_in
from resident.web.pages import local_path, reading_mode
from resident.web.staff import work

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """To the home community: the operator's setting, the one visited last, the only one; else a choice.

    `?choose=1` always shows the choice.
    """
    known = communities()
    slugs = [community.slug for community in known]
    wanted = [
        settings().home_community,
        request.cookies.get(settings().cookie(COOKIE), ""),
        *(slugs if len(slugs) == 1 else []),
    ]
    home = next((slug for slug in wanted if slug in slugs), None)
    if home is None or "choose" in request.args:
        page = request.args.get("page", "")
        return render_template("home/front.html", communities=known, page=page if local_path(page, "") else "")
    return redirect(url_for(".index", community=home))


@bp.get("/c/<community>/go-on")
@public
def go_on() -> ResponseReturnValue:
    """To the page that somebody had open in another community, as this one has it (`?page=`)."""
    return redirect(page_in(current_community().slug, request.args.get("page", "")))


@bp.get("/c/<community>/")
@public
def index() -> ResponseReturnValue:
    """What waits for me, what goes on, what comes next."""
    community, person = current_community(), me()
    today = queries.work_of_today(community, person, work()) if person else []
    waiting = queries.waiting_for(community, person, work(), today) if person else None
    around = queries.neighbourhood(community, is_short=reading_mode() == "care")
    goal = queries.goal_of(community, around, waiting)
    notices = first_for(community, around.notices, person)[: queries.FEW]
    return render_template(
        "home/page.html", waiting=waiting, today=today, around=around, goal=goal, notices=tuple(notices)
    )


@bp.get("/me/work")
@signed_in
def everywhere() -> ResponseReturnValue:
    """What waits for one of the staff, community by community."""
    return render_template("home/workplaces.html", workplaces=queries.workplaces(myself()))


@bp.get("/me")
@signed_in
def mine() -> ResponseReturnValue:
    """My things, and the way to the staff's pages for whom there are any."""
    community, person = current_community(), myself()
    if community is None:
        return redirect(url_for(".front"))
    return render_template(
        "home/own.html",
        home=home_of(community, person),
        entrance_words=entrance_words,
        minutes=minutes_of(community, person),
        mine=queries.mine(community, person),
        next=my_next_place(community, person),
    )
