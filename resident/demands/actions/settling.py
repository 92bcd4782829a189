"""What the committee does with what cannot simply be handled: park, refer, merge, reopen."""

from datetime import datetime

from sqlalchemy import select

from resident import clock
from resident.accounts.models import Person
from resident.communities.context import community_of
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions import history
from resident.demands.actions.supporting import add_supports
from resident.demands.deadlines import due_after
from resident.demands.models import Demand, Move
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid


def park(demand: Demand, *, reason: str, until: datetime, seen: str = "", by: Person) -> None:
    """Say openly that it cannot be solved now, why, and when it is looked at again.

    Raises NotAllowed, WrongState, Invalid("reason"), Invalid("until") for a day that is over.
    """
    history.hold(demand, permissions.can_direct, by=by, seen=seen)
    _need(reason)
    if until <= clock.now():
        raise Invalid("until", _l("Please choose a day to come."))
    demand.move(Move.PARK)
    demand.parked_until = until
    history.note(demand, Move.PARK, by=by, text=reason, organization_id=demand.holder_id, until=until.isoformat())
    _tell_all(demand, "parked", by, reason=reason)


def refer(demand: Demand, *, to: str, reason: str, seen: str = "", by: Person) -> None:
    """Pass it to somebody outside the community, whose matter it is; a normal outcome, never a dead end.

    Raises NotAllowed, WrongState, Invalid("reason"), Invalid("to").
    """
    history.hold(demand, permissions.can_direct, by=by, seen=seen)
    if not to.strip():
        raise Invalid("to", _l("Please say to whom."))
    _need(reason)
    demand.move(Move.REFER)
    demand.referred_to, demand.holder_id = to, None
    history.note(demand, Move.REFER, by=by, text=f"{to} · {reason}")
    _tell_all(demand, "referred", by, to=to, reason=reason)


def reopen(demand: Demand, *, reason: str, seen: str = "", by: Person) -> None:
    """Take up again what was closed. Raises NotAllowed, WrongState, Invalid("reason")."""
    history.hold(demand, permissions.can_direct, by=by, seen=seen)
    _need(reason)
    demand.move(Move.REOPEN)
    demand.times_reopened += 1
    demand.due_at = due_after(clock.now(), community_of(demand).time_zone)
    history.note(demand, Move.REOPEN, by=by, text=reason, organization_id=demand.holder_id)
    history.tell(
        history.managers_of(community_of(demand), demand.holder_id),
        "to_you",
        demand,
        by=by,
        body=history.name_of(demand.holder),
    )
    _tell_all(demand, "reopened", by, reason=reason)


def merge(demand: Demand, into: int | None, *, reason: str = "", seen: str = "", by: Person) -> Demand:
    """Join the same matter: one demand goes on, its supporters are those of both, each person once.

    The author of the merged one supports the other. Raises NotAllowed, WrongState, Invalid("into").
    """
    target = db.session.scalar(select(Demand).where(Demand.community_id == demand.community_id, Demand.number == into))
    if target is None or target.id == demand.id:
        raise Invalid("into", _l("There is no other demand with this number."))
    lock(demand, target)
    history.hold(demand, permissions.can_direct, by=by, seen=seen)
    if not target.is_listed:
        raise Invalid("into", _l("That demand is not published; choose one that everybody can see."))
    demand.move(Move.MERGE)
    demand.merged_into_id = target.id
    _carry_supports(demand, target)
    history.note(demand, Move.MERGE, by=by, text=reason, into=target.number)
    history.note(target, "absorb", by=by, text=f"{demand.number}")
    _tell_all(demand, "merged", by, into=target.number)
    return target


def _carry_supports(demand: Demand, target: Demand) -> None:
    """Everybody once, and the target's author not at all."""
    there = {target.author_id, *history.supporters_of(target)}
    coming = dict.fromkeys([demand.author_id, *history.supporters_of(demand)])
    add_supports(target, [person_id for person_id in coming if person_id is not None and person_id not in there])
    target.imported_supports += demand.imported_supports


def _tell_all(demand: Demand, kind: str, by: Person, **params: object) -> None:
    history.tell([demand.author_id, *history.supporters_of(demand)], kind, demand, by=by, **params)


def _need(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason", _l("Please say why, so that everybody can follow."))
