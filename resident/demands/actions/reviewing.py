"""What a decision of the review queue does to a demand or a comment; the queue calls this in its transaction."""

from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask, lock_demand
from resident.demands.actions.going_back import as_before
from resident.demands.actions.history import write_step
from resident.demands.actions.promising import promise
from resident.demands.actions.telling import tell
from resident.demands.models import Comment, CommentMove, Demand, Move, Visibility
from resident.media.actions import publish_photos


def approve_demand(demand_id: int, *, by: Actor, reason: str = "") -> dict[str, Any]:
    """Publish it (with its photos, where it is for everybody) and let it wait for somebody who can act.

    As the other decisions it gives how the demand stood before.
    """
    demand, before = _moved(demand_id, Move.APPROVE, by)
    demand.published_at = clock.now()
    promise(demand)
    if demand.visibility == Visibility.ALL:
        publish_photos(owner_kind="demand", owner_id=demand.id)
    write_step(demand, Move.APPROVE, by=by)
    tell([demand.author_id, demand.submitter_id], "approved", demand, by=by)
    return before


def reject_demand(demand_id: int, *, by: Actor, reason: str) -> dict[str, Any]:
    """Do not publish it, and tell the author why."""
    demand, before = _moved(demand_id, Move.REJECT, by)
    write_step(demand, Move.REJECT, by=by, text=reason)
    tell([demand.author_id, demand.submitter_id], "not_approved", demand, by=by, reason=reason)
    return before


def ask_demand_changes(demand_id: int, *, by: Actor, reason: str) -> dict[str, Any]:
    """Ask the author to change something first."""
    demand, before = _moved(demand_id, Move.ASK_CHANGES, by)
    write_step(demand, Move.ASK_CHANGES, by=by, text=reason)
    tell([demand.author_id, demand.submitter_id], "changes_asked", demand, by=by, reason=reason)
    return before


def approve_comment(comment_id: int, *, by: Actor, reason: str = "") -> None:
    """Publish a comment and tell the author of the demand."""
    comment = _moved_comment(comment_id, CommentMove.APPROVE, by)
    comment.published_at = clock.now()
    demand = comment.demand
    demand.comment_count += 1
    record("comment.approved", comment, by=by)
    tell([comment.author_id], "comment_approved", demand, by=by)
    if demand.author_id != comment.author_id:
        tell([demand.author_id], "commented", demand, by=by)


def reject_comment(comment_id: int, *, by: Actor, reason: str) -> None:
    """Do not publish a comment, and tell its writer why."""
    comment = _moved_comment(comment_id, CommentMove.REJECT, by)
    record("comment.rejected", comment, by=by, reason=reason)
    tell([comment.author_id], "comment_not_approved", comment.demand, by=by, reason=reason)


def ask_comment_changes(comment_id: int, *, by: Actor, reason: str) -> None:
    """Ask the writer of a comment to change something first."""
    comment = _moved_comment(comment_id, CommentMove.ASK_CHANGES, by)
    record("comment.changes_asked", comment, by=by, reason=reason)
    tell([comment.author_id], "comment_changes_asked", comment.demand, by=by, reason=reason)


def _moved(demand_id: int, move: Move, by: Actor) -> tuple[Demand, dict[str, Any]]:
    """The demand after the move, and how it stood before."""
    demand = db.session.get_one(Demand, demand_id)
    lock_demand(demand, permissions.can_review, by=by)
    before = as_before(demand)
    demand.move(move)
    return demand, before


def _moved_comment(comment_id: int, move: CommentMove, by: Actor) -> Comment:
    comment = db.session.get_one(Comment, comment_id)
    lock(comment.demand, comment)
    ask(permissions.can_review(by, comment))
    comment.move(move)
    return comment
