"""“Me too”, and taking it back."""

from collections.abc import Sequence

from sqlalchemy import select

from resident import clock
from resident.accounts.models import Person
from resident.audit.actions import record
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions import history
from resident.demands.models import Demand, Support

TOLD_AT = (1, 5, 10, 20, 50, 100, 200, 500, 1000)


def support_demand(demand: Demand, *, by: Person) -> None:
    """Support it, once; the locked row keeps the counter exact. A second time changes nothing. Raises NotAllowed."""
    history.hold(demand, permissions.can_support_demand, by=by)
    if _support(demand, by) is not None:
        return
    add_supports(demand, [by.id])
    record("demand.support", demand, by=by)
    if demand.support_count in TOLD_AT and demand.support_count > demand.supports_told:
        demand.supports_told = demand.support_count
        history.tell([demand.author_id], "supported", demand, by=by, count=demand.support_count)


def take_back_support(demand: Demand, *, by: Person) -> None:
    """Take one's support back, whatever became of the demand meanwhile; without one nothing changes."""
    lock(demand)
    support = _support(demand, by)
    if support is None:
        return
    db.session.delete(support)
    demand.support_count -= 1
    db.session.flush()
    record("demand.take_back_support", demand, by=by)


def add_supports(demand: Demand, people: Sequence[int]) -> None:
    """Write these people's support and count it; the caller holds the row and knows that they have none yet."""
    for person_id in people:
        db.session.add(
            Support(community_id=demand.community_id, demand_id=demand.id, person_id=person_id, created_at=clock.now())
        )
    demand.support_count += len(people)
    db.session.flush()


def _support(demand: Demand, by: Person) -> Support | None:
    return db.session.scalar(select(Support).where(Support.demand_id == demand.id, Support.person_id == by.id))
