"""Who may handle a demand, and what its state waits for."""

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor, System
from resident.communities.context import community_of, standing
from resident.communities.models import Community, Role
from resident.communities.permissions import can_work, has_role
from resident.demands.models import (
    AfterMove,
    AfterPhotos,
    AfterState,
    Call,
    CallMove,
    Demand,
    DemandState,
    Move,
)
from resident.demands.models.states import PUBLISHED
from resident.demands.permissions.seeing import (
    MOVED_ON,
    NOT_ONES_OWN,
    AnyDemand,
    can_see,
    can_see_all,
    holds,
    is_author,
)
from resident.i18n import lazy_gettext as _l
from resident.organizations.models import OrganizationKind
from resident.organizations.permissions import bodies_of, unled_bodies
from resident.organizations.queries import organizations
from resident.statements import entity
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

HANDLING = (Move.ACCEPT, Move.RESOLVE, Move.RETURN)
DIRECTING = (Move.ASSIGN, Move.PARK, Move.REFER, Move.MERGE, Move.REOPEN)
NOBODY_TO_CALL = no(
    "nobody_to_call", _l("It comes from an earlier list; nobody here can say whether the call was made.")
)
NOT_ONES_OWN_CALL = no("own_call", _l("You wrote this call down; somebody else settles it."))
BY_ID = select(Demand).where(Demand.id == bindparam("demand"))
AFTER_BY_ID = select(AfterPhotos).where(AfterPhotos.id == bindparam("after"))


def can_direct(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Assign, park, refer, merge, reopen: the committee's workers, but never with their own demand."""
    return NOT_ONES_OWN if is_author(person, demand) else can_work(person, community_of(demand))


def can_handle(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Accept, answer, send back, resolve: the committee's workers and the managers of the body that has it.

    Never the one who asked: nobody closes and rates the same demand.
    """
    if is_author(person, demand):
        return NOT_ONES_OWN
    verdict = can_work(person, community_of(demand))
    return YES if verdict or (person is not None and holds(person, demand)) else verdict


def can_show_after(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Send in photos of how it looks now: who raised it and who handles it, once it is closed."""
    verdict = YES if is_author(person, demand) else can_handle(person, demand)
    return verdict if not verdict or demand.allows(Move.REOPEN) else MOVED_ON


def can_withdraw_after(person: Actor | None, after: AfterPhotos) -> Verdict:
    """Take such photos back: who sent them, and the committee's workers and the body that closed the demand."""
    if person is None:
        return SIGN_IN_FIRST
    if not is_author(person, after) and not can_handle(person, after.demand):
        return NOT_YOURS
    return YES if after.allows(AfterMove.WITHDRAW) else MOVED_ON


def can_log_call(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Write down that one has called who raised it: whoever handles it, once it is published."""
    if demand.author_id is None:
        return NOBODY_TO_CALL
    verdict = NOT_YOURS if isinstance(person, System) else can_handle(person, demand)
    return MOVED_ON if verdict and demand.state not in PUBLISHED else verdict


def can_contest_call(person: Actor | None, call: Call) -> Verdict:
    """Say that one was not called: who raised the demand, as long as nobody has settled it."""
    if person is None:
        return SIGN_IN_FIRST
    if not is_author(person, call.demand):
        return NOT_YOURS
    return YES if call.allows(CallMove.CONTEST) else MOVED_ON


def can_settle_call(person: Actor | None, call: Call) -> Verdict:
    """Settle whether a contested call was made: a worker or a moderator, neither who wrote it down nor who raised it."""
    if person is None:
        return SIGN_IN_FIRST
    if not can_settle_calls(person, community_of(call)):
        return NOT_YOURS
    if is_author(person, call.demand):
        return NOT_ONES_OWN
    return NOT_ONES_OWN_CALL if person.id == call.person_id else YES


def can_settle_calls(person: Actor | None, community: Community) -> Verdict:
    """Settle any at all: workers and moderators, who read every demand."""
    return YES if has_role(person, community, Role.WORKER, Role.MODERATOR) else NOT_YOURS


def can_import(person: Actor | None, _community: Community) -> Verdict:
    """Take demands over from an earlier list: the operator's command alone."""
    return YES if isinstance(person, System) else NOT_YOURS


def may_see_photos(person: Actor | None, demand_id: int) -> bool:
    """Whether the photos of a demand are open to this person: as the demand is."""
    demand = entity(BY_ID, demand=demand_id)
    return demand is not None and bool(can_see(person, demand))


def can_open_pile(person: Actor | None, community: Community, pile: str) -> Verdict:
    """Work through a pile of the desk: the committee's are its workers'; the one of bodies is empty for who leads none."""
    if pile == "danger":
        return can_see_all(person, community)
    if pile != "bodies":
        return can_work(person, community)
    return YES if standing(person, community).roles or bodies_of(person, community) else NOT_YOURS


def is_ones_turn(person: Actor | None, demand: AnyDemand) -> bool:
    """Whether it lies with this person: with a body they lead, or with the committee they work for.

    The committee has what nobody else can answer for: no body's, its own, one's that is archived or led by nobody.
    """
    community = community_of(demand)
    if not can_work(person, community):
        return holds(person, demand)
    bodies = {body.id: body.kind for body in organizations(community)}
    is_committees = bodies.get(demand.holder_id or 0) in (None, OrganizationKind.COMMITTEE)
    return is_committees or holds(person, demand) or demand.holder_id in unled_bodies(community)


def awaited(person: Actor | None, demand: AnyDemand, *, is_answered: bool, is_due_again: bool) -> str:
    """The name of the act its state waits for, where it waits for this person; empty where it waits for somebody else."""
    match demand.state:
        case DemandState.TO_ASSIGN:
            return Move.ASSIGN if can_direct(person, demand) else ""
        case DemandState.PARKED:
            return Move.ASSIGN if is_due_again and can_direct(person, demand) else ""
        case DemandState.ASSIGNED | DemandState.IN_HAND | DemandState.REOPENED:
            if not can_handle(person, demand) or not is_ones_turn(person, demand):
                return ""
            taken = Move.RESOLVE if is_answered else "answer"
            return Move.ACCEPT if demand.state == DemandState.ASSIGNED else taken
    return ""


def may_see_after(person: Actor | None, after_id: int) -> bool:
    """Whether photos of after are open to this person: as the demand is once they are shown, before that to whom it concerns."""
    after = entity(AFTER_BY_ID, after=after_id)
    if after is None or not can_see(person, after.demand):
        return False
    concerns = is_author(person, after) or can_see_all(person, community_of(after)) or can_handle(person, after.demand)
    return after.state == AfterState.PUBLISHED or bool(concerns)


def acts_for(person: Actor | None, demand: AnyDemand) -> list[Move]:
    """What this person may do with the demand as it stands now, for whoever has it in their care."""
    directs, handles = bool(can_direct(person, demand)), bool(can_handle(person, demand))
    open_to = (*(HANDLING if handles else ()), *(DIRECTING if directs else ()))
    return [move for move in open_to if demand.allows(move)]
