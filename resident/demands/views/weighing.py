"""How urgent a demand is, and danger: seen, marked, or found to be none."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.demands import actions, permissions
from resident.demands.forms import DenyDangerForm, MarkDangerForm, UrgencyForm
from resident.demands.views.acting import act_on
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import visible_demand
from resident.i18n import gettext as _
from resident.web.forms import doing, number_in
from resident.web.guards import signed_in


@bp.post("/c/<community>/demands/<int:number>/danger/seen")
@signed_in
def see(number: int) -> ResponseReturnValue:
    """Say that one has seen a danger; from the review (`?review=`) it goes back there."""
    item = number_in(request.args.get("review"))
    return doing(
        lambda: actions.see_danger(demand=visible_demand(number), by=myself()),
        then=url_for("moderation.show", number=item) if item else url_for("demands.show", number=number),
        said=_("Thank you. Everybody sees that you know of it."),
    )


@bp.post("/c/<community>/demands/<int:number>/mark_danger")
@signed_in
def mark_danger(number: int) -> ResponseReturnValue:
    """Say that it is danger."""
    said = _("Marked as danger. The others of the staff hear at once.")
    return act_on(number, MarkDangerForm(), permissions.can_weigh, actions.mark_danger, said)


@bp.post("/c/<community>/demands/<int:number>/deny_danger")
@signed_in
def deny_danger(number: int) -> ResponseReturnValue:
    """Say that it is none, and why."""
    return act_on(number, DenyDangerForm(), permissions.can_weigh, actions.deny_danger, _("No danger, then."))


@bp.post("/c/<community>/demands/<int:number>/urgency")
@signed_in
def weigh(number: int) -> ResponseReturnValue:
    """Say how soon it is to be done, and why."""
    said = _("Saved. Its date is counted anew.")
    return act_on(number, UrgencyForm(), permissions.can_weigh, actions.set_urgency, said)
