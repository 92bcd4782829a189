"""What workers, handlers and the author do with a demand: one POST for each act."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_work
from resident.demands import actions, permissions
from resident.demands.forms import (
    AcceptForm,
    ActForm,
    AnswerForm,
    AssignForm,
    MergeForm,
    ParkForm,
    RateForm,
    ReferForm,
    ReopenForm,
    ResolveForm,
    ReturnForm,
)
from resident.demands.models import Content, Demand, WrongState
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import demand_answer, moved_answer, visible_demand
from resident.i18n import gettext as _
from resident.organizations.models import Organization
from resident.organizations.queries import organization_of, organizations
from resident.web.errors import Invalid
from resident.web.forms import already_sent, create_once
from resident.web.guards import Verdict, require, requires, signed_in
from resident.web.pages import done


@bp.post("/c/<community>/demands/<int:number>/assign")
@requires(can_work)
def assign(number: int) -> ResponseReturnValue:
    """Give it to a body."""
    form = AssignForm()
    form.organization_id.offer(*organizations(current_community()))
    return _direct(
        number,
        form,
        _("Assigned."),
        lambda demand, seen: actions.assign(demand, _body(form), text=form.text.data or "", seen=seen, by=myself()),
    )


@bp.post("/c/<community>/demands/<int:number>/park")
@requires(can_work)
def park(number: int) -> ResponseReturnValue:
    """Say openly that it has to wait."""
    form, zone = ParkForm(), current_community().time_zone
    return _direct(
        number,
        form,
        _("Parked."),
        lambda demand, seen: actions.park(
            demand, reason=form.reason.data or "", until=form.moment(zone), seen=seen, by=myself()
        ),
    )


@bp.post("/c/<community>/demands/<int:number>/refer")
@requires(can_work)
def refer(number: int) -> ResponseReturnValue:
    """Pass it to somebody outside."""
    form = ReferForm()
    return _direct(
        number,
        form,
        _("Referred."),
        lambda demand, seen: actions.refer(
            demand, to=form.to.data or "", reason=form.reason.data or "", seen=seen, by=myself()
        ),
    )


@bp.post("/c/<community>/demands/<int:number>/merge")
@requires(can_work)
def merge(number: int) -> ResponseReturnValue:
    """Join it with the same matter."""
    form = MergeForm()
    return _direct(
        number,
        form,
        _("Merged."),
        lambda demand, seen: actions.merge(
            demand, form.into.data, reason=form.reason.data or "", seen=seen, by=myself()
        ),
    )


@bp.post("/c/<community>/demands/<int:number>/reopen")
@requires(can_work)
def reopen(number: int) -> ResponseReturnValue:
    """Take it up again."""
    form = ReopenForm()
    return _direct(
        number,
        form,
        _("Reopened."),
        lambda demand, seen: actions.reopen(demand, reason=form.reason.data or "", seen=seen, by=myself()),
    )


@bp.post("/c/<community>/demands/<int:number>/accept")
@signed_in
def accept(number: int) -> ResponseReturnValue:
    """Take it in hand."""
    return _handle(
        number,
        AcceptForm(),
        _("You have it in hand now."),
        lambda demand, seen: actions.accept(demand, seen=seen, by=myself()),
    )


@bp.post("/c/<community>/demands/<int:number>/return")
@signed_in
def send_back(number: int) -> ResponseReturnValue:
    """Send it back to the committee."""
    form = ReturnForm()
    return _handle(
        number,
        form,
        _("Sent back to the committee."),
        lambda demand, seen: actions.return_(demand, reason=form.reason.data or "", seen=seen, by=myself()),
    )


@bp.post("/c/<community>/demands/<int:number>/resolve")
@signed_in
def resolve(number: int) -> ResponseReturnValue:
    """Close it with what was done."""
    form = ResolveForm()
    return _handle(
        number,
        form,
        _("Resolved. The one who raised it is asked whether it is solved."),
        lambda demand, seen: actions.resolve(demand, text=form.reason.data or "", seen=seen, by=myself()),
    )


@bp.post("/c/<community>/demands/<int:number>/rating")
@signed_in
def rate(number: int) -> ResponseReturnValue:
    """The author says whether it is solved."""
    form = RateForm()
    return _act(
        number,
        form,
        permissions.can_rate,
        _("Thank you. Your word counts."),
        lambda demand, seen: actions.rate(
            demand, solved=form.solved.data == "yes", content=Content(form.content.data), by=myself()
        ),
    )


@bp.post("/c/<community>/demands/<int:number>/answer")
@signed_in
def answer(number: int) -> ResponseReturnValue:
    """Say something officially."""
    require(permissions.can_handle(me(), visible_demand(number)))
    form = AnswerForm()
    if earlier := already_sent(form):
        return earlier
    if form.validate():
        made = create_once(form, lambda: _answer(number, form))
        if made:
            flash(_("Your answer is published."))
            return made
    return demand_answer(number, 422, failed=form)


def _answer(number: int, form: AnswerForm) -> str:
    actions.answer(visible_demand(number), form.answer.data or "", by=myself())
    return url_for("demands.show", number=number)


def _body(form: AssignForm) -> Organization:
    """The chosen body, read anew inside the transaction."""
    body = organization_of(current_community(), form.organization_id.data or 0)
    if body is None:
        raise Invalid("organization_id", _("Please choose one of these."))
    return body


Run = Callable[[Demand, str], Any]


def _direct(number: int, form: ActForm, said: str, run: Run) -> ResponseReturnValue:
    return _act(number, form, permissions.can_direct, said, run)


def _handle(number: int, form: ActForm, said: str, run: Run) -> ResponseReturnValue:
    return _act(number, form, permissions.can_handle, said, run)


def _act(number: int, form: ActForm, may: Callable[[Any, Demand], Verdict], said: str, run: Run) -> ResponseReturnValue:
    """Ask the permission, check the form, run the action in its write transaction, and go back to the page."""
    verdict = may(me(), visible_demand(number))
    if verdict == permissions.MOVED_ON:
        return moved_answer(number, WrongState(), form)
    require(verdict)
    try:
        if form.validate() and form.accepts(lambda: run(visible_demand(number), form.seen.data or "")):
            flash(said)
            return done(url_for("demands.show", number=number))
    except WrongState as error:
        return moved_answer(number, error, form)
    return demand_answer(number, 422, failed=form)
