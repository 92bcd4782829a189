"""A community with people, and with things that they all want."""

from dataclasses import dataclass

from resident import clock
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.rewards.models import Reward
from tests.load.live import Live
from tests.makers.activities import make_activity, make_shift
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import give_points
from tests.makers.rewards import make_reward

PRICE = 120


@dataclass(frozen=True)
class Place:
    """Ids of one community; `path` begins its addresses."""

    path: str
    community: int
    building: int
    category: int
    people: tuple[int, ...]
    moderator: int
    chief: int  # administrator, worker, and manager of the body that calls for the activity
    body: int
    grid: int
    demand: int  # its number
    reward: int
    activity: int
    shift: int


def settle(live: Live, slug: str, *, people: int, stock: int = 3, capacity: int = 1, points: int = PRICE) -> Place:
    """Make a community of so many confirmed residents, each with so many points."""
    with live.app.app_context(), transaction():
        community = make_community(slug)
        building = make_building(community)
        residents = [make_resident(community, f"邻居{number}", building=building) for number in range(people)]
        for person in residents:
            give_points(community, person, points)
        chief = make_staff(community, Role.ADMINISTRATOR)
        worker = RoleGrant(community_id=community.id, person_id=chief.id, role=Role.WORKER, granted_at=clock.now())
        db.session.add(worker)
        body = make_organization(community)
        make_member(body, person=chief)
        activity = make_activity(community, body=body, manager=chief)
        return Place(
            f"/c/{slug}",
            community.id,
            building.id,
            make_category(community).id,
            tuple(person.id for person in residents),
            make_staff(community, Role.MODERATOR).id,
            chief.id,
            body.id,
            building.grid_id,
            make_demand(community, published_at=clock.now()).number,
            make_reward(community, price=PRICE, stock=stock).id,
            activity.id,
            make_shift(activity, capacity=capacity).id,
        )


def stranger(live: Live, place: Place) -> int:
    """Somebody in the community whose home nobody has confirmed."""
    with live.app.app_context(), transaction():
        return make_resident(db.session.get_one(CommunityRow, place.community), confirmed=False).id


def stock_of(live: Live, place: Place) -> int:
    """What is left of the reward."""
    with live.app.app_context():
        return db.session.get_one(Reward, place.reward).stock


def demand_fields(place: Place, title: str) -> dict[str, str]:
    """What one types into the form of a new demand."""
    return {
        "title": title,
        "body": "从上周末开始。",
        "category_id": str(place.category),
        "building_id": "",
        "spot": "",
        "visibility": "all",
        "shows_name": "y",
    }
