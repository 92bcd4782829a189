"""Adding a shift, moving it, calling it off, and the sheet to hang up where people arrive."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.actions.clashes import Clashes
from resident.activities.codes import code_answer
from resident.activities.forms import NewShiftForm, ReasonForm, ShiftForm, as_planned
from resident.activities.models import Shift
from resident.activities.views.calling import run_by_me
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.web.errors import Changed, found
from resident.web.forms import creating, saving
from resident.web.guards import require, signed_in

bp = Blueprint("shifts", __name__)


@bp.route("/c/<community>/activities/<int:activity_id>/shifts/new", methods=["GET", "POST"])
@signed_in
def new(activity_id: int) -> ResponseReturnValue:
    """Add a shift."""
    form, activity = NewShiftForm(), run_by_me(activity_id)
    return creating(
        form,
        lambda: actions.add_shift(activity_id, form.plan(), by=myself()),
        page=lambda: render_template("activities/shift.html", form=form, activity=activity, shift=None),
        then=url_for("activities.show", activity_id=activity_id),
        said=_("The shift is added."),
    )


@bp.route("/c/<community>/activities/shifts/<int:shift_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(shift_id: int) -> ResponseReturnValue:
    """Move a shift or change its places; people in it are told where and when."""
    shift = shift_run_by_me(shift_id)
    form = ShiftForm(lambda: as_planned(shift))
    return saving(
        form,
        lambda: _moved(shift_id, form),
        page=lambda: render_template("activities/shift.html", form=form, activity=shift.activity, shift=shift),
        then=_page_of,
        said=_("Saved. Whoever has a place or waits has been told if time or place changed."),
        shows=(Changed, Clashes),
    )


@bp.route("/c/<community>/activities/shifts/<int:shift_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(shift_id: int) -> ResponseReturnValue:
    """Call one shift off, with the reason people are told."""
    form, shift = ReasonForm(), _cancellable(shift_id)
    return saving(
        form,
        lambda: _called_off(shift_id, form),
        page=lambda: render_template("activities/cancel.html", form=form, activity=shift.activity, shift=shift),
        then=_page_of,
        said=_("Called off. Everybody has been told."),
    )


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
    shift = found(queries.shift_of(current_community(), shift_id))
    require(permissions.can_run(me(), shift.activity))
    return shift


def _cancellable(shift_id: int) -> Shift:
    shift = found(queries.shift_of(current_community(), shift_id))
    require(permissions.can_cancel(me(), shift.activity))
    return shift


def _page_of(shift: Shift) -> str:
    return url_for("activities.show", activity_id=shift.activity_id)


def _moved(shift_id: int, form: ShiftForm) -> Shift:
    return actions.move_shift(
        shift_id,
        form.plan(),
        version=form.version.data,
        accepted=form.accepted(),
        community=current_community(),
        by=myself(),
    )


def _called_off(shift_id: int, form: ReasonForm) -> Shift:
    return actions.cancel_shift(shift_id, reason=form.reason.data or "", community=current_community(), by=myself())
