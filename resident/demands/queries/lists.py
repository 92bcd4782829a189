"""Lists of demands: plain rows with the names beside them, never one object a row."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, select

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Building, Community
from resident.demands.models import (
    IS_OVERDUE,
    STANDS_OUT,
    WAS_DUE,
    AfterPhotos,
    AfterState,
    Demand,
    DemandCategory,
    DemandState,
)
from resident.demands.models.demand import IN_TURN, PRESSES, is_danger_in
from resident.demands.models.states import CLOSED, UNFINISHED
from resident.media.models import Photo
from resident.organizations.models import Organization
from resident.statements import in_one_of, rows, written
from resident.web.keyset import Keyset, Page

GROUPS: dict[str, tuple[DemandState, ...]] = {
    "waiting": (DemandState.TO_ASSIGN, DemandState.ASSIGNED),
    "in_hand": (DemandState.IN_HAND, DemandState.REOPENED),
    "done": (DemandState.RESOLVED, DemandState.SOLVED),
    "later": (DemandState.PARKED, DemandState.REFERRED),
}
LATELY = timedelta(days=90)


class ListedDemand(NamedTuple):
    """One row of a list; names are in two languages, None where there is no such thing."""

    id: int
    number: int
    title: str
    state: str
    submitted_at: datetime
    due_at: datetime | None
    parked_until: datetime | None
    referred_to: str
    spot: str
    supporters: int
    comment_count: int
    is_overdue: bool
    building: dict[str, str] | None
    holder: dict[str, str] | None
    category: dict[str, str] | None
    thumb: str | None  # the key of the photo that shows how it stands
    pressing: int = IN_TURN

    @property
    def is_danger(self) -> bool:
        """Whether it stands as danger to life."""
        return is_danger_in(self.state, self.pressing)

    @property
    def is_urgent(self) -> bool:
        """Whether it is urgent without being danger, as long as it is open."""
        return self.pressing == PRESSES and self.state in UNFINISHED


class Filters(NamedTuple):
    """What a list was narrowed to; empty means everything that is listed."""

    group: str = ""
    category_id: int | None = None
    mine: bool = False
    building_id: int | None = None

    def query(self, *, after: str = "", **changes: Any) -> str:
        """The query of the address of this list, or of one with other filters; nothing in it needs quoting."""
        group, category_id, mine, building_id = self._replace(**changes)
        wanted = (
            ("mine", int(mine)),
            ("state", group),
            ("category", category_id),
            ("building", building_id),
            ("after", after),
        )
        query = "&".join(f"{name}={value}" for name, value in wanted if value)
        return f"?{query}" if query else ""


NEWEST = (Demand.submitted_at, Demand.id)
NEWEST_FIRST = tuple(key.desc() for key in NEWEST)
FIRST_PHOTO = (  # a column more; one that a moderator took down for itself is passed over
    select(Photo.key)
    .where(Photo.owner_kind == "demand", Photo.owner_id == Demand.id, Photo.taken_down_at.is_(None))
    .order_by(Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
LAST_AFTER = (  # how it looks since it was done, once everybody may see it
    select(Photo.key)
    .join(AfterPhotos, and_(Photo.owner_kind == "after", Photo.owner_id == AfterPhotos.id))
    .where(
        AfterPhotos.demand_id == Demand.id,
        AfterPhotos.state == written(AfterState.PUBLISHED),
        Photo.is_public.is_(True),
    )
    .order_by(AfterPhotos.id.desc(), Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
THUMB = func.coalesce(case((in_one_of(Demand.state, CLOSED), LAST_AFTER)), FIRST_PHOTO)


# The rows of every list, but for how they are sorted and shown by urgency, their last column.
ROWS: Select[*tuple[Any, ...]] = (
    select(
        Demand.id,
        Demand.number,
        Demand.title,
        Demand.state,
        Demand.submitted_at,
        WAS_DUE,
        Demand.parked_until,
        Demand.referred_to,
        Demand.spot,
        Demand.support_count + Demand.imported_supports,
        Demand.comment_count,
        IS_OVERDUE,
        Building.name,
        Organization.name,
        DemandCategory.name,
        THUMB,
    )
    .outerjoin(Building, Building.id == Demand.building_id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .outerjoin(DemandCategory, DemandCategory.id == Demand.category_id)
)
IS_HERE = Demand.community_id == bindparam("community")
DEMANDS = ROWS.add_columns(Demand.pressing).where(IS_HERE)
# On the phone of who wrote it nothing is red before everybody may read it: somebody may look over their shoulder.
_QUIETLY = case((Demand.published_at.is_(None), IN_TURN), else_=Demand.pressing).label("pressing")
LISTED = DEMANDS.where(Demand.is_listed)
OWN = ROWS.add_columns(_QUIETLY).where(IS_HERE, Demand.author_id == bindparam("person"))
LATEST = LISTED.order_by(*NEWEST_FIRST).limit(bindparam("most"))
MOST_SUPPORTED = (
    DEMANDS.where(STANDS_OUT, Demand.submitted_at >= bindparam("since"))
    .order_by(Demand.support_count.desc(), Demand.id.desc())
    .limit(bindparam("most"))
)
TO_RATE = OWN.where(Demand.state == written(DemandState.RESOLVED)).order_by(*NEWEST_FIRST)


def _narrowed(group: str, *, has_category: bool, is_mine: bool, has_building: bool) -> Select[*tuple[Any, ...]]:
    """The list of one combination of filters."""
    wanted = OWN if is_mine else LISTED
    if group:
        wanted = wanted.where(in_one_of(Demand.state, GROUPS[group]))
    if has_building:
        wanted = wanted.where(Demand.building_id == bindparam("building"))
    return wanted.where(Demand.category_id == bindparam("category")) if has_category else wanted


PAGES = {
    (group, has_category, is_mine, has_building): Keyset(
        ListedDemand,
        _narrowed(group, has_category=has_category, is_mine=is_mine, has_building=has_building),
        *NEWEST,
    )
    for group in ("", *GROUPS)
    for has_category in (False, True)
    for is_mine in (False, True)
    for has_building in (False, True)
}


def demands_page(
    community: Community, filters: Filters, after: str, person: Person | None = None
) -> Page[ListedDemand]:
    """One page of listed demands, newest first; with `mine` every demand of the person, in every state. One statement."""
    bound: dict[str, Any] = {"community": community.id, "now": clock.now()}
    is_mine = filters.mine and person is not None
    has_category, has_building = filters.category_id is not None, filters.building_id is not None
    if is_mine and person is not None:
        bound["person"] = person.id
    if has_category:
        bound["category"] = filters.category_id
    if has_building:
        bound["building"] = filters.building_id
    return PAGES[filters.group, has_category, is_mine, has_building].page(after, **bound)


def latest_demands(community: Community, most: int = 5) -> list[ListedDemand]:
    """The newest listed demands; one statement."""
    return rows(ListedDemand, LATEST, community=community.id, now=clock.now(), most=most)


def most_supported_demands(community: Community, most: int = 3) -> list[ListedDemand]:
    """The open demands of the last 90 days that most people support; one statement."""
    now = clock.now()
    return rows(ListedDemand, MOST_SUPPORTED, community=community.id, now=now, since=now - LATELY, most=most)


def demands_to_rate(community: Community, person: Person) -> list[ListedDemand]:
    """Resolved demands that wait for this person's word whether they are solved; one statement."""
    return rows(ListedDemand, TO_RATE, community=community.id, person=person.id, now=clock.now())
