"""Raising a demand, and changing it while it waits."""

from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.models import Actor
from resident.accounts.sessions import mark_of, me, myself
from resident.communities.context import current_community
from resident.communities.models import Community
from resident.communities.permissions import can_raise
from resident.communities.queries import buildings, home_of, plan_of
from resident.demands import actions, permissions, queries
from resident.demands.danger import sounds_like
from resident.demands.danger.words import alarm_of
from resident.demands.forms import DemandWords, as_written
from resident.demands.guessing import DELICATE, words_of
from resident.demands.models import Demand
from resident.demands.views.blueprint import bp
from resident.demands.views.comments import NAMED, UNNAMED
from resident.demands.views.photos import IllustratedForm
from resident.demands.views.showing import saving_on, visible_demand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.queries import drafts_of
from resident.moderation.queries import usual_wait
from resident.web.forms import button, creating, is_wanted
from resident.web.guards import Verdict, no, require, requires, signed_in
from resident.web.uploads import uploads

EMERGENCY = ("119", "120", "110")
NO_CATEGORY = no(
    "no_category",
    _l("The committee is still setting this up: it has not said yet which kinds of demands there are. Please call it."),
)


def can_begin(person: Actor | None, community: Community) -> Verdict:
    """Raise a demand, where there is a category to choose."""
    verdict = can_raise(person, community)
    return NO_CATEGORY if verdict and not queries.takes_demands(community) else verdict


@bp.route("/c/<community>/demands/new", methods=["GET", "POST"])
@uploads
@requires(can_begin)
def new() -> ResponseReturnValue:
    """Raise a demand."""
    form = _form()
    return creating(
        form,
        lambda: _raise(form),
        page=lambda: _page(form, None),
        then=lambda demand: url_for("demands.show", number=demand.number),
        said=_("Thank you. It is in line for the review; you hear from us."),
    )


@bp.post("/c/<community>/demands/danger")
@requires(can_raise)
def warn() -> ResponseReturnValue:
    """While somebody writes: whom to call first, where the words sound like danger. Nothing is kept of them."""
    words = DemandWords()
    kind = sounds_like(words.title.data or "", words.body.data or "", words.spot.data or "")
    if (kind or "") == request.form.get("warned", ""):
        return "", HTTPStatus.NO_CONTENT
    return render_template("demands/_alarm.html", alarm=alarm_of(kind, current_community())) if kind else ""


def _raise(form: IllustratedForm) -> Demand:
    form.store()
    return actions.raise_demand(
        community=current_community(), draft=form.draft(), photo_token=form.token.data or "", by=myself()
    )


@bp.route("/c/<community>/demands/<int:number>/edit", methods=["GET", "POST"])
@uploads
@signed_in
def edit(number: int) -> ResponseReturnValue:
    """Change a demand that waits, or that changes were asked for."""
    demand = visible_demand(number)
    form = _form(demand)
    return saving_on(
        number,
        form,
        permissions.can_edit(me(), demand),
        lambda: _edit(number, form),
        page=lambda: _page(form, demand),
        said=_("Saved. Your place in line stays."),
    )


def _edit(number: int, form: IllustratedForm) -> None:
    form.store()
    actions.edit_demand(
        demand=visible_demand(number),
        draft=form.draft(),
        version=form.version.data,
        photo_token=form.token.data or "",
        drop_photos=form.dropped,
        by=myself(),
    )


@bp.post("/c/<community>/demands/<int:number>/name")
@signed_in
@button(then="demands.show", said=lambda shows: NAMED if shows else UNNAMED)
def name(number: int) -> bool:
    """Show the own name beside a demand, or “a neighbour”."""
    demand, shows = visible_demand(number), is_wanted(request.form.get("shows"))
    require(permissions.can_name(me(), demand))
    actions.show_name(post=demand, shows=shows, by=myself())
    return shows


def _form(demand: Demand | None = None) -> IllustratedForm:
    """The form with what can be chosen here; a demand keeps its category and building, archived or not."""
    community = current_community()
    form = IllustratedForm(lambda: as_written(demand) if demand is not None else {})
    form.kinds = queries.categories(community)
    form.category_id.offer(*form.kinds)
    form.building_id.offer(*buildings(community))
    if demand is not None and demand.category is not None:
        form.category_id.offer(demand.category)
    if demand is not None and demand.building is not None:
        form.building_id.offer(demand.building)
    return form


def _begin_at_home(form: IllustratedForm) -> None:
    """Most of what people raise stands where they live: their own building is chosen already."""
    home = home_of(current_community(), myself())
    if home is not None and home.household is not None and home.household.building_id in form.building_id.ids:
        form.building_id.data = home.household.building_id


def _page(form: IllustratedForm, demand: Demand | None) -> str:
    """The form, with the photos it has so far."""
    if form.is_submitted():
        form.keep_for_later()
    elif demand is None and form.building_id.raw_data is None:
        _begin_at_home(form)
    kept = queries.photos_of_demand(demand) if demand is not None else []
    drafts = drafts_of(current_community(), form.token.data, myself()) if form.is_submitted() else []
    return render_template(
        "demands/form.html",
        form=form,
        demand=demand,
        kept=[*kept, *drafts],
        dropped=form.dropped,
        reason=queries.review_reason("demand", demand) if demand is not None else "",
        emergency=EMERGENCY,
        plan=plan_of(current_community()),
        topics={kind.id: words_of(kind) for kind in form.kinds},
        delicate=DELICATE,
        draft_key=f"draft:{mark_of(me())}:{current_community().slug}",
        zone=current_community().time_zone,
        usual=usual_wait(current_community()),
    )
