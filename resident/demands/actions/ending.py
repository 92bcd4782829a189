"""Comments that wait under a demand that ends, or stops being public: they end with it, or go along into another."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db
from resident.demands.actions.telling import tell
from resident.demands.models import Comment, CommentMove, CommentState, Demand
from resident.i18n import LANGUAGES
from resident.moderation import actions as moderation
from resident.statements import entities, in_one_of

KIND = "comment"
TITLE_LENGTH = 60
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

_OF_THESE = (
    select(Comment)
    .where(Comment.demand_id == bindparam("demand"), Comment.id.in_(bindparam("comments", expanding=True)))
    .order_by(Comment.id)
    .with_for_update(of=Comment)
    .execution_options(populate_existing=True)
)


def end_waiting_comments(*, demand: Demand, by: Actor) -> dict[str, str]:
    """No comment waits under a locked demand that is no longer public; who wrote one is told that it was not published.

    It follows from what ends the demand, whose action has asked whether that is allowed. Gives in which state each
    of them waited.
    """
    waited = {}
    for comment in entities(_WAITING, demand=demand.id):
        waited[str(comment.id)] = comment.state
        comment.move(CommentMove.WITHDRAW)
        moderation.withdraw(kind=KIND, subject=comment, by=by)
        record("comment.ended", comment, by=by, demand=demand.number)
        tell([comment.author_id], "comment_ended", demand, by=by)
    db.session.flush()
    return waited


def revive_comments(*, demand: Demand, waited: Mapping[str, str], by: Actor) -> None:
    """Comments that ended with a locked demand wait under it again, now that its ending is undone."""
    for comment in entities(_OF_THESE, demand=demand.id, comments=[int(number) for number in waited]):
        if comment.state == CommentState.WITHDRAWN:
            comment.undo(CommentMove.WITHDRAW, waited[str(comment.id)])
            record("comment.revived", comment, by=by, demand=demand.number)
            if comment.state == CommentState.IN_REVIEW:
                submit_comment(comment)
    db.session.flush()


def submit_comment(comment: Comment) -> None:
    """Put a comment into the review queue under its first words."""
    first_words = comment.body.replace("\n", " ")[:TITLE_LENGTH]
    moderation.submit(
        kind=KIND,
        subject=comment,
        title=dict.fromkeys(LANGUAGES, first_words),
        author_id=comment.author_id,
        version=comment.version,
    )


def carry_waiting_comments(*, demand: Demand, target: Demand, by: Actor) -> list[int]:
    """What waits under a merged demand waits under the one that goes on, in its place in line. Both are locked.

    Gives the ids of what was carried.
    """
    waiting = list(entities(_WAITING, demand=demand.id))
    _carry(waiting, demand, target, by)
    return [comment.id for comment in waiting]


def bring_back_comments(*, target: Demand, demand: Demand, carried: Sequence[int], by: Actor) -> None:
    """Of what was carried along, what still waits there waits under its own demand again. Both are locked."""
    _carry([one for one in entities(_WAITING, demand=target.id) if one.id in carried], target, demand, by)


def _carry(comments: Iterable[Comment], demand: Demand, target: Demand, by: Actor) -> None:
    for comment in comments:
        comment.demand = target
        record("comment.carried", comment, by=by, demand=demand.number, into=target.number)
    db.session.flush()
