"""What becomes of the demands of a body that nobody acts for any more: they go back to the committee."""

from sqlalchemy import bindparam, func, select

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.open_work import Lying, OpenThing
from resident.demands.actions.history import write_step
from resident.demands.actions.telling import path_of, tell
from resident.demands.models import IS_WITH_BODY, Demand, Move
from resident.demands.queries.audience import workers_of
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations import open_work
from resident.organizations.models import MemberRole, Organization
from resident.organizations.open_work import OpenWork
from resident.statements import entities, value

_LYING = select(Demand).where(Demand.holder_id == bindparam("body"), IS_WITH_BODY).order_by(Demand.due_at, Demand.id)
_FIRST = _LYING.limit(bindparam("most"))
_COUNT = select(func.count()).select_from(Demand).where(Demand.holder_id == bindparam("body"), IS_WITH_BODY)
_LOCKED = _LYING.order_by(None).order_by(Demand.id).with_for_update(of=Demand).execution_options(populate_existing=True)


def lying_at(body: Organization, most: int) -> Lying:
    """The demands a body has to accept or to finish, the one due first at the top; two statements at most."""
    count = value(_COUNT, body=body.id)
    first = entities(_FIRST, body=body.id, most=most) if count else ()
    return Lying(count, [OpenThing(demand.title, path_of(demand)) for demand in first])


def give_back(body: Organization, *, by: Actor) -> None:
    """All of a body's demands go back to the committee: each author is told, and the workers once how many.

    It follows from what leaves the body without anybody, whose action has asked whether that is allowed.
    """
    demands = entities(_LOCKED, body=body.id)
    for demand in demands:
        demand.move(Move.RETURN)
        demand.holder_id, demand.referred_to = None, ""
        write_step(demand, "give_back", by=by, organization_id=body.id)
        tell([demand.author_id], "back", demand, by=by)
    if demands:
        community = community_of(body)
        notify(
            [person_id for person_id in workers_of(community) if person_id != by.id],
            "demands.given_back",
            path=f"/c/{community.slug}/desk",
            community_id=community.id,
            body=body.name,
            count=len(demands),
        )


def forget_archived_body(demand: Demand) -> None:
    """What is taken up again has no body where the one that had it is archived meanwhile: the committee has it."""
    if demand.holder is not None and demand.holder.archived_at is not None:
        demand.holder_id = None


def register() -> None:
    """Tell the bodies what demands keep open there."""
    open_work.register(
        OpenWork(
            "demands",
            _l("Demands"),
            _l("go back to the committee, which finds another body; who raised them is told"),
            frozenset({MemberRole.MANAGER}),
            lying_at,
            give_back,
        )
    )
