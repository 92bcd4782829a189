"""What the committee and the body that has a demand do: assign, accept, send back, answer, resolve."""

from resident import clock
from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.permissions import can_work
from resident.db import db
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand, need_reason
from resident.demands.actions.going_back import moving_on
from resident.demands.actions.history import write_step
from resident.demands.actions.promising import mark_answered, mark_closed, promise_imported
from resident.demands.actions.telling import tell, tell_everybody, tell_holder
from resident.demands.models import Answer, Demand, Move, WrongState
from resident.demands.models.states import PUBLISHED
from resident.demands.queries import demands_joined_to
from resident.demands.queries.audience import committee_of, name_of, supporters_of, workers_of
from resident.i18n import lazy_gettext as _l
from resident.organizations.locking import lock_body
from resident.organizations.models import Organization
from resident.web.errors import Invalid


def assign(*, demand: Demand, organization: Organization, text: str = "", seen: str = "", by: Actor) -> None:
    """Give it to a body of the community, which accepts it or sends it back.

    `seen` is the state in which the worker saw it. Raises NotAllowed, WrongState, Invalid("organization_id").
    """
    organization = lock_body(organization)
    lock_demand(demand, permissions.can_direct, by=by, seen=seen)
    if organization.community_id != demand.community_id or organization.archived_at is not None:
        raise Invalid("organization_id", _l("Please choose one of these."))
    with moving_on(Move.ASSIGN, demand, by=by):
        demand.move(Move.ASSIGN)
        demand.holder_id = organization.id
        promise_imported(demand)
        write_step(demand, Move.ASSIGN, by=by, text=text, organization_id=organization.id)
        tell([demand.author_id], "assigned", demand, by=by, body=organization.name)
        tell_holder(demand=demand, by=by, body=organization.name)


def accept(*, demand: Demand, seen: str = "", by: Actor) -> None:
    """Take it in hand: for the body it was assigned to, or a worker for the committee itself.

    Who accepts first answers for it (首接负责); that alone is no word to the resident. Raises NotAllowed, WrongState.
    """
    lock_demand(demand, permissions.can_handle, by=by, seen=seen)
    with moving_on(Move.ACCEPT, demand, by=by):
        demand.move(Move.ACCEPT)
        body = acting_body(demand=demand, by=by)
        demand.holder_id = body.id if body else None
        promise_imported(demand)
        write_step(demand, Move.ACCEPT, by=by, organization_id=demand.holder_id)
        tell([demand.author_id], "accepted", demand, by=by, body=name_of(body))


def return_(*, demand: Demand, reason: str, seen: str = "", by: Actor) -> None:
    """Send it back to the committee because it is outside one's duties. Raises NotAllowed, WrongState, Invalid("reason")."""
    lock_demand(demand, permissions.can_handle, by=by, seen=seen)
    need_reason(reason)
    body = demand.holder
    with moving_on(Move.RETURN, demand, by=by):
        demand.move(Move.RETURN)
        demand.holder_id, demand.referred_to = None, ""
        write_step(demand, Move.RETURN, by=by, text=reason, organization_id=body.id if body else None)
        tell(workers_of(community_of(demand)), "returned", demand, by=by, body=name_of(body), reason=reason)
        tell([demand.author_id], "back", demand, by=by)


def answer(*, demand: Demand, body: str, by: Actor) -> Answer:
    """Say something officially, for the body that has it or for the committee. Raises NotAllowed, WrongState."""
    lock_demand(demand, permissions.can_handle, by=by)
    if demand.state not in PUBLISHED:
        raise WrongState
    with moving_on("answer", demand, by=by, joined=demands_joined_to(demand)) as before:
        said = _say(demand, body, by)
        before["answer"] = said.id
        write_step(demand, "answer", by=by, organization_id=said.organization_id)
        tell_everybody(demand, "answered", by=by, body=name_of(said.organization))
    return said


def resolve(*, demand: Demand, text: str, seen: str = "", by: Actor) -> None:
    """Close it with what was done; whether it is solved the author says.

    Raises NotAllowed, WrongState, Invalid("reason").
    """
    lock_demand(demand, permissions.can_handle, by=by, seen=seen)
    need_reason(text)
    with moving_on(Move.RESOLVE, demand, by=by, joined=demands_joined_to(demand)) as before:
        demand.move(Move.RESOLVE)
        said = _say(demand, text, by)
        before["answer"] = said.id
        mark_closed(demand)
        demand.holder_id = demand.holder_id or said.organization_id
        write_step(demand, Move.RESOLVE, by=by, organization_id=said.organization_id)
        tell([demand.author_id], "resolved", demand, by=by)
        tell(supporters_of(demand), "resolved_supported", demand, by=by)


def _say(demand: Demand, body: str, by: Actor) -> Answer:
    organization = acting_body(demand=demand, by=by)
    said = Answer(
        community_id=demand.community_id,
        demand_id=demand.id,
        person_id=by.id,
        organization=organization,
        body=body,
        at=clock.now(),
    )
    db.session.add(said)
    mark_answered(demand)
    db.session.flush()
    return said


def acting_body(*, demand: Demand, by: Actor) -> Organization | None:
    """For whom this person acts here: the body that has it, else a worker acts for the committee."""
    if demand.holder_id is not None and permissions.holds(by, demand):
        return demand.holder
    return committee_of(community_of(demand)) if can_work(by, community_of(demand)) else demand.holder
