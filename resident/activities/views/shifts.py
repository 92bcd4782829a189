"""Adding a shift, moving it, calling it off, and the sheet to hang up where people arrive."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.actions.clashes import Clashes
from resident.activities.actions.wording import SHIFT, planned
from resident.activities.forms import NewShiftForm, ReasonForm, ShiftForm, as_planned, as_proposed
from resident.activities.models import Shift
from resident.activities.queries import RunShift
from resident.activities.views.calling import run_by_me
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.moderation.models import Proposal
from resident.moderation.permissions import can_change_proposal
from resident.moderation.queries import proposal_of, proposed_for
from resident.web.codes import code_answer
from resident.web.errors import Changed, NotHere, found
from resident.web.forms import creating, number_in, saving, spread
from resident.web.guards import require, signed_in

bp = Blueprint("shifts", __name__)
READ_FIRST = _l(
    "Thank you. The committee reads name and place first; until then everybody reads what stood there before."
)


@bp.route("/c/<community>/activities/<int:activity_id>/shifts/new", methods=["GET", "POST"])
@signed_in
def new(activity_id: int) -> ResponseReturnValue:
    """Add a shift."""
    activity, again = run_by_me(activity_id), _again(activity_id)
    form = NewShiftForm(data=as_proposed(planned(again.words)) if again else {})
    return creating(
        form,
        lambda: actions.add_shift(activity_id=activity_id, plan=form.plan(), by=myself(), again=_again(activity_id)),
        page=lambda: render_template("activities/shift.html", form=form, activity=activity, shift=None, again=again),
        then=lambda made: _made_at(made, activity_id),
        said=lambda made: READ_FIRST if isinstance(made, Proposal) else _("The shift is added."),
    )


@bp.route("/c/<community>/activities/shifts/<int:shift_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(shift_id: int) -> ResponseReturnValue:
    """Move a shift or change its places; people in it are told where and when."""
    shift = shift_run_by_me(shift_id)
    form = ShiftForm(lambda: as_planned(shift) | _words_that_wait(shift))
    return saving(
        form,
        lambda: _moved(shift_id, form),
        page=lambda: _page(shift, form),
        then=_page_of,
        said=_said,
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


def shift_run_by_me(shift_id: int) -> RunShift:
    """The shift of the address, for whom leads its body. Raises NotHere, NotAllowed."""
    shift = found(queries.shift_of(current_community(), shift_id))
    require(permissions.can_run(me(), shift.activity))
    return shift


def _cancellable(shift_id: int) -> RunShift:
    shift = found(queries.shift_of(current_community(), shift_id))
    require(permissions.can_cancel(me(), shift.activity))
    return shift


def _again(activity_id: int) -> Proposal | None:
    """The proposal of a further shift that is sent in anew, for who may change it. Raises NotHere."""
    number = number_in(request.args.get("again"))
    if not number:
        return None
    again = found(proposal_of(current_community(), number))
    is_of_this = again.kind == SHIFT and again.subject_id is None and again.words["activity_id"] == activity_id
    if not is_of_this or not can_change_proposal(me(), again):
        raise NotHere
    return again


def _made_at(made: Shift | Proposal, activity_id: int) -> str:
    if isinstance(made, Proposal):
        return url_for("moderation.proposed", number=made.id)
    return url_for("activities.show", activity_id=activity_id)


def _page(shift: RunShift, form: ShiftForm) -> str:
    proposed = proposed_for(SHIFT, shift.id)
    return render_template(
        "activities/shift.html", form=form, activity=shift.activity, shift=shift, proposed=proposed, again=None
    )


def _words_that_wait(shift: RunShift) -> dict[str, Any]:
    """The manager goes on with the words that wait for the committee."""
    proposed = proposed_for(SHIFT, shift.id)
    if proposed is None:
        return {}
    return {**spread(proposed.words["name"], "name"), **spread(proposed.words["place"], "place")}


def _said(shift: Shift) -> str:
    if proposed_for(SHIFT, shift.id) is not None:
        return str(READ_FIRST)
    return _("Saved. Whoever has a place or waits has been told if time or place changed.")


def _page_of(shift: Shift) -> str:
    return url_for("activities.show", activity_id=shift.activity_id)


def _moved(shift_id: int, form: ShiftForm) -> Shift:
    return actions.move_shift(
        shift_id=shift_id,
        plan=form.plan(),
        version=form.version.data,
        accepted=form.accepted(),
        community=current_community(),
        by=myself(),
    )


def _called_off(shift_id: int, form: ReasonForm) -> Shift:
    return actions.cancel_shift(
        shift_id=shift_id, reason=form.reason.data or "", community=current_community(), by=myself()
    )
