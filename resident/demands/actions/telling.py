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
from resident.demands.models.states import WITH_A_BODY
from resident.demands.queries.audience import managers_of, supporters_of
from resident.demands.queries.dangers import danger_of
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.notifications.actions.sending import WAITS_OUTSIDE
from resident.notifications.channels.sms import hour_of, put_danger
from resident.organizations.announcing import announce, announce_danger


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


def tell_group(demand: Demand) -> None:
    """Have the group of the body that a demand was handed to hear of it, when that can no longer be undone at once."""
    building = demand.building.name if demand.is_public and demand.building else None
    matter = {
        "demand": demand.id,
        "number": demand.number,
        "category": demand.category.name if demand.category else None,
        "building": building,
        "until": demand.due_at.isoformat() if demand.due_at else None,
    }
    announce(demand.holder_id, demand.community_id, matter, after=WAITS_OUTSIDE)


def tell_duty(demand: Demand) -> None:
    """Tell those who are there at any hour of danger: the committee's group and the number on duty."""
    announce_danger(demand.community_id, {"demand": demand.id, "number": demand.number})
    values = {"number": str(demand.number), "time": hour_of(clock.now())}
    put_danger(community_of(demand).duty_phone, values, community_id=demand.community_id)


def is_still_theirs(organization_id: int, matter: Mapping[str, Any]) -> bool:
    """Whether a demand that is to be said in a body's group still waits for that body."""
    demand = db.session.get(Demand, matter["demand"])
    return demand is not None and demand.holder_id == organization_id and demand.state in WITH_A_BODY


def is_still_unseen(_organization_id: int, matter: Mapping[str, Any]) -> bool:
    """Whether nobody of the staff has seen the danger yet."""
    demand = db.session.get(Demand, matter["demand"])
    danger = danger_of(demand) if demand is not None else None
    return danger is not None and danger.state == DangerState.UNSEEN


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
