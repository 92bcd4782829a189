"""What a demand is promised, and whether it was kept: set at approval, counted from submission, never moved for the rates."""

from resident import clock
from resident.communities.context import community_of
from resident.demands.deadlines import contact_due_after, due_after
from resident.demands.models import DANGER_SEEN, Demand
from resident.demands.queries import demands_joined_to
from resident.demands.queries.dangers import danger_of


def promise(demand: Demand) -> None:
    """At approval: until when somebody answers for the first time, and until when it is closed. A second time changes nothing."""
    if demand.first_due_at is None:
        community = community_of(demand)
        demand.contact_due_at = contact_due_after(demand.submitted_at, community)
        danger = danger_of(demand) if demand.pressing <= DANGER_SEEN else None
        usually = danger.usually if danger else demand.urgency  # what sounds like danger may turn out to be none
        demand.first_due_at = due_after(demand.submitted_at, community, usually)
        demand.due_at = due_after(demand.submitted_at, community, demand.urgency)


def promise_imported(demand: Demand) -> None:
    """An imported demand is promised when somebody here takes it on: its past was elsewhere."""
    if demand.source is not None and demand.due_at is None:
        demand.first_due_at = demand.due_at = due_after(clock.now(), community_of(demand), demand.urgency)


def promise_again(demand: Demand) -> None:
    """It is taken up again: with days of its own where the date before was kept, else it stays overdue."""
    demand.resolved_at = None
    if demand.missed_at is None:
        demand.due_at = due_after(clock.now(), community_of(demand), demand.urgency)


def promise_anew(demand: Demand) -> None:
    """It has become more or less urgent: fewer days count from now, more from when it was raised. Never what is closed or late.

    The first date stays what the rates go by.
    """
    if (
        demand.due_at is None
        or demand.resolved_at is not None
        or demand.missed_at is not None
        or demand.due_at < clock.now()
    ):
        return
    community = community_of(demand)
    sooner = due_after(clock.now(), community, demand.urgency)
    later = due_after(demand.submitted_at, community, demand.urgency)
    demand.due_at = sooner if sooner < demand.due_at else max(later, demand.due_at)


def mark_answered(demand: Demand) -> None:
    """The first answer to the resident, and to those whose demand was joined to this one."""
    for one in (demand, *demands_joined_to(demand)):
        if one.contacted_at is None:
            one.contacted_at = clock.now()


def mark_closed(demand: Demand) -> None:
    """A closing answer, of this one and of those joined to it; one that comes late is late for ever."""
    now = clock.now()
    for one in (demand, *demands_joined_to(demand)):
        dates = (one.due_at,) if one.times_reopened else (one.first_due_at, one.due_at)
        date = min((date for date in dates if date is not None), default=None)
        if one.missed_at is None and one.resolved_at is None and date is not None and date < now:
            one.missed_at = date
        one.resolved_at = now
