"""What workers, handlers and the author do with a demand: one POST for each act."""

from collections.abc import Callable
from typing import Any

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
    WithdrawForm,
)
from resident.demands.models import Demand
from resident.demands.queries import candidates
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import demand_page, saving_on, visible_demand
from resident.demands.views.working import onward, pile_at_hand
from resident.i18n import gettext as _
from resident.organizations.models import Organization
from resident.organizations.queries import organization_of
from resident.web.errors import Invalid
from resident.web.forms import creating
from resident.web.guards import Verdict, require, requires, signed_in


@bp.post("/c/<community>/demands/<int:number>/assign")
@requires(can_work)
def assign(number: int) -> ResponseReturnValue:
    """Give it to a body."""
    form = AssignForm()
    form.offer(candidates(current_community(), visible_demand(number)))
    return _direct(
        number,
        form,
        lambda **said: actions.assign(organization=_body(form), **said),
        _("Handed over."),
    )


@bp.post("/c/<community>/demands/<int:number>/park")
@requires(can_work)
def park(number: int) -> ResponseReturnValue:
    """Say openly that it has to wait."""
    return _direct(number, ParkForm(), actions.park, _("Put on hold."))


@bp.post("/c/<community>/demands/<int:number>/refer")
@requires(can_work)
def refer(number: int) -> ResponseReturnValue:
    """Pass it to somebody outside."""
    return _direct(number, ReferForm(), actions.refer, _("Passed on. The one who raised it has been told to whom."))


@bp.post("/c/<community>/demands/<int:number>/merge")
@requires(can_work)
def merge(number: int) -> ResponseReturnValue:
    """Join it with the same matter."""
    return _direct(number, MergeForm(), actions.merge, _("Merged."))


@bp.post("/c/<community>/demands/<int:number>/reopen")
@requires(can_work)
def reopen(number: int) -> ResponseReturnValue:
    """Take it up again."""
    return _direct(number, ReopenForm(), actions.reopen, _("It is done again."))


@bp.post("/c/<community>/demands/<int:number>/accept")
@signed_in
def accept(number: int) -> ResponseReturnValue:
    """Take it in hand."""
    return _handle(number, AcceptForm(), actions.accept, _("You have it in progress now."))


@bp.post("/c/<community>/demands/<int:number>/return")
@signed_in
def send_back(number: int) -> ResponseReturnValue:
    """Send it back to the committee."""
    return _handle(number, ReturnForm(), actions.return_, _("Sent back to the committee."))


@bp.post("/c/<community>/demands/<int:number>/resolve")
@signed_in
def resolve(number: int) -> ResponseReturnValue:
    """Close it with what was done."""
    said = _("Closed. The one who raised it is asked whether it is solved.")
    return _handle(number, ResolveForm(), actions.resolve, said)


@bp.post("/c/<community>/demands/<int:number>/rating")
@signed_in
def rate(number: int) -> ResponseReturnValue:
    """The author says whether it is solved."""
    return act_on(number, RateForm(), permissions.can_rate, actions.rate, _("Thank you. Your word counts."))


@bp.post("/c/<community>/demands/<int:number>/withdraw")
@signed_in
def withdraw(number: int) -> ResponseReturnValue:
    """Whose it is takes it back."""
    return act_on(number, WithdrawForm(), permissions.speaks_for, actions.withdraw_demand, _("Withdrawn."))


@bp.post("/c/<community>/demands/<int:number>/answer")
@signed_in
def answer(number: int) -> ResponseReturnValue:
    """Say something officially."""
    require(permissions.can_handle(me(), visible_demand(number)))
    form, pile = AnswerForm(), pile_at_hand(number)
    return creating(
        form,
        lambda: actions.answer(demand=visible_demand(number), body=form.answer.data or "", by=myself()),
        page=lambda: demand_page(number, form),
        then=lambda answer: onward(number, answer.demand_id, form.act, pile),
        said=_("Your answer is published."),
    )


def _body(form: AssignForm) -> Organization:
    """The chosen body, read anew inside the transaction."""
    body = organization_of(current_community(), form.organization_id.data or 0)
    if body is None:
        raise Invalid("organization_id", _("Please choose one of these."))
    return body


Run = Callable[..., Any]
May = Callable[[Any, Demand], Verdict | bool]


def _direct(number: int, form: ActForm, run: Run, said: str) -> ResponseReturnValue:
    return act_on(number, form, permissions.can_direct, run, said)


def _handle(number: int, form: ActForm, run: Run, said: str) -> ResponseReturnValue:
    return act_on(number, form, permissions.can_handle, run, said)


def act_on(number: int, form: ActForm, may: May, run: Run, said: str) -> ResponseReturnValue:
    """Ask the permission, and run the action with what was typed."""
    demand = visible_demand(number)
    pile = pile_at_hand(number)
    return saving_on(
        number,
        form,
        may(me(), demand),
        lambda: run(demand=visible_demand(number), **form.typed(), by=me()),
        then=lambda _done: onward(number, demand.id, form.act, pile),
        said=said,
    )
