"""Undoing a decision: the thing waits again, and its author is told that the first word does not count."""

from sqlalchemy import bindparam, exists, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions.reviewing import lock_item
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewItem, ReviewMove, ReviewState
from resident.moderation.permissions import can_decide
from resident.moderation.queries import open_takedown
from resident.statements import value, written
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words
from resident.web.guards import allow

DECIDED = "review_item.decided"
SENT_AGAIN = _l("The author has sent it in again meanwhile.")
DECIDED_AGAIN = _l("It was decided on again meanwhile.")
TAKEN_DOWN = _l("It was taken down meanwhile.")
STAYS = _l("A decision on this cannot be undone.")
_WAITS_AGAIN = select(
    exists().where(
        ReviewItem.kind == bindparam("kind"),
        ReviewItem.subject_id == bindparam("subject"),
        ReviewItem.state == written(ReviewState.WAITING),
    )
)


def undo_decision(item: ReviewItem, deed: Deed, *, by: Actor) -> None:
    """The item takes its old place in the line again. Raises NotAllowed for who may decide no more."""
    allow(can_decide(by, community_of(item), item))
    move, undo = ReviewMove(deed.before["move"]), KINDS[item.kind].undo
    item.undo(move, ReviewState.WAITING)
    item.reason, item.decided_at, item.decided_by_id = "", None, None
    db.session.flush()
    record("review_item.decision_undone", item, by=by, kind=item.kind, reviewed=item.subject_id, deed=deed.id)
    if undo is not None:  # else `_on_decision` has refused
        undo(item.subject_id, move, deed.before["subject"], by=by)


def register_undoing() -> None:
    """Make decisions undoable."""
    register(UndoKind(DECIDED, _l("You have decided on it."), _lock, _on_decision, undo_decision, _page))


def _lock(deed: Deed) -> ReviewItem:
    return lock_item(deed.subject_id)


def _page(item: ReviewItem, _by: Actor) -> str:
    return f"/c/{community_of(item).slug}/review/{item.id}"


def _on_decision(item: ReviewItem, deed: Deed) -> Words:
    """Who has gone on with it: the author with a new text, a colleague, or whoever the kind knows of."""
    built_on, move = KINDS[item.kind].built_on, ReviewMove(deed.before["move"])
    if built_on is None:
        return STAYS
    if value(_WAITS_AGAIN, kind=item.kind, subject=item.subject_id):
        return SENT_AGAIN
    if item.state != ReviewItem.MOVES[move].target or item.decided_at != deed.at:
        return DECIDED_AGAIN
    if open_takedown(item.kind, item.subject_id) is not None:
        return TAKEN_DOWN
    return built_on(item.subject_id, move, deed.by_id)
