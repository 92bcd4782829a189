"""The queue: what waits, where to begin, and what was read today when nothing is left."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.moderation import queries
from resident.moderation.kinds import KINDS
from resident.moderation.permissions import can_decide
from resident.moderation.queries import Item, Listed
from resident.moderation.views.blueprint import bp
from resident.moderation.words import MARKS, STATES, lines, read_words, togo_words
from resident.undo.queries import Offer, offer_of
from resident.web.forms import number_in
from resident.web.guards import requires
from resident.web.keyset import place_in_list


@bp.get("/c/<community>/review")
@requires(can_moderate)
def index() -> ResponseReturnValue:
    """What waits, oldest first."""
    return front(last_decided())


@bp.get("/c/<community>/review/begin")
@requires(can_moderate)
def begin() -> ResponseReturnValue:
    """To the oldest item this moderator may decide on."""
    return redirect(address_of(queries.first_to_decide(current_community(), myself(), kind_wanted())))


def front(undoing: Offer | None) -> str:
    """The queue, or thanks where nothing is left to decide; with what was decided a moment ago, to undo it."""
    community, kind = current_community(), kind_wanted()
    page = queries.queue_page(community, kind, place_in_list())
    frame = list_frame(page.rows, kind)
    return render_template(
        "moderation/queue.html",
        page=page,
        start=next((row for row in page.rows if can_decide(me(), community, row)), None),
        undoing=undoing,
        usual=queries.usual_wait(community),
        said=read_words(community, frame["read"], frame["waiting"].longest),
        **frame,
    )


def list_frame(rows: list[Listed], kind: str, item: Item | None = None) -> dict[str, Any]:
    """The list that both pages show, with `item` open in it, and what stands around it."""
    community, now = current_community(), clock.now()
    waiting = queries.waiting_in(community, myself())
    waited = community.office.minutes_between(waiting.oldest_at, now) if waiting.oldest_at else 0
    labels = {name: str(one.label) for name, one in KINDS.items()}
    left = waiting.left(kind)
    return {
        "waiting": waiting,
        "left": left,
        "togo": togo_words(left, seconds_each=waiting.seconds_each) if left else "",
        "read": len(waiting.today),
        "kind": kind,
        "labels": labels,
        "kinds": [(name, labels[name], number) for name, number in waiting.by_kind.items()],
        "lines": lines(rows, labels, community, myself(), now, item),
        "waited": waited,
        "is_late": waiting.is_late,
        "states": STATES,
        "marks": MARKS,
    }


def last_decided() -> Offer | None:
    """What this moderator has decided a moment ago, on the item they come from (`?decided=`)."""
    decided = number_in(request.args.get("decided"))
    return offer_of(current_community(), myself(), decided) if decided else None


def kind_wanted() -> str:
    """The kind that is listed; empty for all."""
    wanted = request.args.get("kind", "")
    return wanted if wanted in KINDS else ""


def address_of(item_id: int | None, undoing: Offer | None = None) -> str:
    """The page of an item, or the queue; of the kind that is listed, and with what can be undone there."""
    kind, decided = kind_wanted() or None, undoing.id if undoing else None
    if item_id is None:
        return url_for("moderation.index", kind=kind, decided=decided)
    return url_for("moderation.show", number=item_id, kind=kind, decided=decided)
