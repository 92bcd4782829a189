"""One demand: the row that actions change, and what its page shows of it at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, null, select
from sqlalchemy.orm import aliased

from resident import clock
from resident.accounts.models import Person, PersonRow
from resident.communities.context import community_of
from resident.communities.models import Building, Community, Household, Membership, OfflinePerson, RoleGrant
from resident.demands.models import (
    DANGER_SEEN,
    IS_OVERDUE,
    MOVES,
    WAS_DUE,
    ContactConsent,
    Danger,
    Demand,
    DemandCategory,
    DemandEntry,
    Move,
    Support,
    is_danger_in,
    is_public_in,
)
from resident.ids import CommunityId, PersonId
from resident.media.queries import Picture, photos_of
from resident.organizations.models import Organization
from resident.statements import entities, entity, row

Home, Target, Seer = aliased(Building), aliased(Demand), aliased(PersonRow)
Submitter = aliased(PersonRow)


@dataclass(frozen=True, slots=True)
class ShownDemand:
    """A demand as its page shows it, its attributes named as the row's; names are in two languages.

    `author` and `author_home` are the display name and the confirmed building of who raised it, whether shown or not;
    unit and room are for that person alone. `submitter` is who wrote it down for them, if anybody did, and `is_offline`
    whether they have no account.
    """

    id: int
    community_id: CommunityId
    number: int
    author_id: PersonId | None
    title: str
    body: str
    spot: str
    visibility: str
    shows_name: bool
    state: str
    is_listed: bool
    submitted_at: datetime
    published_at: datetime | None
    supporters: int
    comment_count: int
    holder_id: int | None
    category_id: int | None
    referred_to: str
    due_at: datetime | None
    parked_until: datetime | None
    author: str | None
    author_home: dict[str, str] | None
    building: dict[str, str] | None
    holder: dict[str, str] | None
    category: dict[str, str] | None
    merged_into: int | None
    taken_down_at: datetime | None
    is_author_staff: bool
    is_overdue: bool
    urgency: str
    pressing: int
    danger_kind: str | None
    danger_since: datetime | None
    danger_seen_at: datetime | None
    danger_seen_by: str | None
    resolved_at: datetime | None
    hands: int
    about_id: int | None
    building_id: int | None
    home_id: int | None
    home_unit: str | None
    home_room: str | None
    opens_door: bool | None  # to the body that has it; None where that may not call
    submitter_id: PersonId | None
    submitter: str | None
    channel: str | None
    is_offline: bool
    supported_at: datetime | None  # by the one who reads

    @property
    def is_danger(self) -> bool:
        """Whether it stands as danger to life."""
        return is_danger_in(self.state, self.pressing)

    @property
    def may_be_called_by_holder(self) -> bool:
        """Whether who raised it lets the body that has it call."""
        return self.opens_door is not None

    @property
    def is_at_home(self) -> bool:
        """Whether the matter is in the house of who raised it."""
        return self.home_id is not None and self.home_id == self.building_id

    @property
    def is_unseen(self) -> bool:
        """Whether it is danger that nobody of the staff has seen."""
        return self.is_danger and self.pressing < DANGER_SEEN

    @property
    def is_supported(self) -> bool:
        """Whether the one who reads supports it."""
        return self.supported_at is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.taken_down_at is None and is_public_in(self.state, self.visibility)

    def allows(self, move: Move) -> bool:
        """Whether the table of moves has this one for the state at hand."""
        return self.state in MOVES[move].sources


IS_LIVE_HERE = and_(
    ContactConsent.community_id == Demand.community_id,
    ContactConsent.demand_id == Demand.id,
    ContactConsent.hands == Demand.hands,
    ContactConsent.organization_id == Demand.holder_id,
    ContactConsent.withdrawn_at.is_(None),
)
THIS = and_(Demand.community_id == bindparam("community"), Demand.number == bindparam("number"))
ROW = select(Demand).where(THIS)
LOCKED_ROW = ROW.with_for_update(of=Demand).execution_options(populate_existing=True)
JOINED = select(Demand).where(Demand.merged_into_id == bindparam("demand")).order_by(Demand.id)
SHOWN = (
    select(
        Demand.id,
        Demand.community_id,
        Demand.number,
        Demand.author_id,
        Demand.title,
        Demand.body,
        Demand.spot,
        Demand.visibility,
        Demand.shows_name,
        Demand.state,
        Demand.is_listed,
        Demand.submitted_at,
        Demand.published_at,
        Demand.support_count + Demand.imported_supports,
        Demand.comment_count,
        Demand.holder_id,
        Demand.category_id,
        Demand.referred_to,
        WAS_DUE,
        Demand.parked_until,
        PersonRow.display_name,
        Home.name,
        Building.name,
        Organization.name,
        DemandCategory.name,
        Target.number,
        Demand.taken_down_at,
        exists().where(
            RoleGrant.community_id == Demand.community_id,
            RoleGrant.person_id == Demand.author_id,
            RoleGrant.ended_at.is_(None),
        ),
        IS_OVERDUE,
        Demand.urgency,
        Demand.pressing,
        Danger.kind,
        Danger.since,
        Danger.seen_at,
        Seer.display_name,
        Demand.resolved_at,
        Demand.hands,
        Demand.about_id,
        Demand.building_id,
        Home.id,
        Household.unit,
        Household.room,
        ContactConsent.with_door,
        DemandEntry.submitter_id,
        Submitter.display_name,
        DemandEntry.channel,
        OfflinePerson.id.is_not(None),
    )
    .outerjoin(Danger, Danger.demand_id == Demand.id)
    .outerjoin(ContactConsent, IS_LIVE_HERE)
    .outerjoin(Seer, Seer.id == Danger.seen_by_id)
    .outerjoin(DemandEntry, DemandEntry.demand_id == Demand.id)
    .outerjoin(Submitter, Submitter.id == DemandEntry.submitter_id)
    .outerjoin(
        OfflinePerson,
        and_(
            DemandEntry.id.is_not(None),
            OfflinePerson.community_id == Demand.community_id,
            OfflinePerson.person_id == Demand.author_id,
        ),
    )
    .outerjoin(PersonRow, PersonRow.id == Demand.author_id)
    .outerjoin(
        Membership,
        and_(
            Membership.community_id == Demand.community_id,
            Membership.person_id == Demand.author_id,
            Membership.confirmed_at.is_not(None),
        ),
    )
    .outerjoin(Household, Household.id == Membership.household_id)
    .outerjoin(Home, Home.id == Household.building_id)
    .outerjoin(Building, Building.id == Demand.building_id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .outerjoin(DemandCategory, DemandCategory.id == Demand.category_id)
    .outerjoin(Target, Target.id == Demand.merged_into_id)
    .where(THIS)
)
SHOWN_TO_VISITORS = SHOWN.add_columns(null())
SHOWN_TO_PERSON = SHOWN.add_columns(
    select(Support.created_at)
    .where(Support.demand_id == Demand.id, Support.person_id == bindparam("person"))
    .correlate(Demand)
    .scalar_subquery()
)


def demand_of(community: Community, number: int, *, locked: bool = False) -> Demand | None:
    """This community's demand of this number, for who changes it, locked at once or not; None for another community's."""
    found: Demand | None = entity(LOCKED_ROW if locked else ROW, community=community.id, number=number)
    return found


def demand_page(community: Community, number: int, person: Person | None) -> ShownDemand | None:
    """This community's demand of this number for its page; one statement."""
    bound = {"community": community.id, "number": number, "now": clock.now()}
    if person is None:
        return row(ShownDemand, SHOWN_TO_VISITORS, **bound)
    return row(ShownDemand, SHOWN_TO_PERSON, person=person.id, **bound)


def demands_joined_to(demand: Demand) -> list[Demand]:
    """The demands that go on together with this one, those that were joined to them too; one statement for each, and one."""
    joined: list[Demand] = list(entities(JOINED, demand=demand.id))
    return [*joined, *(further for one in joined for further in demands_joined_to(one))]


def photos_of_demand(demand: Demand) -> list[Picture]:
    """The photos of one demand in their order; one statement."""
    return photos_of(community_of(demand), "demand", demand.id)
