"""Undoing a support, and what a review decided on a demand or a comment."""

from typing import Any

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db, lock, lock_by_id
from resident.demands import permissions
from resident.demands.actions.asking import ask
from resident.demands.actions.going_back import OTHERWISE, gone_on, last_step, put_back, said_of
from resident.demands.actions.history import write_step
from resident.demands.actions.supporting import OWN, drop_support
from resident.demands.actions.telling import path_of
from resident.demands.models import Comment, CommentMove, Demand, DemandState, Move, Visibility
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.actions import hide_photos
from resident.statements import entity
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words

SUPPORTED = "demand.supported"
DECIDED: dict[str, Move] = {move: move for move in (Move.APPROVE, Move.REJECT, Move.ASK_CHANGES)}
COMMENT_DECIDED = (CommentMove.APPROVE, CommentMove.REJECT, CommentMove.ASK_CHANGES)
TAKEN_BACK = _l("You have taken your support back meanwhile.")


def undo_support(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """It is as if one had not pressed; the author who was told of a round number is told anew when it comes again."""
    ask(permissions.can_take_back_support(by, demand))
    drop_support(demand, entity(OWN, demand=demand.id, person=deed.by_id))
    demand.supports_told = min(demand.supports_told, deed.before["supports_told"])
    record("demand.support_undone", demand, by=by, deed=deed.id)


def undo_decision(demand_id: int, move: str, before: dict[str, Any], *, by: Actor) -> None:
    """It waits in the review again; what was published is not any more, and its photos live under no known key."""
    demand = lock_by_id(Demand, demand_id)
    ask(permissions.can_review(by, demand))
    put_back(demand, DECIDED[move], before)
    if move == Move.APPROVE and demand.visibility == Visibility.ALL:
        hide_photos(owner_kind="demand", owner_id=demand.id)
    write_step(demand, "undecide", by=by)


def built_on_decision(demand_id: int, move: str, by_id: int) -> Words:
    """Who has gone on with a demand since this was decided on it."""
    demand = lock_by_id(Demand, demand_id)
    others = gone_on(demand, move, by_id)
    if others or move != Move.APPROVE:
        return others
    return _("Neighbours have supported it or written under it.") if demand.supporters or demand.comment_count else ""


def undo_comment_decision(comment_id: int, move: str, _before: dict[str, Any], *, by: Actor) -> None:
    """The comment waits in the review again."""
    comment = _locked_comment(comment_id)
    ask(permissions.can_review(by, comment))
    comment.undo(CommentMove(move), "in_review")
    if move == CommentMove.APPROVE:
        comment.published_at = None
        comment.demand.comment_count -= 1
    record("comment.decision_undone", comment, by=by)


def built_on_comment_decision(comment_id: int, move: str, _by_id: int) -> Words:
    """Whether its writer has changed or withdrawn it since."""
    comment = _locked_comment(comment_id)
    if comment.state == Comment.MOVES[CommentMove(move)].target:
        return ""
    return str(OTHERWISE) % {"name": comment.author.display_name}


def register_undoing() -> None:
    """Make support undoable; decisions are the review's."""
    register(UndoKind(SUPPORTED, _l("You support this."), _lock, _on_support, undo_support, _page))


def _lock(deed: Deed) -> Demand:
    return lock_by_id(Demand, deed.subject_id)


def _locked_comment(comment_id: int) -> Comment:
    comment = db.session.get_one(Comment, comment_id)
    lock(comment.demand, comment)
    return comment


def _page(demand: Demand, _by: Actor) -> str:
    return path_of(demand)


def _on_support(demand: Demand, deed: Deed) -> Words:
    if demand.state == DemandState.MERGED:
        return said_of(last_step(demand))
    return "" if entity(OWN, demand=demand.id, person=deed.by_id) else TAKEN_BACK
