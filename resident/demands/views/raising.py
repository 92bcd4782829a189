"""Raising a demand, changing it while it waits, withdrawing it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_raise
from resident.communities.queries import buildings
from resident.db import begin_write, db
from resident.demands import actions, permissions, queries
from resident.demands.forms import DemandForm
from resident.demands.models import Demand, WrongState
from resident.demands.views.blueprint import bp
from resident.demands.views.photos import Intake
from resident.demands.views.showing import moved_answer, visible_demand
from resident.i18n import gettext as _
from resident.media.queries import drafts_of
from resident.web.errors import Changed
from resident.web.forms import already_sent, create_once
from resident.web.guards import require, requires, signed_in
from resident.web.pages import done
from resident.web.uploads import uploads

EMERGENCY = ("119", "120", "110")


@bp.route("/c/<community>/demands/new", methods=["GET", "POST"])
@uploads
@requires(can_raise)
def new() -> ResponseReturnValue:
    """Raise a demand."""
    form = _form()
    if not form.is_submitted():
        return _page(form, None)
    if earlier := already_sent(form):
        return earlier
    photos = Intake(form)
    if photos.accepts():
        made = create_once(form, lambda: _raise(form, photos))
        if made:
            flash(_("Thank you. It is in line for the review; you hear from us."))
            return made
    photos.keep_for_later()
    return _page(form, None, 422)


def _raise(form: DemandForm, photos: Intake) -> str:
    photos.store()
    demand = actions.raise_demand(current_community(), form.draft(), photo_token=form.token.data or "", by=myself())
    return url_for("demands.show", number=demand.number)


@bp.route("/c/<community>/demands/<int:number>/edit", methods=["GET", "POST"])
@uploads
@signed_in
def edit(number: int) -> ResponseReturnValue:
    """Change a demand that waits, or that changes were asked for."""
    demand = visible_demand(number)
    form = _form(demand)
    if (verdict := permissions.can_edit(me(), demand)) == permissions.MOVED_ON:
        return moved_answer(number, WrongState(), form)
    require(verdict)
    if not form.is_submitted():
        form.show(demand)
        return _page(form, demand)
    photos = Intake(form)
    try:
        if photos.accepts() and form.accepts(lambda: _edit(number, form, photos)):
            flash(_("Saved. Your place in line stays."))
            return done(url_for("demands.show", number=number))
    except WrongState as error:
        return moved_answer(number, error, form)
    except Changed as error:
        db.session.rollback()
        photos.keep_for_later()
        form.version.data = str(demand.version)
        return _page(form, demand, error.status, changed=error)
    photos.keep_for_later()
    return _page(form, demand, 422)


def _edit(number: int, form: DemandForm, photos: Intake) -> None:
    photos.store()
    actions.edit_demand(
        visible_demand(number),
        form.draft(),
        version=form.shown_version,
        photo_token=form.token.data or "",
        drop_photos=photos.dropped,
        by=myself(),
    )


@bp.post("/c/<community>/demands/<int:number>/withdraw")
@signed_in
def withdraw(number: int) -> ResponseReturnValue:
    """Take a demand back."""
    require(permissions.is_author(me(), visible_demand(number)))
    begin_write()
    try:
        actions.withdraw_demand(visible_demand(number), by=myself())
    except WrongState as error:
        return moved_answer(number, error)
    flash(_("Withdrawn."))
    return done(url_for("demands.show", number=number))


def _form(demand: Demand | None = None) -> DemandForm:
    """The form with what can be chosen here; a demand keeps its category and building, archived or not."""
    community = current_community()
    form = DemandForm()
    form.category_id.offer(*queries.categories(community))
    form.building_id.offer(*buildings(community))
    if demand is not None and demand.category is not None:
        form.category_id.offer(demand.category)
    if demand is not None and demand.building is not None:
        form.building_id.offer(demand.building)
    return form


def _page(
    form: DemandForm, demand: Demand | None, status: int = 200, *, changed: Changed | None = None
) -> ResponseReturnValue:
    """The form, with the photos it has so far."""
    kept = queries.photos_of_demand(demand) if demand is not None else []
    drafts = drafts_of(form.token.data, myself()) if status != 200 else []
    page = render_template(
        "demands/form.html",
        form=form,
        demand=demand,
        kept=[*kept, *drafts],
        dropped=request.form.getlist("drop_photo"),
        changed=changed,
        reason=queries.review_reason("demand", demand) if demand is not None else "",
        emergency=EMERGENCY,
    )
    return page, status
