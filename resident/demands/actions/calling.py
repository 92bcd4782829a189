"""Writing down that one has called who raised a demand; contesting that, and settling it."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.queries import people_with_role
from resident.db import db, lock, lock_by_id
from resident.demands import permissions
from resident.demands.actions.asking import ask, lock_demand
from resident.demands.actions.going_back import gone_on, moving_on
from resident.demands.actions.handling import acting_body
from resident.demands.actions.history import RECORDED, write_step
from resident.demands.actions.telling import path_of, tell
from resident.demands.models import COUNTING, Call, CallMove, Demand
from resident.demands.queries.audience import name_of, workers_of
from resident.i18n import lazy_gettext as _l
from resident.statements import in_one_of, value
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.undo.queries import is_repeated
from resident.web.errors import Invalid, Words
from resident.web.reasons import given

CALL = "call"
LATELY = timedelta(hours=24)  # a call is written down on its day: what is older nobody remembers well enough to contest
MOST_DIGITS = 6
SAY_WITH_WHOM = _l("Please say with whom you spoke.")
SAY_WHAT = _l("Please say what was said.")
SAY_WHY_SETTLED = _l("Please say why, so that both sides understand it.")
_FIRST = select(func.min(Call.called_at)).where(Call.demand_id == bindparam("demand"), in_one_of(Call.state, COUNTING))


def log_call(*, demand: Demand, called_at: datetime, spoke_with: str, said: str, by: Actor) -> Call:
    """Write down a call of the last 24 hours to who raised it: a first contact, unless they contest it.

    Raises NotAllowed, WrongState, Invalid("called_at"), ("spoke_with") where nobody or a number stands there, ("said").
    """
    lock_demand(demand, permissions.can_log_call, by=by)
    _check(demand, called_at, spoke_with)
    body = acting_body(demand=demand, by=by)
    with moving_on(CALL, demand, by=by) as before:
        call = Call(
            community_id=demand.community_id,
            demand_id=demand.id,
            person_id=by.id,
            organization_id=body.id if body else None,
            called_at=called_at,
            spoke_with=spoke_with,
            said=given(said, SAY_WHAT, field="said"),
            at=clock.now(),
        )
        db.session.add(call)
        _count(demand)
        before["call"] = call.id
        write_step(demand, CALL, by=by, organization_id=call.organization_id, call=call.id)
        tell([demand.author_id], "called", demand, by=by, body=name_of(body))
    return call


def contest_call(*, call: Call, was_called: bool = False, by: Actor) -> None:
    """Say that one was not called, or (`was_called`) that something else was said than stands there.

    It does not count until somebody else has looked into it. Raises NotAllowed, WrongState.
    """
    demand = _lock(call)
    ask(permissions.can_contest_call(by, call))
    call.move(CallMove.CONTEST)
    _count(demand)
    write_step(demand, "contest_words" if was_called else "contest_call", by=by, call=call.id)
    moderators = people_with_role(community_of(demand), Role.MODERATOR)
    told = [call.person_id, *workers_of(community_of(demand)), *moderators]
    tell(told, "call_words_contested" if was_called else "call_contested", demand, by=by)


def settle_call(*, call: Call, was_made: bool, reason: str, by: Actor) -> None:
    """Say whether a contested call was made, with a reason for both sides. Raises NotAllowed, WrongState, Invalid("reason")."""
    demand = _lock(call)
    ask(permissions.can_settle_call(by, call))
    because = given(reason, SAY_WHY_SETTLED)
    call.move(CallMove.CONFIRM if was_made else CallMove.REFUTE)
    call.settled_by_id, call.settled_because = by.id, because
    _count(demand)
    write_step(demand, "confirm_call" if was_made else "refute_call", by=by, call=call.id, reason=because)
    tell([call.person_id, demand.author_id], "call_confirmed" if was_made else "call_refuted", demand, by=by)


def undo_call(demand: Demand, deed: Deed, *, by: Actor) -> None:
    """Nobody was called after all, or it stood under the wrong demand. Raises NotAllowed, WrongState."""
    ask(permissions.can_log_call(by, demand))
    call = db.session.get_one(Call, deed.before["call"])
    call.move(CallMove.UNDO)
    _count(demand)
    write_step(demand, "undo_call", by=by, organization_id=call.organization_id, deed=deed.id)


def register_undoing() -> None:
    """Make writing down a call undoable until the next line of the history."""
    done = _l("You have written down a call.")
    register(
        UndoKind(
            RECORDED[CALL],
            done,
            lambda deed: lock_by_id(Demand, deed.subject_id),
            _on_call,
            undo_call,
            lambda demand, _by: path_of(demand),
        )
    )


def _on_call(demand: Demand, deed: Deed) -> Words:
    again = _l("Another call was written down meanwhile.") if is_repeated(deed) else ""
    return gone_on(demand, CALL, deed.by_id) or again


def _check(demand: Demand, called_at: datetime, spoke_with: str) -> None:
    """Raises Invalid."""
    now = clock.now()
    if called_at > now:
        raise Invalid("called_at", _l("This moment is still to come."))
    if called_at < max(demand.submitted_at.replace(second=0, microsecond=0), now - LATELY):
        raise Invalid("called_at", _l("Calls of the last 24 hours are written down, made since it was raised."))
    given(spoke_with, SAY_WITH_WHOM, field="spoke_with")
    if sum(character.isdigit() for character in spoke_with) > MOST_DIGITS:
        raise Invalid("spoke_with", _l("No number here, only with whom you spoke."))


def _lock(call: Call) -> Demand:
    lock(call.demand, call)
    return call.demand


def _count(demand: Demand) -> None:
    """The first call that counts, of a locked demand."""
    db.session.flush()
    demand.called_at = value(_FIRST, demand=demand.id)
