"""Telling people what became of a demand."""

from collections.abc import Iterable
from typing import Any

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.queries import people_with_role
from resident.demands.models import Demand
from resident.demands.queries.audience import managers_of, supporters_of
from resident.ids import PersonId
from resident.notifications.actions import notify


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
