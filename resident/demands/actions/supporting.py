"""“Me too”, and taking it back."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Person
from resident.audit.actions import record
from resident.db import db
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand
from resident.demands.actions.telling import tell
from resident.demands.models import Demand, Support
from resident.ids import PersonId
from resident.statements import entities, entity
from resident.undo.actions import undoable

OWN = select(Support).where(Support.demand_id == bindparam("demand"), Support.person_id == bindparam("person"))
_OF_THESE = select(Support).where(
    Support.demand_id == bindparam("demand"), Support.person_id.in_(bindparam("people", expanding=True))
)
TOLD_AT = (1, 5, 10, 20, 50, 100, 200, 500, 1000)


def support_demand(*, demand: Demand, by: Person) -> None:
    """Support it, once; the locked row keeps the counter exact. A second time changes nothing. Raises NotAllowed, Later."""
    lock_demand(demand, permissions.can_support_demand, by=by)
    if _support(demand, by) is not None:
        return
    count_post("support", by=by)
    with undoable("demand.supported", demand, by=by, supports_told=demand.supports_told):
        add_supports(demand, [by.id])
        record("demand.supported", demand, by=by)
        if demand.support_count in TOLD_AT and demand.support_count > demand.supports_told:
            demand.supports_told = demand.support_count
            tell([demand.author_id], "supported", demand, by=by, count=demand.support_count)


def take_back_support(*, demand: Demand, by: Person) -> None:
    """Take one's support back, whatever became of the demand meanwhile; without one nothing changes. Raises NotAllowed."""
    lock_demand(demand, permissions.can_take_back_support, by=by)
    support = _support(demand, by)
    if support is None:
        return
    drop_support(demand, support)
    record("demand.support_taken_back", demand, by=by)


def drop_support(demand: Demand, support: Support) -> None:
    """Take one support out of the count of a locked demand."""
    db.session.delete(support)
    demand.support_count -= 1
    db.session.flush()


def drop_supports(demand: Demand, people: Sequence[int]) -> None:
    """Take the supports of these people out of a locked demand, as far as they still stand."""
    for support in entities(_OF_THESE, demand=demand.id, people=list(people)):
        drop_support(demand, support)


def add_supports(demand: Demand, people: Sequence[PersonId]) -> None:
    """Write these people's support and count it; the caller has locked the row and knows that they have none yet."""
    for person_id in people:
        db.session.add(
            Support(community_id=demand.community_id, demand_id=demand.id, person_id=person_id, created_at=clock.now())
        )
    demand.support_count += len(people)
    db.session.flush()


def _support(demand: Demand, by: Person) -> Support | None:
    found: Support | None = entity(OWN, demand=demand.id, person=by.id)
    return found
