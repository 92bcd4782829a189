"""One item after the other: what a moderator reads, and the decision that brings the next one."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.i18n import tr_text
from resident.moderation import actions, queries
from resident.moderation.actions.undoing import DECIDED
from resident.moderation.contacts import hints
from resident.moderation.forms import DecisionForm
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewState
from resident.moderation.permissions import can_decide
from resident.moderation.queries import Item, Listed
from resident.moderation.views.blueprint import bp
from resident.moderation.views.queue import address_of, front, kind_wanted, last_decided, list_frame
from resident.moderation.words import decided_words, done_words, minutes_waited
from resident.undo.queries import Offer, is_recent, offer
from resident.web.errors import Conflict, found
from resident.web.forms import saving
from resident.web.guards import requires
from resident.web.pages import gone_on


@bp.get("/c/<community>/review/<int:number>")
@requires(can_moderate)
def show(number: int) -> ResponseReturnValue:
    """One item whole, with the buttons; refusing and sending back unfold in it."""
    return _page(_at(number))


@bp.post("/c/<community>/review/<int:number>")
@requires(can_moderate)
def decide(number: int) -> ResponseReturnValue:
    """Decide on the version that was shown, and go on to the next item: for htmx in the same answer."""
    item = _at(number)
    form, title = DecisionForm(item), tr_text(item.title)
    return saving(
        form,
        lambda: _decide(item, form),
        page=lambda: _page(_at(number), form),
        then=lambda _decision: _go_on(item),
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


def _go_on(item: Item) -> str | Response:
    """To the next item one may decide on, else to the queue; with what was decided, to undo it there."""
    done = offer(current_community(), myself(), item.id, DECIDED)
    following = queries.next_to_decide(current_community(), item, myself(), kind_wanted())
    return gone_on(address_of(following, done), lambda: _page(_at(following), last=done) if following else front(done))


def _at(number: int) -> Item:
    return found(queries.item_of(current_community(), number))


def _page(item: Item, form: DecisionForm | None = None, last: Offer | None = None) -> str:
    community, kind = current_community(), kind_wanted()
    kind_of_item = KINDS[item.kind]
    verdict = can_decide(me(), community, item) and kind_of_item.may(me(), item.subject_id)
    is_open = item.state == ReviewState.WAITING and bool(verdict)
    rows = queries.queue_around(community, item, kind)
    author = queries.author_so_far(community, item)
    shown = kind_of_item.show(item.subject_id)
    undoing = offer(community, myself(), item.id, DECIDED) if is_recent(item.decided_at) else None
    last = last or (None if undoing else last_decided())
    following, before = _neighbours(item, rows)
    return render_template(
        "moderation/item.html",
        item=item,
        shown=shown,
        hints=hints(shown),
        verdict=verdict,
        ways=_ways(item, form) if is_open else [],
        conflict=form.conflict if form else None,
        is_open=is_open,
        decided=decided_words(item),
        author=author,
        asked=author.asked_of(item),
        item_waits=minutes_waited(community, item, item.decided_at or clock.now()),
        undoing=undoing,
        last=last,
        next_url=address_of(following, last) if following else "",
        previous_url=address_of(before, last) if before else "",
        **list_frame(rows, kind, item),
    )


def _ways(item: Item, sent: DecisionForm | None) -> list[DecisionForm]:
    """The forms of the decisions that need a reason; the one that was sent as it came."""
    decisions = [ReviewState.REJECTED, *([ReviewState.CHANGES_ASKED] if KINDS[item.kind].ask_changes else [])]
    return [
        sent if sent is not None and sent.chosen == one else DecisionForm(item, one, formdata=None) for one in decisions
    ]


def _neighbours(item: Item, rows: list[Listed]) -> tuple[int | None, int | None]:
    """Where J and K lead: the next item one may decide on, and the one before."""
    here, community = (item.rank, item.submitted_at, item.id), current_community()
    later = (row.id for row in rows if (row.rank, row.submitted_at, row.id) > here and can_decide(me(), community, row))
    earlier = [row.id for row in rows if (row.rank, row.submitted_at, row.id) < here]
    return next(later, None), earlier[-1] if earlier else None
