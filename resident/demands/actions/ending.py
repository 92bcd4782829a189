"""Comments that wait under a demand that ends, or stops being public: they end with it, or go along into another."""

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db
from resident.demands.actions.telling import tell
from resident.demands.models import Comment, CommentMove, CommentState, Demand
from resident.moderation import actions as moderation
from resident.statements import entities, in_one_of

KIND = "comment"
_WAITING = (
    select(Comment)
    .where(
        Comment.demand_id == bindparam("demand"),
        in_one_of(Comment.state, (CommentState.IN_REVIEW, CommentState.CHANGES_ASKED)),
    )
    .order_by(Comment.id)
    .with_for_update(of=Comment)
    .execution_options(populate_existing=True)
)


def end_waiting_comments(*, demand: Demand, by: Actor) -> None:
    """No comment waits under a locked demand that is no longer public; who wrote one is told that it was not published.

    It follows from what ends the demand, whose action has asked whether that is allowed.
    """
    for comment in entities(_WAITING, demand=demand.id):
        comment.move(CommentMove.WITHDRAW)
        moderation.withdraw(kind=KIND, subject=comment, by=by)
        record("comment.ended", comment, by=by, demand=demand.number)
        tell([comment.author_id], "comment_ended", demand, by=by)
    db.session.flush()


def carry_waiting_comments(*, demand: Demand, target: Demand, by: Actor) -> None:
    """What waits under a merged demand waits under the one that goes on, in its place in line. Both are locked."""
    for comment in entities(_WAITING, demand=demand.id):
        comment.demand = target
        record("comment.carried", comment, by=by, demand=demand.number, into=target.number)
    db.session.flush()
