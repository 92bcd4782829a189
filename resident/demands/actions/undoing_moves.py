"""Undoing what moved a demand on: handed over, accepted, sent back, answered, closed, rated, put on hold, passed on, merged."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask
from resident.demands.actions.ending import bring_back_comments
from resident.demands.actions.going_back import gone_on, last_step, put_back, put_back_promises, said_of
from resident.demands.actions.history import RECORDED, write_step
from resident.demands.actions.supporting import drop_supports
from resident.demands.actions.telling import path_of
from resident.demands.models import Answer, Demand, Move
from resident.demands.models.states import MOVES
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import can_manage
from resident.statements import entities
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.undo.queries import is_repeated
from resident.web.errors import Words
from resident.web.guards import YES, Verdict

ANSWER = "answer"
UNDONE = {  # the line of the history that says so
    Move.ASSIGN: "unassign",
    Move.ACCEPT: "undo_accept",
    Move.RETURN: "undo_return",
    Move.RESOLVE: "undo_resolve",
    Move.CONFIRM: "undo_rating",
    Move.TAKE_BACK: "undo_rating",
    Move.REOPEN: "undo_reopen",
    Move.PARK: "undo_park",
    Move.REFER: "undo_refer",
    Move.MERGE: "undo_merge",
}
DONE: dict[Move, Words] = {
    Move.ASSIGN: _l("You have handed this over."),
    Move.ACCEPT: _l("You have accepted it."),
    Move.RETURN: _l("You have sent it back."),
    Move.RESOLVE: _l("You have closed it."),
    Move.CONFIRM: _l("You have said that it is solved."),
    Move.TAKE_BACK: _l("You have said that it is not solved."),
    Move.REOPEN: _l("You have asked that it is done again."),
    Move.PARK: _l("You have put it on hold."),
    Move.REFER: _l("You have passed it on."),
    Move.MERGE: _l("You have merged it."),
}
BY_AUTHOR = (Move.CONFIRM, Move.TAKE_BACK, Move.REOPEN)  # a worker opens again too
BY_WORKERS = (Move.ASSIGN, Move.PARK, Move.REFER, Move.MERGE, Move.REOPEN)
MOVE_OF = {RECORDED[move]: move for move in UNDONE}
DEEDS_OF = {
    ANSWER: RECORDED[ANSWER],
    "deny_danger": RECORDED["deny_danger"],
    "call": RECORDED["call"],
    **{str(move): RECORDED[move] for move in UNDONE},
}
_JOINED = (
    select(Demand)
    .where(Demand.id.in_(bindparam("demands", expanding=True)))
    .order_by(Demand.id)
    .with_for_update(of=Demand)
    .execution_options(populate_existing=True)
)


class Carried(NamedTuple):
    """What a demand took along into another."""

    supporters: list[int]
    imported: int
    comments: list[int]


def undo_move(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """It stands as it did before, with whoever had it, and with the days that were set.

    Raises NotAllowed, WrongState.
    """
    move, body, target = MOVE_OF[deed.kind], demand.holder_id, demand.merged_into
    ask(_may(by, demand, move, deed.before["holder_id"]))
    put_back(demand, move, deed.before)
    _put_back_words(deed)
    if move == Move.MERGE and target is not None:
        _part(demand, target, Carried(**deed.before["carried"]), by=by)
    named = demand.holder_id if move == Move.RETURN else body
    write_step(demand, UNDONE[move], by=by, organization_id=named, deed=deed.id)


def undo_answer(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """What was answered is read no more, and was no contact. Raises NotAllowed."""
    ask(permissions.can_handle(by, demand))
    body = _put_back_words(deed)
    put_back_promises(demand, deed.before)
    write_step(demand, "undo_answer", by=by, organization_id=body, deed=deed.id)


def register_undoing() -> None:
    """Make every one of them undoable until the next line of the history."""
    for move, done in DONE.items():
        register(UndoKind(RECORDED[move], done, _lock, _on_move, undo_move, _page))
    done = _l("You have answered.")
    register(UndoKind(RECORDED[ANSWER], done, _lock, _on_answer, undo_answer, _page))


def _lock(deed: Deed) -> Demand:
    """The demand, with the one it went into."""
    demand = db.session.get_one(Demand, deed.subject_id)
    lock(demand, *([demand.merged_into] if demand.merged_into is not None else []))
    return demand


def _page(demand: Demand, _by: Actor) -> str:
    return path_of(demand)


def _may(by: Actor, demand: Demand, move: Move, body: int | None) -> Verdict:
    """Who may still do it; who has sent it back has it no more, so the body is asked that had it."""
    if permissions.is_author(by, demand):
        return YES if move in BY_AUTHOR else permissions.NOT_ONES_OWN
    if move in BY_WORKERS:
        return permissions.can_direct(by, demand)
    verdict = permissions.can_handle(by, demand)
    return verdict if verdict or body is None else can_manage(by, community_of(demand), body)


def _on_move(demand: Demand, deed: Deed) -> Words:
    move = MOVE_OF[deed.kind]
    others = gone_on(demand, move, deed.by_id)
    if others or is_repeated(deed) or demand.state != MOVES[move].target:
        return others or said_of(last_step(demand))
    return _on_target(demand) if move == Move.MERGE else ""


def _on_target(demand: Demand) -> Words:
    """Who has gone on with the demand that this one went into."""
    if demand.merged_into is None:
        return ""
    last = last_step(demand.merged_into)
    is_this = last is not None and (last.kind, last.other_number) == ("absorb", demand.number)
    return "" if is_this else said_of(last)


def _on_answer(demand: Demand, deed: Deed) -> Words:
    return gone_on(demand, ANSWER, deed.by_id) or (said_of(last_step(demand)) if is_repeated(deed) else "")


def _put_back_words(deed: Deed) -> int | None:
    """An answer that was given with it is read no more, and those joined to it stand as they did; for whom it was given."""
    joined = deed.before.get("joined", {})
    for one in entities(_JOINED, demands=[int(number) for number in joined]):
        put_back_promises(one, joined[str(one.id)])
    if "answer" not in deed.before:
        return None
    answer = db.session.get_one(Answer, deed.before["answer"])
    answer.undone_at = clock.now()
    return answer.organization_id


def _part(demand: Demand, target: Demand, carried: Carried, *, by: Actor) -> None:
    """The other demand gives back what this one brought along: supports that still stand, comments that still wait."""
    drop_supports(target, carried.supporters)
    target.imported_supports -= carried.imported
    bring_back_comments(target=target, demand=demand, carried=carried.comments, by=by)
    write_step(target, "part", by=by, other_number=demand.number)
