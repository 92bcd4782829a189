"""Communities, homes and roles for tests."""

from itertools import count

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.context import OfCommunity
from resident.communities.models import Building, CommunityRow, Grid, Household, Membership, Role, RoleGrant
from resident.db import db
from tests.makers.accounts import make_person

_numbers = count(1)


def make_community(slug: str = "", **settings: object) -> CommunityRow:
    """A community; `settings` are columns."""
    community = CommunityRow(
        slug=slug or f"c{next(_numbers)}",
        name={"zh_Hans": "桂花社区", "en": "Osmanthus"},
        created_at=clock.now(),
        **settings,
    )
    db.session.add(community)
    db.session.flush()
    return community


def make_building(community: CommunityRow, name: str = "3") -> Building:
    """A building in a grid of its own."""
    grid = Grid(community_id=community.id, name={"zh_Hans": "第一网格", "en": "Grid 1"})
    db.session.add(grid)
    db.session.flush()
    building = Building(
        community_id=community.id, grid_id=grid.id, name={"zh_Hans": f"{name}栋", "en": f"Building {name}"}
    )
    db.session.add(building)
    db.session.flush()
    return building


def make_resident(
    community: CommunityRow, display_name: str = "李阿姨", *, confirmed: bool = True, building: Building | None = None
) -> PersonRow:
    """A person who belongs to the community, by default with a confirmed home."""
    person = make_person(display_name)
    membership = Membership(community_id=community.id, person_id=person.id, joined_at=clock.now())
    if confirmed:
        home = Household(
            community_id=community.id,
            building_id=(building or make_building(community)).id,
            unit="1",
            room=f"{next(_numbers)}",
        )
        db.session.add(home)
        db.session.flush()
        membership.household_id, membership.confirmed_at = home.id, clock.now()
    db.session.add(membership)
    db.session.flush()
    return person


def make_staff(community: CommunityRow, role: Role, display_name: str = "王敏", *, phone: str = "") -> PersonRow:
    """A person with a role."""
    person = make_person(display_name, phone=phone)
    db.session.add(RoleGrant(community_id=community.id, person_id=person.id, role=role, granted_at=clock.now()))
    db.session.flush()
    return person


def boss_of(place: CommunityRow | OfCommunity) -> PersonRow:
    """An administrator of a community, or of the one that a row belongs to."""
    community = place if isinstance(place, CommunityRow) else db.session.get_one(CommunityRow, place.community_id)
    return make_staff(community, Role.ADMINISTRATOR)
