"""Undoing a support, a hand-over, and what a review decided on a demand or a comment."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor, PersonRow
from resident.audit.actions import record
from resident.db import db, lock, lock_by_id
from resident.demands import permissions
from resident.demands.actions.asking import ask
from resident.demands.actions.history import write_step
from resident.demands.actions.supporting import OWN, drop_support
from resident.demands.actions.telling import path_of
from resident.demands.models import Comment, CommentMove, Demand, DemandEvent, DemandState, Move, Visibility
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.actions import hide_photos
from resident.sentences import fill
from resident.statements import entity, row
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.undo.queries import is_repeated
from resident.web.errors import Words

SUPPORTED, ASSIGNED = "demand.supported", "demand.assigned"
DECIDED: dict[str, Move] = {move: move for move in (Move.APPROVE, Move.REJECT, Move.ASK_CHANGES)}
COMMENT_DECIDED = (CommentMove.APPROVE, CommentMove.REJECT, CommentMove.ASK_CHANGES)
MOMENTS = ("due_at", "first_due_at", "contact_due_at", "missed_at", "parked_until", "published_at")
GONE_ON: dict[str, Words] = {
    Move.ACCEPT: _l("%(name)s has accepted it meanwhile."),
    Move.RETURN: _l("%(name)s has sent it back meanwhile."),
    Move.RESOLVE: _l("%(name)s has closed it meanwhile."),
    Move.ASSIGN: _l("%(name)s has handed it over meanwhile."),
    Move.PARK: _l("%(name)s has put it on hold meanwhile."),
    Move.REFER: _l("%(name)s has passed it on meanwhile."),
    Move.MERGE: _l("%(name)s has merged it meanwhile."),
    Move.WITHDRAW: _l("%(name)s has withdrawn it meanwhile."),
    Move.SUBMIT_AGAIN: _l("%(name)s has changed it and sent it in again meanwhile."),
    "answer": _l("%(name)s has answered meanwhile."),
}
OTHERWISE = _l("%(name)s has gone on with it meanwhile.")
TAKEN_BACK = _l("You have taken your support back meanwhile.")


class Step(NamedTuple):
    """The last line of a history, and who wrote it."""

    kind: str
    actor_id: int | None
    name: str | None


_LAST_STEP = (
    select(DemandEvent.kind, DemandEvent.actor_id, PersonRow.display_name)
    .outerjoin(PersonRow, PersonRow.id == DemandEvent.actor_id)
    .where(DemandEvent.demand_id == bindparam("demand"))
    .order_by(DemandEvent.id.desc())
    .limit(1)
)


def as_before(demand: Demand) -> dict[str, Any]:
    """How a demand stands, for whoever undoes what comes next."""
    moments = {name: moment and moment.isoformat() for name in MOMENTS for moment in [getattr(demand, name)]}
    return {"state": demand.state, "holder_id": demand.holder_id, "referred_to": demand.referred_to, **moments}


def undo_support(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """It is as if one had not pressed; the author who was told of a round number is told anew when it comes again."""
    ask(permissions.can_take_back_support(by, demand))
    drop_support(demand, entity(OWN, demand=demand.id, person=deed.by_id))
    demand.supports_told = min(demand.supports_told, deed.before["supports_told"])
    record("demand.support_undone", demand, by=by, deed=deed.id)


def undo_assignment(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """Who had it before has it again, with the day that was set before."""
    ask(permissions.can_direct(by, demand))
    body = demand.holder_id
    _back(demand, Move.ASSIGN, deed.before)
    write_step(demand, "unassign", by=by, organization_id=body, deed=deed.id)


def undo_decision(demand_id: int, move: str, before: dict[str, Any], *, by: Actor) -> None:
    """It waits in the review again; what was published is not any more, and its photos live under no known key."""
    demand = lock_by_id(Demand, demand_id)
    ask(permissions.can_review(by, demand))
    _back(demand, DECIDED[move], before)
    if move == Move.APPROVE and demand.visibility == Visibility.ALL:
        hide_photos(owner_kind="demand", owner_id=demand.id)
    write_step(demand, "undecide", by=by)


def built_on_decision(demand_id: int, move: str, by_id: int) -> Words:
    """Who has gone on with a demand since this was decided on it."""
    demand = lock_by_id(Demand, demand_id)
    gone_on = _gone_on(demand, Move(move), by_id)
    if gone_on or move != Move.APPROVE:
        return gone_on
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
    """Make support and hand-over undoable; decisions are the review's."""
    register(
        UndoKind(SUPPORTED, _l("You support this."), _lock, _on_support, undo_support, _page),
        UndoKind(ASSIGNED, _l("You have handed this over."), _lock, _on_assignment, undo_assignment, _page),
    )


def _lock(deed: Deed) -> Demand:
    return lock_by_id(Demand, deed.subject_id)


def _locked_comment(comment_id: int) -> Comment:
    comment = db.session.get_one(Comment, comment_id)
    lock(comment.demand, comment)
    return comment


def _page(demand: Demand, _by: Actor) -> str:
    return path_of(demand)


def _back(demand: Demand, move: Move, before: dict[str, Any]) -> None:
    demand.undo(move, before["state"])
    demand.holder_id, demand.referred_to = before["holder_id"], before["referred_to"]
    for name in MOMENTS:
        setattr(demand, name, before[name] and datetime.fromisoformat(before[name]))


def _on_support(demand: Demand, deed: Deed) -> Words:
    if demand.state == DemandState.MERGED:
        return _words(row(Step, _LAST_STEP, demand=demand.id))
    return "" if entity(OWN, demand=demand.id, person=deed.by_id) else TAKEN_BACK


def _on_assignment(demand: Demand, deed: Deed) -> Words:
    gone_on = _gone_on(demand, Move.ASSIGN, deed.by_id)
    return gone_on or (_words(row(Step, _LAST_STEP, demand=demand.id)) if is_repeated(deed) else "")


def _gone_on(demand: Demand, move: Move, by_id: int) -> Words:
    """Who has written a further line into the history since this move of that person."""
    last = row(Step, _LAST_STEP, demand=demand.id)
    is_last = last is not None and last.kind == move and last.actor_id == by_id
    return "" if is_last and demand.state == Demand.MOVES[move].target else _words(last)


def _words(step: Step | None) -> Words:
    words = GONE_ON.get(step.kind, OTHERWISE) if step else OTHERWISE
    return fill(str(words), {"name": (step and step.name) or _("somebody")})
