"""Who may be meant, and what a receipt shows."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.identity import keyed_hash, phone_lookup
from resident.accounts.models import PersonRow
from resident.characters import normal
from resident.communities.doors import door
from resident.communities.models import Community, Membership
from resident.communities.queries import offline_like, people_at_home
from resident.counter.models import Receipt
from resident.demands import queries as demands
from resident.demands.models import Demand, DemandState
from resident.demands.queries import Part, ShownDemand
from resident.ids import PersonId
from resident.statements import entity

LASTS = timedelta(days=365)  # after the end of what it is for
ENDED = frozenset({DemandState.NOT_APPROVED, DemandState.WITHDRAWN, DemandState.MERGED})
LONGEST_NAME = 40
_OF_DEMAND = select(Receipt).where(
    Receipt.community_id == bindparam("community"), Receipt.demand_id == bindparam("demand")
)
_LOCKED_BY_ID = select(Receipt).where(
    Receipt.community_id == bindparam("community"), Receipt.id == bindparam("receipt")
)
_OF_HERE = (
    select(PersonRow)
    .join(Membership, Membership.person_id == PersonRow.id)
    .where(Membership.community_id == bindparam("community"), PersonRow.phone_lookup == bindparam("lookup"))
)


class Whom(NamedTuple):
    """For whom something is entered, as it was typed: a name, a home (`building_id`), a number and whether it is their own."""

    name: str
    building_id: int | None = None
    unit: str = ""
    room: str = ""
    phone: str = ""
    is_own_number: bool = False

    @property
    def door(self) -> tuple[int, str, str] | None:
        """Building, unit and room in the one spelling by which homes are found."""
        return (self.building_id, door(self.unit), door(self.room)) if self.building_id else None

    @property
    def lookup(self) -> str:
        """Under which hash the number is found; empty where it is only to call."""
        return phone_lookup(self.phone) if self.is_own_number else ""


class Candidate(NamedTuple):
    """Somebody who may be meant: with an account or without."""

    id: PersonId
    name: str
    has_account: bool


class Progress(NamedTuple):
    """How far a demand is, for who holds its receipt: `answers` are those that everybody may read."""

    demand: ShownDemand
    answers: list[Part]
    until: datetime | None


def candidates(community: Community, whom: Whom) -> list[Candidate]:
    """Who has this name behind this door, and whose own number this is; three statements."""
    found: dict[PersonId, Candidate] = {}
    here = people_at_home(community, whom.door) if whom.door else []
    for one in here:
        if same(one.name, whom.name):
            found[one.id] = Candidate(one.id, one.name, has_account=True)
    if whom.lookup and (row := entity(_OF_HERE, community=community.id, lookup=whom.lookup)) is not None:
        found[row.id] = Candidate(row.id, row.display_name, has_account=True)
    for offline in offline_like(community, door=whom.door, lookup=whom.lookup):
        name = offline.person.display_name
        if same(name, whom.name) or (whom.lookup and offline.phone_lookup == whom.lookup):
            found[offline.person_id] = Candidate(offline.person_id, name, has_account=False)
    return list(found.values())


def same(one: str, other: str) -> bool:
    """Whether two names are written alike but for spaces, width and capitals."""
    bare = ["".join(normal("NFKC", name, LONGEST_NAME).casefold().split()) for name in (one, other)]
    return bare[0] == bare[1]


def code_hash(community: Community, number: int, code: str) -> str:
    """What is kept of a code: it opens one number of one community."""
    return keyed_hash("receipt", str(community.id), str(number), code)


def receipt_of(community: Community, demand: Demand) -> Receipt | None:
    """The receipt of a demand; one statement."""
    found: Receipt | None = entity(_OF_DEMAND, community=community.id, demand=demand.id)
    return found


def receipt_at(community: Community, receipt_id: int) -> Receipt | None:
    """This community's receipt of this id; one statement."""
    found: Receipt | None = entity(_LOCKED_BY_ID, community=community.id, receipt=receipt_id)
    return found


def progress_of(community: Community, receipt: Receipt) -> Progress | None:
    """How far its demand is; None once the receipt has ended: a year after that was closed, or came to another end."""
    shown = demands.demand_page(community, receipt.demand.number, None)
    if shown is None:
        return None
    hanging = demands.hanging_on(shown, whole=False)
    ended = shown.resolved_at
    if ended is None and shown.state in ENDED and hanging.steps:
        ended = hanging.steps[0].at
    until = ended + LASTS if ended is not None else None
    if until is not None and until <= clock.now():
        return None
    is_for_all = shown.is_public and shown.published_at is not None
    return Progress(shown, hanging.answers if is_for_all else [], until)
