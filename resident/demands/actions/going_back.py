"""How a demand stood before it was moved on, how it goes back there, and who has gone on with it meanwhile."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor, PersonRow
from resident.db import db
from resident.demands.actions.coming_back import forget_archived_body
from resident.demands.actions.history import RECORDED
from resident.demands.models import Demand, DemandEvent, Move
from resident.demands.models.states import UNFINISHED
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.sentences import fill
from resident.statements import row
from resident.undo.actions import undoable
from resident.web.errors import Words

PLACED = ("holder_id", "hands", "referred_to", "merged_into_id", "times_reopened", "rated_solved", "rated_content")
PROMISED = ("contacted_at", "called_at", "missed_at", "resolved_at")
MOMENTS = ("due_at", "first_due_at", "contact_due_at", "parked_until", "published_at", "rated_at", *PROMISED)
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
    Move.CONFIRM: _l("%(name)s has said meanwhile that it is solved."),
    Move.REOPEN: _l("%(name)s has opened it again meanwhile."),
    Move.TAKE_BACK: _l("%(name)s has said meanwhile that it is not solved."),
    "answer": _l("%(name)s has answered meanwhile."),
    "call": _l("%(name)s has called meanwhile."),
    "contest_call": _l("%(name)s says that nobody called."),
    "contest_words": _l("%(name)s says that something else was said on the telephone."),
    "absorb": _l("%(name)s has merged another one into it meanwhile."),
}
OTHERWISE = _l("%(name)s has gone on with it meanwhile.")


class LastStep(NamedTuple):
    """The last line of a history, and who wrote it."""

    kind: str
    actor_id: int | None
    other_number: int | None
    name: str | None


_LAST = (
    select(DemandEvent.kind, DemandEvent.actor_id, DemandEvent.other_number, PersonRow.display_name)
    .outerjoin(PersonRow, PersonRow.id == DemandEvent.actor_id)
    .where(DemandEvent.demand_id == bindparam("demand"))
    .order_by(DemandEvent.id.desc())
    .limit(1)
)


def moving_on(
    kind: str, demand: Demand, *, by: Actor, joined: Iterable[Demand] = ()
) -> AbstractContextManager[dict[str, Any]]:
    """Around what moves a locked demand on (a move, or an answer): it can be undone to how it stands now.

    `joined` are those that go on together with it and are answered with it.
    """
    together = {str(one.id): _moments(one, PROMISED) for one in joined}
    return undoable(RECORDED[kind], demand, by=by, **as_before(demand), joined=together)


def as_before(demand: Demand) -> dict[str, Any]:
    """How a demand stands, for whoever undoes what comes next."""
    return {
        "state": demand.state,
        **{name: getattr(demand, name) for name in PLACED},
        **_moments(demand, MOMENTS),
    }


def put_back(demand: Demand, move: Move, before: dict[str, Any]) -> None:
    """A locked demand stands as it did; with the committee, where the body that had it has been archived."""
    for name in (*PLACED, *MOMENTS):
        if name in before:
            setattr(demand, name, _value(name, before))
    demand.undo(move, before["state"])
    db.session.flush()
    db.session.refresh(demand, ["holder", "merged_into"])
    if demand.state in UNFINISHED:
        forget_archived_body(demand)


def put_back_promises(demand: Demand, before: dict[str, Any]) -> None:
    """What was noted as said and closed is as it was, of a demand that stays in its state or was joined to another."""
    for name in PROMISED:
        if name in before:
            setattr(demand, name, _value(name, before))


def last_step(demand: Demand) -> LastStep | None:
    """What was done to it last."""
    return row(LastStep, _LAST, demand=demand.id)


def gone_on(demand: Demand, kind: str, by_id: int) -> Words:
    """Who has written a further line into the history since this act of that person, or nothing."""
    last = last_step(demand)
    is_last = last is not None and last.kind == kind and last.actor_id == by_id
    return "" if is_last else said_of(last)


def said_of(step: LastStep | None) -> Words:
    """Who has gone on with it, and how."""
    words = GONE_ON.get(step.kind, OTHERWISE) if step else OTHERWISE
    return fill(str(words), {"name": (step and step.name) or _("somebody")})


def _moments(demand: Demand, names: Iterable[str]) -> dict[str, str | None]:
    return {name: moment and moment.isoformat() for name in names for moment in [getattr(demand, name)]}


def _value(name: str, before: dict[str, Any]) -> Any:
    value = before[name]
    return datetime.fromisoformat(value) if value and name in MOMENTS else value
