"""Telling people what became of a demand."""

from collections.abc import Iterable, Mapping
from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.queries import people_with_role
from resident.db import db
from resident.demands.models import DangerState, Demand
from resident.demands.models.states import TO_ACCEPT
from resident.demands.queries.audience import managers_of, supporters_of
from resident.demands.queries.dangers import danger_of
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.notifications.actions.sending import WAITS_OUTSIDE
from resident.notifications.channels.sms import hour_of, put_danger, takes_sms
from resident.organizations.announcing import DANGER, announce, announce_danger
from resident.organizations.models import Organization


def tell(people: Iterable[PersonId | None], kind: str, demand: Demand, *, by: Actor, **params: Any) -> None:
    """Tell these people about the demand, except the one who did it; where one may not read it, a tap leads to the list."""
    others = [person_id for person_id in people if person_id is not None and person_id != by.id]
    readers = set(others) if not others or demand.is_public else _readers(demand)
    for path, told in (
        (path_of(demand), [person_id for person_id in others if person_id in readers]),
        (f"/c/{community_of(demand).slug}/demands", [person_id for person_id in others if person_id not in readers]),
    ):
        notify(
            told,
            f"demands.{kind}",
            path=path,
            community_id=demand.community_id,
            title=demand.title,
            number=demand.number,
            **params,
        )


def tell_holder(*, demand: Demand, by: Actor, body: dict[str, str]) -> None:
    """Tell the body that a demand was handed to: who leads it, and its group when that can no longer be undone at once."""
    people, at_any_hour = managers_of(community_of(demand), demand.holder_id), goes_at_any_hour(demand)
    tell(people, "to_you", demand, by=by, body=body, **({"at_any_hour": True} if at_any_hour else {}))
    announce(
        demand.holder_id,
        community_id=demand.community_id,
        demand=demand.id,
        after=WAITS_OUTSIDE,
        at_any_hour=at_any_hour,
    )


def goes_at_any_hour(demand: Demand) -> bool:
    """Whether who has it in their care hears of it at night too: water, power, gas, lifts, and a body that says so."""
    holder = db.session.get(Organization, demand.holder_id) if demand.holder_id else None
    category = demand.category
    return bool(holder and holder.works_at_any_hour and category and category.goes_at_any_hour)


def tell_duty(demand: Demand, *, turn: int = 0) -> None:
    """Tell those who are there at any hour of danger: the committee's group, and a number on duty.

    After the first turn it is the next number's, as long as there is one; who is alone is told twice, and the group too.
    """
    if turn <= 1:
        announce_danger(community_id=demand.community_id, demand=demand.id)
    numbers = [one.number for one in community_of(demand).duty_calls if takes_sms(one.number)]
    in_turn = numbers * 2 if len(numbers) == 1 else numbers
    if turn < len(in_turn):
        values = {"number": str(demand.number), "time": hour_of(clock.now())}
        matter = {"what": DANGER, "demand": demand.id}
        put_danger(in_turn[turn], values, matter, community_id=demand.community_id)


def waits_there(matter: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a body's group may read of a demand, while it waits for that body; the building only of what is public now."""
    demand = db.session.get(Demand, matter["demand"])
    if demand is None or demand.holder_id != matter["body"] or demand.state not in TO_ACCEPT:
        return None
    return {
        "number": demand.number,
        "category": demand.category.name if demand.category else None,
        "building": demand.building.name if demand.is_public and demand.building else None,
        "until": demand.due_at.isoformat() if demand.due_at else None,
    }


def waits_unseen(matter: Mapping[str, Any]) -> dict[str, Any] | None:
    """The number of a demand, while nobody of the staff has seen its danger."""
    demand = db.session.get(Demand, matter["demand"])
    danger = danger_of(demand) if demand is not None else None
    if demand is None or danger is None or danger.state != DangerState.UNSEEN:
        return None
    return {"number": demand.number}


def tell_everybody(demand: Demand, kind: str, *, by: Actor, **params: Any) -> None:
    """Tell whoever asked for it: the author and all who support it."""
    tell([demand.author_id, *supporters_of(demand)], kind, demand, by=by, **params)


def _readers(demand: Demand) -> set[PersonId | None]:
    """Who reads a demand that is not public, of those who are told about it (permissions.can_see)."""
    community = community_of(demand)
    staff = people_with_role(community, Role.WORKER, Role.MODERATOR)
    return {demand.author_id, *staff, *managers_of(community, demand.holder_id)}


def path_of(demand: Demand) -> str:
    """The address of a demand's page."""
    return f"/c/{community_of(demand).slug}/demands/{demand.number}"
