"""What the committee does with what cannot simply be handled: park, refer, merge, reopen."""

from datetime import datetime

from resident import clock
from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand, need_reason
from resident.demands.actions.coming_back import forget_archived_body
from resident.demands.actions.ending import carry_waiting_comments
from resident.demands.actions.going_back import moving_on
from resident.demands.actions.history import write_step
from resident.demands.actions.promising import promise_again
from resident.demands.actions.supporting import add_supports
from resident.demands.actions.telling import tell_everybody, tell_holder
from resident.demands.models import Demand, Move
from resident.demands.models.states import UNFINISHED
from resident.demands.queries import demand_of
from resident.demands.queries.audience import name_of, supporters_of
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.web.errors import Invalid


def park(*, demand: Demand, reason: str, until: datetime, seen: str = "", by: Actor) -> None:
    """Say openly that it cannot be solved now, why, and when it is looked at again.

    Raises NotAllowed, WrongState, Invalid("reason"), Invalid("until") for a day that is over.
    """
    lock_demand(demand, permissions.can_direct, by=by, seen=seen)
    need_reason(reason)
    if until <= clock.now():
        raise Invalid("until", _l("Please choose a day to come."))
    with moving_on(Move.PARK, demand, by=by):
        demand.move(Move.PARK)
        demand.parked_until = until
        write_step(demand, Move.PARK, by=by, text=reason, organization_id=demand.holder_id, until=until.isoformat())
        tell_everybody(demand, "parked", by=by, reason=reason, until=until.isoformat())


def refer(*, demand: Demand, to: str, reason: str, seen: str = "", by: Actor) -> None:
    """Pass it to somebody outside the community, whose matter it is; a normal outcome, never a dead end.

    Raises NotAllowed, WrongState, Invalid("reason"), Invalid("to").
    """
    lock_demand(demand, permissions.can_direct, by=by, seen=seen)
    if not to.strip():
        raise Invalid("to", _l("Please say to whom."))
    need_reason(reason)
    with moving_on(Move.REFER, demand, by=by):
        demand.move(Move.REFER)
        demand.referred_to, demand.holder_id = to, None
        write_step(demand, Move.REFER, by=by, text=reason, referred_to=to)
        tell_everybody(demand, "referred", by=by, to=to, reason=reason)


def reopen(*, demand: Demand, reason: str, seen: str = "", by: Actor) -> None:
    """Take up again what was closed. Raises NotAllowed, WrongState, Invalid("reason")."""
    lock_demand(demand, permissions.can_direct, by=by, seen=seen)
    need_reason(reason)
    with moving_on(Move.REOPEN, demand, by=by):
        demand.move(Move.REOPEN)
        forget_archived_body(demand)
        demand.times_reopened += 1
        promise_again(demand)
        write_step(demand, Move.REOPEN, by=by, text=reason, organization_id=demand.holder_id)
        tell_holder(demand=demand, by=by, body=name_of(demand.holder))
        tell_everybody(demand, "reopened", by=by, reason=reason)


def merge(*, demand: Demand, into: int | None, reason: str = "", seen: str = "", by: Actor) -> Demand:
    """Join the same matter: one demand goes on, its supporters are those of both, each person once.

    The author of the merged one supports the other. Raises NotAllowed, WrongState, Invalid("into").
    """
    target = demand_of(community_of(demand), into) if into is not None else None
    lock_demand(demand, permissions.can_direct, by=by, seen=seen, also=[target] if target is not None else [])
    if target is None or target.id == demand.id:
        raise Invalid("into", _l("There is no other demand with this number."))
    if not target.is_listed:
        raise Invalid("into", _l("That demand is not published; choose one that everybody can see."))
    if target.state not in UNFINISHED:
        raise Invalid("into", _l("That demand is closed. Choose one that goes on, or open it again first."))
    with moving_on(Move.MERGE, demand, by=by) as before:
        demand.move(Move.MERGE)
        demand.merged_into_id = target.id
        before["carried"] = {
            "supporters": _carry_supports(demand, target),
            "imported": demand.imported_supports,
            "comments": carry_waiting_comments(demand=demand, target=target, by=by),
        }
        write_step(demand, Move.MERGE, by=by, text=reason, other_number=target.number, into=target.number)
        write_step(target, "absorb", by=by, other_number=demand.number)
        tell_everybody(demand, "merged", by=by, into=target.number)
    return target


def _carry_supports(demand: Demand, target: Demand) -> list[PersonId]:
    """Everybody once, and the target's author not at all; gives whom it carried."""
    there = {target.author_id, *supporters_of(target)}
    coming = dict.fromkeys([demand.author_id, *supporters_of(demand)])
    carried = [person_id for person_id in coming if person_id is not None and person_id not in there]
    add_supports(target, carried)
    target.imported_supports += demand.imported_supports
    return carried
