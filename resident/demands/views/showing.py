"""The page of one demand."""

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.demands import permissions, queries
from resident.demands.actions.undoing import SUPPORTED
from resident.demands.actions.undoing_moves import DEEDS_OF
from resident.demands.call_words import CALL_STATES
from resident.demands.forms import (
    ActForm,
    AnswerForm,
    CallForm,
    ChangedCommentForm,
    CommentForm,
    ConsentForm,
    DemandForm,
    SettleCallForm,
)
from resident.demands.models import AfterState, Demand, DemandState, Move, WrongState
from resident.demands.models.states import OPEN
from resident.demands.queries import Part, ShownDemand
from resident.demands.views.blueprint import bp
from resident.demands.views.forms_of import forms_of, settles, typed_in
from resident.demands.views.working import done_before, pile_at_hand
from resident.demands.words import author_words
from resident.moderation.queries import place_in_line
from resident.reaching.words import Reach
from resident.undo.queries import Offer, is_recent, offer
from resident.web.errors import Changed, found
from resident.web.forms import saving
from resident.web.guards import Verdict, public, require
from resident.web.keyset import place_in_list

Sent: TypeAlias = (
    ActForm | AnswerForm | CallForm | SettleCallForm | ChangedCommentForm | CommentForm | ConsentForm | DemandForm
)
MOST_BARS = 15
REASONED = {
    DemandState.CHANGES_ASKED: Move.ASK_CHANGES,
    DemandState.NOT_APPROVED: Move.REJECT,
    DemandState.PARKED: Move.PARK,
    DemandState.REFERRED: Move.REFER,
}


@bp.get("/c/<community>/demands/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """Who has it and until when, what it says, what was answered, what happened, what neighbours add."""
    return demand_page(number)


def visible_demand(number: int, *, locked: bool = False) -> Demand:
    """The demand of the address, for whom may see it; `locked` where it is changed in any case. Raises NotHere."""
    demand = queries.demand_of(current_community(), number, locked=locked)
    return found(demand if demand is not None and permissions.can_see(me(), demand) else None)


def demand_page(number: int, sent: Sent | None = None, *, reach: Reach | None = None) -> str:
    """The page of a demand: also with a form that was refused, or after somebody else was faster (its `conflict`).

    `reach` is how to reach who raised it, where that has just been asked for.

    What was typed stands in its form where the act is still possible, else as plain text to be copied.
    """
    shown = queries.demand_page(current_community(), number, me())
    demand = found(shown if shown is not None and permissions.can_see(me(), shown) else None)
    context = page_of_demand(demand)
    context["forms"] = forms = forms_of(demand, sent, context["calls"])
    context |= work_on(demand, is_answered=bool(context["answers"]), acts=forms)
    is_open_still = sent is not None and forms.get(sent.act) is sent
    if is_open_still and isinstance(sent, ActForm) and sent.conflict:
        sent.seen.data = demand.state
    context["reach"] = reach
    context["again"] = sent.act if sent is not None and is_open_still else ""
    context["written"] = typed_in(sent) if sent is not None and not is_open_still else []
    return render_template("demands/page.html", **context, moved=sent.conflict if sent is not None else None)


def saving_on(
    number: int,
    form: Sent,
    verdict: Verdict | bool,
    action: Callable[[], object],
    *,
    page: Callable[[], str] | None = None,
    anchor: str | None = None,
    then: Callable[[object], str] | None = None,
    said: str,
) -> ResponseReturnValue:
    """Answer a form on a demand, for whom `verdict` lets; it goes on to the demand's page.

    Where the demand has moved on the answer is 409 and its page as it is now, with what was typed; what else is
    wrong stands on `page`, or there as well.
    """

    def _page() -> str:
        return demand_page(number, form) if page is None or isinstance(form.conflict, WrongState) else page()

    if verdict == permissions.MOVED_ON:
        form.meet(WrongState())
        return _page(), WrongState.status
    require(verdict)
    return saving(
        form,
        action,
        page=_page,
        then=then or url_for("demands.show", number=number, _anchor=anchor),
        said=said,
        shows=(Changed, WrongState),
    )


def page_of_demand(demand: ShownDemand) -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    person = me()
    is_author = permissions.is_author(person, demand)
    is_staff = not is_author and bool(can_moderate(person, current_community()))
    is_past_review = demand.published_at is not None
    is_whole = is_author or bool(permissions.can_handle(person, demand))
    hanging = queries.hanging_on(demand, whole=is_whole)
    return {
        "demand": demand,
        "author": author_words(demand),
        "is_author": is_author,
        "can_edit": permissions.can_edit(person, demand),
        "can_withdraw": permissions.can_withdraw(person, demand),
        "in_line": place_in_line(current_community(), "demand", demand.id)
        if is_author and demand.state == DemandState.IN_REVIEW
        else None,
        "photos": hanging.photos,
        "after": shown_after(demand, hanging.after),
        "show_after": permissions.can_show_after(person, demand),
        "taken_down": hanging.taken_down if is_author or is_staff else [],
        "may_take_down": is_staff,
        "answers": hanging.answers if is_past_review else [],
        "can_see_contact": permissions.can_see_contact(person, demand),
        "can_say_about": permissions.can_say_about(person, demand),
        "looks": hanging.looks if is_author else [],
        "calls": hanging.calls if is_whole or settles(demand) else [],
        "call_states": CALL_STATES,
        "reader_id": person.id if person else None,
        "steps": hanging.steps,
        "reason": reason_of(demand, hanging.steps),
        "comments": queries.comments_page(demand, person, place_in_list(), is_staff=is_staff)
        if is_past_review
        else None,
        "support": permissions.can_support_demand(person, demand),
        "comment": permissions.can_comment(person, demand),
        "can_see_danger": demand.is_danger and bool(permissions.can_see_danger(person, demand)),
        "days": days_of(demand),
        "undoing": undoing_on(demand, hanging.steps),
    }


def work_on(demand: ShownDemand, *, is_answered: bool, acts: Collection[str]) -> dict[str, Any]:
    """What the page shows to who can act: the next step and for whom it could be, and the pile it lies in."""
    person = me()
    is_due_again = demand.parked_until is not None and demand.parked_until <= clock.now()
    awaited = permissions.awaited(person, demand, is_answered=is_answered, is_due_again=is_due_again)
    return {
        "next_act": awaited if awaited in acts else "",
        "sees_all": demand.submitter is not None and bool(permissions.can_see_all(person, current_community())),
        "is_elsewhere": Move.ACCEPT in acts and demand.holder is not None and not permissions.holds(person, demand),
        "pile": pile_at_hand(demand.number),
        "done_before": done_before(),
    }


def shown_after(demand: ShownDemand, after: list[Part]) -> list[Part]:
    """How it looks now, once it is closed: what is public, and what waits where it is one's own or one handles it."""
    if not demand.allows(Move.REOPEN):
        return []
    person = me()
    sees_all = bool(permissions.can_handle(person, demand))
    own = person.id if person is not None else None
    return [one for one in after if one.kind == AfterState.PUBLISHED or sees_all or one.number == own]


def undoing_on(demand: ShownDemand, steps: list[Part]) -> Offer | None:
    """What the reader has done to it a moment ago and may undo; only what is that young costs a statement."""
    young = [SUPPORTED] if is_recent(demand.supported_at) else []
    if steps and steps[0].kind in DEEDS_OF and is_recent(steps[0].at):
        young.append(DEEDS_OF[steps[0].kind])
    return offer(current_community(), me(), demand.id, *young) if young else None


def reason_of(demand: ShownDemand, steps: list[Part]) -> str:
    """What was written when the demand came into its present state, where a reason belongs to it."""
    kind = REASONED.get(DemandState(demand.state))
    return next((step.text for step in steps if step.kind == kind), "")


def days_of(demand: ShownDemand) -> tuple[int, int] | None:
    """Working days since it was raised, and working days allowed; None where it is not open."""
    if demand.due_at is None or demand.state not in OPEN:
        return None
    office = current_community().office
    allowed = office.days_between(demand.submitted_at, demand.due_at)
    passed = office.days_between(demand.submitted_at, clock.now())
    return (min(passed, allowed), allowed) if 0 < allowed <= MOST_BARS else None
