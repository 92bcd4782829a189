"""Drawing the plan of the estate, by who keeps the places."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM
from resident.audit.models import AuditEvent
from resident.communities.actions import archive_building, confirm_residence, draw_plan, restore_building
from resident.communities.context import community_by_id
from resident.communities.estate import Spot
from resident.communities.models import BuildingKind, Community, CommunityRow, EstatePlan, PlanPlace, Role
from resident.communities.queries import houses_by_grid, plan_of, plan_version_of
from resident.db import db, transaction
from resident.web.errors import Changed, Invalid, NotAllowed, NotHere
from tests.at_once import at_once
from tests.makers.communities import boss_of, make_building, make_community, make_resident, make_staff

session = pytest.mark.usefixtures("session")
HERE, THERE = Spot(0, 0, 2, 1), Spot(3, 4)


def now(place: CommunityRow) -> Community:
    return community_by_id(place.id)


def spots(place: CommunityRow) -> dict[int, Spot]:
    return {one.id: one.spot for one in plan_of(now(place)).places}


def drawings(place: CommunityRow) -> int:
    events = select(func.count(AuditEvent.id)).where(
        AuditEvent.community_id == place.id, AuditEvent.action == "estate_plan.drawn"
    )
    return db.session.scalar(events) or 0


@session
def test_a_plan_is_drawn_and_is_what_everybody_sees() -> None:
    place = make_community()
    one, other = make_building(place, "1"), make_building(place, "2")
    draw_plan(community=now(place), version=0, spots={one.id: HERE, other.id: THERE}, by=boss_of(place))
    assert spots(place) == {one.id: HERE, other.id: THERE}
    assert (plan_version_of(now(place)), drawings(place)) == (1, 1)


@session
def test_the_same_plan_saved_again_changes_nothing() -> None:
    place = make_community()
    one = make_building(place, "1")
    draw_plan(community=now(place), version=0, spots={one.id: HERE}, by=boss_of(place))
    draw_plan(community=now(place), version=1, spots={one.id: HERE}, by=boss_of(place))
    assert (plan_version_of(now(place)), drawings(place)) == (1, 1)


@session
def test_a_plan_that_was_drawn_meanwhile_is_not_drawn_over() -> None:
    place = make_community()
    one = make_building(place, "1")
    draw_plan(community=now(place), version=0, spots={one.id: HERE}, by=boss_of(place))
    with pytest.raises(Changed):
        draw_plan(community=now(place), version=0, spots={one.id: THERE}, by=boss_of(place))
    assert spots(place) == {one.id: HERE}


@session
@pytest.mark.parametrize("spot", [Spot(-1, 0), Spot(30, 0), Spot(0, 60), Spot(0, 0, 7), Spot(0, 0, 1, 0)])
def test_what_is_off_the_plan_is_refused_at_its_number(spot: Spot) -> None:
    place = make_community()
    one = make_building(place, "1")
    with pytest.raises(Invalid) as refused:
        draw_plan(community=now(place), version=0, spots={one.id: spot}, by=boss_of(place))
    assert refused.value.field == f"column_{one.id}"
    assert db.session.scalar(select(func.count(PlanPlace.id))) == 0


@session
def test_two_on_one_spot_are_refused_by_both_names() -> None:
    place = make_community()
    one, other = make_building(place, "1"), make_building(place, "2")
    with pytest.raises(Invalid) as refused:
        draw_plan(community=now(place), version=0, spots={one.id: HERE, other.id: Spot(1, 0)}, by=boss_of(place))
    assert refused.value.field == f"column_{other.id}"
    assert all(name in str(refused.value.message) for name in ("1", "2"))


@session
def test_two_may_change_places() -> None:
    place = make_community()
    one, other = make_building(place, "1"), make_building(place, "2")
    draw_plan(community=now(place), version=0, spots={one.id: HERE, other.id: THERE}, by=boss_of(place))
    draw_plan(community=now(place), version=1, spots={one.id: THERE, other.id: HERE}, by=boss_of(place))
    assert spots(place) == {one.id: THERE, other.id: HERE}


@session
def test_only_an_administrator_draws() -> None:
    place = make_community()
    one = make_building(place, "1")
    people = make_resident(place), make_staff(place, Role.WORKER), make_staff(make_community(), Role.ADMINISTRATOR)
    for who in (*(one.value for one in people), SYSTEM):
        with pytest.raises(NotAllowed):
            draw_plan(community=now(place), version=0, spots={one.id: HERE}, by=who)
    assert plan_version_of(now(place)) == 0


@session
def test_buildings_of_others_and_archived_ones_are_passed_over() -> None:
    place, other = make_community(), make_community()
    gone, foreign = make_building(place, "1"), make_building(other, "9")
    archive_building(building=gone, by=boss_of(place))
    draw_plan(community=now(place), version=0, spots={gone.id: HERE, foreign.id: THERE}, by=boss_of(place))
    assert (spots(place), db.session.scalar(select(func.count(PlanPlace.id)))) == ({}, 0)


@session
def test_what_is_archived_leaves_the_plan_and_finds_free_room_when_it_is_back() -> None:
    place = make_community()
    one, other = make_building(place, "1"), make_building(place, "2")
    draw_plan(community=now(place), version=0, spots={one.id: HERE, other.id: THERE}, by=boss_of(place))
    archive_building(building=one, by=boss_of(place))
    assert spots(place) == {other.id: THERE}
    draw_plan(community=now(place), version=1, spots={other.id: HERE}, by=boss_of(place))
    restore_building(building=one, by=boss_of(place))
    found = spots(place)
    assert found[other.id] == HERE
    assert not found[one.id].meets(HERE)


@session
def test_nobody_lives_in_a_garden() -> None:
    place = make_community()
    garden = make_building(place, "园")
    garden.kind = BuildingKind.GARDEN
    db.session.flush()
    assert [plan.buildings for plan in houses_by_grid(now(place))] == [()]
    with pytest.raises(NotHere):
        confirm_residence(
            community=now(place),
            person=make_resident(place, confirmed=False).value,
            building=garden,
            unit="1",
            room="1",
            by=make_staff(place, Role.MODERATOR).value,
        )


def test_of_two_who_draw_at_once_one_is_told(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        one, community_id = make_building(place, "1").id, place.id
        boss_of(place)

    def _draw(spot: Spot) -> Callable[[], bool]:
        def _once() -> bool:
            with app.app_context(), transaction():
                row = db.session.get_one(CommunityRow, community_id)
                try:
                    draw_plan(community=now(row), version=0, spots={one: spot}, by=boss_of(row))
                except Changed:
                    return False
                return True

        return _once

    assert sorted(at_once([_draw(HERE), _draw(THERE)])) == [False, True]
    with app.app_context():
        assert db.session.scalars(select(EstatePlan.version)).all() == [1]
        assert db.session.scalar(select(func.count(PlanPlace.id))) == 1
