"""The pages of the review queue."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.i18n import tr_text
from resident.moderation import actions, queries
from resident.moderation.forms import DecisionForm
from resident.moderation.kinds import KINDS, kind_of, may_decide
from resident.moderation.models import ReviewItem, ReviewState
from resident.moderation.words import MARKS, STATES, decided_words, done_words
from resident.web.errors import Conflict, found
from resident.web.forms import saving
from resident.web.guards import require, requires

bp = Blueprint("moderation", __name__)


@bp.get("/c/<community>/review")
@requires(can_moderate)
def index() -> ResponseReturnValue:
    """What waits, oldest first."""
    community, kind = current_community(), _kind()
    page = queries.queue_page(community.id, kind, request.args.get("after", ""))
    start = next((item for item in page.rows if may_decide(me(), item)), None)
    return render_template(
        "moderation/queue.html", page=page, start=start, usual=queries.usual_wait(community.id), **_list_frame(kind)
    )


@bp.get("/c/<community>/review/<int:number>")
@requires(can_moderate)
def show(number: int) -> ResponseReturnValue:
    """One item whole, with the buttons or, after `?decide=`, the form of a decision."""
    wanted = request.args.get("decide", "")
    row = _at(number)
    form = DecisionForm(row[0], wanted, formdata=None)
    return _item_page(row, form)


@bp.post("/c/<community>/review/<int:number>")
@requires(can_moderate)
def decide(number: int) -> ResponseReturnValue:
    """Decide on the version that was shown, and go on to the next item."""
    item = _at(number)[0]
    form, title = DecisionForm(item), tr_text(item.title)
    return saving(
        form,
        lambda: _decide(item, form),
        page=lambda: _item_page(_at(number), form),
        then=lambda _decision: _following(item),
        said=lambda decision: done_words(decision, title),
        shows=Conflict,
    )


def _decide(item: ReviewItem, form: DecisionForm) -> ReviewState:
    """Run the decision; the role is asked again inside the transaction."""
    require(can_moderate(me(), current_community()))
    version, reason, decision = form.version.data, form.whole_reason, ReviewState(form.decision.data or "")
    match decision:
        case ReviewState.APPROVED:
            actions.approve(item, version=version, by=myself())
        case ReviewState.REJECTED:
            actions.reject(item, version=version, by=myself(), reason=reason)
        case ReviewState.CHANGES_ASKED:
            actions.ask_changes(item, version=version, by=myself(), reason=reason)
    return decision


def _following(item: ReviewItem) -> str:
    """Where it goes on: to the next item one may decide on, else to the queue."""
    kind = _kind()
    following = queries.next_to_decide(item, kind, myself())
    return _address(following, kind) if following else url_for(".index", kind=kind or None)


def _at(number: int) -> tuple[ReviewItem, Any]:
    return found(queries.item_of(current_community(), number))


def _item_page(row: tuple[ReviewItem, Any], form: DecisionForm) -> str:
    item, home = row
    kind = _kind()
    is_open = item.state == ReviewState.WAITING and may_decide(me(), item)
    rows = queries.queue_around(item, kind)
    return render_template(
        "moderation/item.html",
        item=item,
        home=home,
        shown=kind_of(item).show(item.subject_id),
        form=form if is_open and form.chosen not in (None, ReviewState.APPROVED) else None,
        conflict=form.conflict,
        is_open=is_open,
        decided=decided_words(item),
        author=queries.author_so_far(item),
        rows=rows,
        **_neighbours(item, rows, kind),
        **_list_frame(kind),
    )


def _neighbours(item: ReviewItem, rows: list[ReviewItem], kind: str) -> dict[str, str]:
    """Where J and K lead: the next item one may decide on, and the one before."""
    here = (item.submitted_at, item.id)
    later = [row for row in rows if (row.submitted_at, row.id) > here and may_decide(me(), row)]
    earlier = [row for row in rows if (row.submitted_at, row.id) < here]
    return {
        "next_url": _address(later[0], kind) if later else "",
        "previous_url": _address(earlier[-1], kind) if earlier else "",
    }


def _list_frame(kind: str) -> dict[str, Any]:
    """What both pages show around the list."""
    community = current_community()
    waiting = g.waiting = queries.waiting_in(community.id)
    waited = (clock.now() - waiting.oldest_at).total_seconds() / 60 if waiting.oldest_at else 0
    return {
        "waiting": waiting,
        "kind": kind,
        "kinds": KINDS,
        "is_late": waited > community.review_promise_minutes,
        "states": STATES,
        "marks": MARKS,
    }


def waiting_count(community_id: int) -> int:
    """The number in the staff's bar; on the pages of the queue it is known already."""
    waiting: queries.Waiting | None = g.get("waiting")
    return waiting.total if waiting else queries.waiting_count(community_id)


def _kind() -> str:
    wanted = request.args.get("kind", "")
    return wanted if wanted in KINDS else ""


def _address(item: ReviewItem, kind: str) -> str:
    return url_for("moderation.show", number=item.id, kind=kind or None)
