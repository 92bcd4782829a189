"""What waits for one person of the staff, from every package that has work for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resident.accounts.models import Person
from resident.activities.permissions import can_confirm_any
from resident.activities.queries import hours_to_confirm
from resident.communities.models import Community
from resident.communities.permissions import can_moderate, can_work
from resident.demands.queries import demands_with_bodies, demands_with_committee
from resident.moderation.queries import Waiting, waiting_in
from resident.organizations.models import MemberRole
from resident.organizations.permissions import bodies_of
from resident.rewards.permissions import pickup_bodies_of
from resident.rewards.queries.redemptions import newest_pickups

MOST = 50
FIRST = 5


@dataclass(frozen=True)
class Pile:
    """Work of one kind, the most pressing first; at most MOST rows are read, and then there may be more."""

    rows: Sequence[Any] = ()

    @property
    def first(self) -> Sequence[Any]:
        """What is shown at once."""
        return self.rows[:FIRST]

    @property
    def rest(self) -> Sequence[Any]:
        """What is shown on demand."""
        return self.rows[FIRST:]

    @property
    def words(self) -> str:
        """How many: `3`, or `50+` where not all were read."""
        return f"{len(self.rows)}" if len(self.rows) < MOST else f"{MOST}+"


@dataclass(frozen=True)
class Desk:
    """All piles of one person; a pile they have nothing to do with is None."""

    reviews: Waiting | None
    to_assign: Pile | None
    to_handle: Pile | None
    hours: Pile | None
    pickups: Pile | None

    @property
    def total(self) -> int:
        """How many things wait, as far as they were read."""
        piles = (self.to_assign, self.to_handle, self.hours, self.pickups)
        return sum(len(pile.rows) for pile in piles if pile) + (self.reviews.total if self.reviews else 0)


def desk_of(community: Community, person: Person) -> Desk:
    """What waits for this person in the community; one statement for each pile they have, those for roles and bodies aside."""
    bodies = bodies_of(person, community)
    managed = [body for body, role in bodies.items() if role is MemberRole.MANAGER]
    giving = pickup_bodies_of(person, community)
    return Desk(
        reviews=waiting_in(community) if can_moderate(person, community) else None,
        to_assign=Pile(demands_with_committee(community, MOST)) if can_work(person, community) else None,
        to_handle=Pile(demands_with_bodies(community, managed, MOST)) if managed else None,
        hours=Pile(hours_to_confirm(community, person).rows) if can_confirm_any(person, community) else None,
        pickups=Pile(newest_pickups(community, person, MOST)) if giving else None,
    )
