"""The demo community's doorplates, people, roles and bodies."""

from datetime import timedelta

from resident import clock
from resident.accounts.actions import join
from resident.accounts.models import SYSTEM, Person
from resident.communities.actions import change_settings, draw_plan
from resident.communities.actions.founding import found_community
from resident.communities.actions.places import add_building, add_grid
from resident.communities.actions.residence import confirm_residence, ensure_membership
from resident.communities.actions.roles import grant_role
from resident.communities.context import community_now
from resident.communities.estate import Spot
from resident.dates.months import month_of
from resident.demands.actions.categories import USUAL, add_category
from resident.demo.actions.cast import Cast, present
from resident.demo.earlier import EARLIER
from resident.demo.place import (
    ADDRESS,
    BESIDE,
    BODIES,
    DUTY_PHONE,
    GOAL,
    GOAL_HOURS,
    GRIDS,
    MEMBERS,
    NAME,
    PEOPLE,
    PHONE,
    PLAN,
    ROLES,
    SLUG,
    URGENCIES,
)
from resident.organizations.actions import add_member, found_organization

ZONE = "Asia/Shanghai"
OPENS = timedelta(hours=9)


def found() -> Cast:
    """The community eleven months ago, with everybody in it: founded for the operator, built by its administrator."""
    now = present()
    begins, _ends = month_of(now, ZONE).back(len(EARLIER)).bounds(ZONE)
    with clock.at(begins + OPENS):
        community = found_community(slug=SLUG, name=NAME, address=ADDRESS, phone=PHONE, by=SYSTEM)
        cast = Cast(community_now(community), now)
        _people(cast)
        boss = cast.people["admin"]
        with clock.at(now - timedelta(hours=3)):
            settings = {"notice_days": 0, "goal": GOAL, "goal_hours": GOAL_HOURS}
            settings["duty_phone"] = DUTY_PHONE
            change_settings(community=community, version=1, by=boss, **settings)
        cast.community = community_now(community)
        _build(cast, boss)
        _homes(cast)
        _bodies(cast, boss)
        for key, usual in USUAL.items():
            here = usual._replace(urgency=URGENCIES.get(key, usual.urgency))
            cast.categories[key] = add_category(community=community, by=boss, **here._asdict())
    return cast


def _people(cast: Cast) -> None:
    for key, (phone, display_name, _home) in PEOPLE.items():
        person = cast.people[key] = join(phone=phone, display_name=display_name)
        ensure_membership(community=cast.community, person=person)
        for role in ROLES.get(key, []):
            grant_role(community=cast.community, person=person, role=role, by=SYSTEM)


def _build(cast: Cast, boss: Person) -> None:
    for place, (name, numbers) in GRIDS.items():
        grid = add_grid(community=cast.community, name=name, by=boss)
        for number in numbers:
            building = {"zh_Hans": f"{number}栋", "en": f"Building {number}"}
            cast.buildings[number] = add_building(community=cast.community, grid=grid, name=building, by=boss)
        for key, (kind, name, where) in BESIDE.items():
            if where == place:
                cast.buildings[key] = add_building(community=cast.community, grid=grid, name=name, kind=kind, by=boss)
    spots = {cast.buildings[key].id: Spot(*spot) for key, spot in PLAN.items()}
    draw_plan(community=cast.community, version=0, spots=spots, by=boss)


def _homes(cast: Cast) -> None:
    for key, (_phone, _name, home) in PEOPLE.items():
        if home:
            number, unit, room = home
            building, person = cast.buildings[number], cast.people[key]
            confirm_residence(
                community=cast.community,
                person=person,
                building=building,
                unit=unit,
                room=room,
                by=cast.people["wang"],
            )


def _bodies(cast: Cast, boss: Person) -> None:
    for key, (kind, name, about, place, hours) in BODIES.items():
        cast.bodies[key] = found_organization(
            community=cast.community, kind=kind, name=name, by=boss, about=about, place=place, hours=hours
        )
    for person, body, role in MEMBERS:
        add_member(organization=cast.bodies[body], person=cast.people[person], role=role, by=boss)
