"""The review queue, and the decision on one item."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.i18n import tr_text
from resident.moderation import actions, queries
from resident.moderation.actions.undoing import DECIDED
from resident.moderation.forms import DecisionForm
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewState
from resident.moderation.permissions import can_decide
from resident.moderation.queries import Item, Listed
from resident.moderation.views.blueprint import bp
from resident.moderation.words import MARKS, STATES, decided_words, done_words, lines
from resident.undo.queries import Offer, is_recent, offer, offer_of
from resident.web.errors import Conflict, found
from resident.web.forms import number_in, saving
from resident.web.guards import requires
from resident.web.keyset import place_in_list


@bp.get("/c/<community>/review")
@requires(can_moderate)
def index() -> ResponseReturnValue:
    """What waits, oldest first."""
    community, kind = current_community(), _kind()
    page = queries.queue_page(community, kind, place_in_list())
    start = next((row for row in page.rows if can_decide(me(), community, row)), None)
    return render_template(
        "moderation/queue.html",
        page=page,
        start=start,
        undoing=_undoing(),
        usual=queries.usual_wait(community),
        **_list_frame(page.rows, kind),
    )


@bp.get("/c/<community>/review/begin")
@requires(can_moderate)
def begin() -> ResponseReturnValue:
    """To the oldest item this moderator may decide on."""
    first = queries.first_to_decide(current_community(), myself(), _kind())
    return redirect(_address(first, _kind()) if first else url_for(".index", kind=_kind() or None))


@bp.get("/c/<community>/review/<int:number>")
@requires(can_moderate)
def show(number: int) -> ResponseReturnValue:
    """One item whole, with the buttons or, after `?decide=`, the form of a decision."""
    wanted = request.args.get("decide", "")
    item = _at(number)
    return _page(item, DecisionForm(item, wanted, formdata=None) if wanted else None)


@bp.post("/c/<community>/review/<int:number>")
@requires(can_moderate)
def decide(number: int) -> ResponseReturnValue:
    """Decide on the version that was shown, and go on to the next item."""
    item = _at(number)
    form, title = DecisionForm(item), tr_text(item.title)
    return saving(
        form,
        lambda: _decide(item, form),
        page=lambda: _page(_at(number), form),
        then=lambda _decision: _following(item),
        said=lambda decision: done_words(decision, title),
        shows=Conflict,
    )


def _decide(item: Item, form: DecisionForm) -> ReviewState:
    version, reason, decision = form.version.data, form.whole_reason, ReviewState(form.decision.data or "")
    match decision:
        case ReviewState.APPROVED:
            actions.approve(item=item, version=version, by=myself())
        case ReviewState.REJECTED:
            actions.reject(item=item, version=version, by=myself(), reason=reason)
        case ReviewState.CHANGES_ASKED:
            actions.ask_changes(item=item, version=version, by=myself(), reason=reason)
    return decision


def _following(item: Item) -> str:
    """Where it goes on: to the next item one may decide on, else to the queue; with what was decided, to undo it there."""
    kind, done = _kind(), offer(current_community(), myself(), item.id, DECIDED)
    following = queries.next_to_decide(current_community(), item, myself(), kind)
    decided = done.id if done else None
    return _address(following, kind, decided) if following else url_for(".index", kind=kind or None, decided=decided)


def _undoing(item: Item | None = None) -> Offer | None:
    """What this moderator has decided a moment ago: on this item, or on the one they come from (`?decided=`)."""
    decided = number_in(request.args.get("decided"))
    if item is not None and is_recent(item.decided_at):
        return offer(current_community(), myself(), item.id, DECIDED)
    return offer_of(current_community(), myself(), decided) if decided else None


def _at(number: int) -> Item:
    return found(queries.item_of(current_community(), number))


def _page(item: Item, form: DecisionForm | None = None) -> str:
    community, kind = current_community(), _kind()
    kind_of_item = KINDS[item.kind]
    verdict = can_decide(me(), community, item) and kind_of_item.may(me(), item.subject_id)
    is_open = item.state == ReviewState.WAITING and bool(verdict)
    rows = queries.queue_around(community, item, kind)
    return render_template(
        "moderation/item.html",
        item=item,
        shown=kind_of_item.show(item.subject_id),
        asks_changes=kind_of_item.ask_changes is not None,
        verdict=verdict,
        form=form if form and is_open and form.chosen not in (None, ReviewState.APPROVED) else None,
        conflict=form.conflict if form else None,
        is_open=is_open,
        decided=decided_words(item),
        author=queries.author_so_far(community, item),
        undoing=_undoing(item),
        **_neighbours(item, rows, kind),
        **_list_frame(rows, kind, item),
    )


def _neighbours(item: Item, rows: list[Listed], kind: str) -> dict[str, str]:
    """Where J and K lead: the next item one may decide on, and the one before."""
    here, community = (item.submitted_at, item.id), current_community()
    later = (row for row in rows if (row.submitted_at, row.id) > here and can_decide(me(), community, row))
    earlier = [row for row in rows if (row.submitted_at, row.id) < here]
    following = next(later, None)
    return {
        "next_url": _address(following.id, kind) if following else "",
        "previous_url": _address(earlier[-1].id, kind) if earlier else "",
    }


def _list_frame(rows: list[Listed], kind: str, item: Item | None = None) -> dict[str, Any]:
    """The list that both pages show, with `item` open in it, and what stands around it."""
    community, now = current_community(), clock.now()
    waiting = queries.waiting_in(community)
    waited = community.office.minutes_between(waiting.oldest_at, now) if waiting.oldest_at else 0
    labels = {name: str(one.label) for name, one in KINDS.items()}
    return {
        "waiting": waiting,
        "kind": kind,
        "labels": labels,
        "kinds": [(name, labels[name], number) for name, number in waiting.by_kind.items()],
        "lines": lines(rows, labels, community, myself(), now, item),
        "waited": waited,
        "is_late": waited > community.review_promise_minutes,
        "states": STATES,
        "marks": MARKS,
    }


def _kind() -> str:
    wanted = request.args.get("kind", "")
    return wanted if wanted in KINDS else ""


def _address(item_id: int, kind: str, decided: int | None = None) -> str:
    return url_for("moderation.show", number=item_id, kind=kind or None, decided=decided)
