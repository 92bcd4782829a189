"""The desk: the staff's work in one place."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.dates.months import Month
from resident.demands.permissions import can_enter, can_open_pile
from resident.demands.queries import ListedDemand, pile_page
from resident.demands.words import PILE_TITLES
from resident.desk.forms import MonthForm
from resident.desk.permissions import can_use_desk
from resident.desk.queries import desk_of, figures_of_month, open_months
from resident.i18n import gettext as _
from resident.notices.actions import publish_month
from resident.notices.models import Notice
from resident.notices.permissions import can_publish_month
from resident.web.forms import both, saving
from resident.web.guards import require, requires
from resident.web.keyset import Page, place_in_list
from resident.web.staff import work

bp = Blueprint("desk", __name__)


@bp.get("/c/<community>/desk")
@requires(can_use_desk)
def index() -> ResponseReturnValue:
    """What waits for whoever is signed in, the most pressing first."""
    return render_template(
        "desk/page.html",
        desk=desk_of(current_community(), myself(), work()),
        may_enter=can_enter(me(), current_community()),
    )


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


@bp.route("/c/<community>/desk/month", methods=["GET", "POST"])
@requires(can_publish_month)
def month() -> ResponseReturnValue:
    """The page of a month (`?month=2026-11`, else the last one without a page): its figures, the committee's words, published."""
    community = current_community()
    months = open_months(community)
    chosen = next((one for one in months if one.name == request.args.get("month")), months[0] if months else None)
    if chosen is None:
        return render_template("desk/month.html", figures=None)
    figures = figures_of_month(community, chosen)
    form = MonthForm(lambda: {"version": figures.digest})
    return saving(
        form,
        lambda: _publish(chosen, form),
        page=lambda: render_template("desk/month.html", form=form, figures=figures, months=months, chosen=chosen),
        then=lambda notice: url_for("notices.show", notice_id=notice.id),
        said=_("It is published."),
    )


def _publish(chosen: Month, form: MonthForm) -> Notice:
    community = current_community()
    return publish_month(
        community=community,
        figures=figures_of_month(community, chosen),
        words=both(form, "words"),
        shown=form.version.data,
        by=myself(),
    )


def _page_of(pile: str, after: str) -> Page[ListedDemand]:
    require(can_open_pile(me(), current_community(), pile))
    return pile_page(current_community(), myself(), pile, after)
