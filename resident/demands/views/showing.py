"""The page of one demand."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from flask import render_template
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me
from resident.communities.context import community_of, current_community
from resident.db import db
from resident.demands import permissions, queries
from resident.demands.deadlines import working_days_between
from resident.demands.forms import ActForm, AnswerForm, CommentForm, DemandForm
from resident.demands.models import Demand, DemandState, Move, WrongState
from resident.demands.models.states import WITH_A_BODY
from resident.demands.queries.finding import Found
from resident.demands.views.blueprint import bp
from resident.demands.views.forms_of import forms_of, typed_in
from resident.demands.words import author_words
from resident.moderation.queries import place_in_line
from resident.web.errors import NotHere
from resident.web.guards import public

Failed: TypeAlias = ActForm | AnswerForm | CommentForm | DemandForm
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
    return demand_answer(number)


def visible_demand(number: int) -> Demand:
    """The demand of the address, for whom may see it. Raises NotHere."""
    demand = queries.demand_of(current_community(), number)
    if demand is None or not permissions.can_see(me(), demand):
        raise NotHere
    return demand


def demand_answer(
    number: int, status: int = 200, *, failed: Failed | None = None, moved: WrongState | None = None
) -> ResponseReturnValue:
    """The page of a demand: with a form that was refused, or after somebody else was faster (`moved`).

    What was typed stands in its form where the act is still possible, else as plain text to be copied.
    """
    found = queries.demand_page(current_community(), number, me())
    if found is None or not permissions.can_see(me(), found.demand):
        raise NotHere
    context = page_of_demand(found)
    context["forms"] = forms = forms_of(found.demand, failed)
    is_open_still = failed is not None and forms.get(failed.act) is failed
    if moved and is_open_still and isinstance(failed, ActForm):
        failed.seen.data = found.demand.state
    context["again"] = failed.act if failed is not None and is_open_still else ""
    context["written"] = typed_in(failed) if failed is not None and not is_open_still else []
    return render_template("demands/page.html", **context, moved=moved), status


def moved_answer(number: int, error: WrongState, failed: Failed | None = None) -> ResponseReturnValue:
    """Somebody was faster: nothing was changed, and the page shows the demand as it is now and what was typed."""
    db.session.rollback()
    return demand_answer(number, error.status, failed=failed, moved=error)


def page_of_demand(found: Found) -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    demand, person = found.demand, me()
    is_author = permissions.is_author(person, demand)
    is_past_review = demand.published_at is not None
    steps = queries.history_of(demand, whole=is_author or bool(permissions.can_handle(person, demand)))
    return {
        "demand": demand,
        "is_supported": found.is_supported,
        "author": author_words(demand, found.author_home),
        "is_author": is_author,
        "can_edit": permissions.can_edit(person, demand),
        "can_withdraw": permissions.can_withdraw(person, demand),
        "in_line": place_in_line("demand", demand.id) if is_author and demand.state == DemandState.IN_REVIEW else None,
        "photos": queries.photos_of_demand(demand),
        "answers": queries.answers_of(demand) if is_past_review else [],
        "steps": steps,
        "reason": reason_of(demand, steps),
        "comments": queries.comments_page(demand, person, "") if is_past_review else None,
        "support": permissions.can_support_demand(person, demand),
        "comment": permissions.can_comment(person, demand),
        "days": days_of(demand),
        "is_overdue": is_overdue(demand),
    }


def reason_of(demand: Demand, steps: Sequence[Any]) -> str:
    """What was written when the demand came into its present state, where a reason belongs to it."""
    kind = REASONED.get(DemandState(demand.state))
    note: str = next((step.note for step in steps if step.kind == kind), "")
    return note.removeprefix(f"{demand.referred_to} · ")


def is_overdue(demand: Demand) -> bool:
    """Whether a body has it and its day is over."""
    return demand.state in WITH_A_BODY and demand.due_at is not None and demand.due_at < clock.now()


def days_of(demand: Demand) -> tuple[int, int] | None:
    """Working days since it was raised, and working days allowed; None where nobody works on it."""
    if demand.due_at is None or demand.state not in WITH_A_BODY:
        return None
    zone = community_of(demand).time_zone
    allowed = working_days_between(demand.submitted_at, demand.due_at, zone)
    passed = working_days_between(demand.submitted_at, clock.now(), zone)
    return (min(passed, allowed), allowed) if 0 < allowed <= MOST_BARS else None
