"""Adding a shift, moving it, calling it off, and the sheet to hang up where people arrive."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.codes import code_answer
from resident.activities.forms import ReasonForm, ShiftForm, as_planned, number_in
from resident.activities.models import Activity, Shift
from resident.activities.views.calling import outcome, run_by_me
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.web.forms import already_sent, create_once
from resident.web.guards import require, signed_in

bp = Blueprint("shifts", __name__)


@bp.route("/c/<community>/activities/<int:activity_id>/shifts/new", methods=["GET", "POST"])
@signed_in
def new(activity_id: int) -> ResponseReturnValue:
    """Add a shift."""
    form = ShiftForm()
    run_by_me(activity_id)
    if form.is_submitted() and (earlier := already_sent(form)):
        return earlier
    if form.validate_on_submit() and (answer := create_once(form, lambda: _added(activity_id, form))):
        return answer
    page = render_template("activities/shift.html", form=form, activity=run_by_me(activity_id), shift=None)
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<community>/activities/shifts/<int:shift_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(shift_id: int) -> ResponseReturnValue:
    """Move a shift or change its places; people in it are told where and when."""
    shift = shift_run_by_me(shift_id)
    form = ShiftForm(data=as_planned(shift))
    status = outcome(form, lambda: _moved(shift_id, form), lambda: as_planned(shift_run_by_me(shift_id)))
    if status == 303:
        flash(_("Saved. Whoever has a place or waits has been told if time or place changed."))
        return _back(shift_run_by_me(shift_id).activity)
    shift = shift_run_by_me(shift_id)
    return render_template("activities/shift.html", form=form, activity=shift.activity, shift=shift), status


@bp.route("/c/<community>/activities/shifts/<int:shift_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(shift_id: int) -> ResponseReturnValue:
    """Call one shift off, with the reason people are told."""
    form = ReasonForm()
    shift = _cancellable(shift_id)
    if form.validate_on_submit() and form.accepts(lambda: _called_off(shift_id, form)):
        flash(_("Called off. Everybody has been told."))
        return _back(_cancellable(shift_id).activity)
    shift = _cancellable(shift_id)
    page = render_template("activities/cancel.html", form=form, activity=shift.activity, shift=shift)
    return page, 422 if form.is_submitted() else 200


@bp.get("/c/<community>/activities/shifts/<int:shift_id>/poster")
@signed_in
def poster(shift_id: int) -> ResponseReturnValue:
    """A sheet to print and hang up where people arrive."""
    return render_template("activities/poster.html", shift=shift_run_by_me(shift_id))


@bp.get("/c/<community>/activities/shifts/<int:shift_id>/check-in.svg")
@signed_in
def code(shift_id: int) -> Response:
    """The code on that sheet."""
    shift = shift_run_by_me(shift_id)
    return code_answer(url_for(".arrive", key=shift.check_in_key))


def shift_run_by_me(shift_id: int) -> Shift:
    """The shift of the address, for whom leads its body. Raises NotHere, NotAllowed."""
    shift = queries.shift_of(current_community().id, shift_id)
    require(permissions.can_run(me(), shift.activity))
    return shift


def _cancellable(shift_id: int) -> Shift:
    shift = queries.shift_of(current_community().id, shift_id)
    require(permissions.can_cancel(me(), shift.activity))
    return shift


def _back(activity: Activity) -> ResponseReturnValue:
    return redirect(url_for("activities.show", activity_id=activity.id), 303)


def _added(activity_id: int, form: ShiftForm) -> str:
    activity = run_by_me(activity_id)
    actions.add_shift(activity_id, form.plan(), by=myself())
    flash(_("The shift is added."))
    return actions.path_of(activity, current_community())


def _moved(shift_id: int, form: ShiftForm) -> None:
    shift_run_by_me(shift_id)
    actions.move_shift(
        shift_id, form.plan(), version=number_in(form.version.data), community=current_community(), by=myself()
    )


def _called_off(shift_id: int, form: ReasonForm) -> None:
    _cancellable(shift_id)
    actions.cancel_shift(shift_id, reason=form.reason.data or "", community=current_community(), by=myself())
