"""Grids and buildings: named once, ordered, archived and brought back."""

from collections.abc import Iterable
from typing import Any

import pytest

from resident.communities.actions import (
    GridInUse,
    add_building,
    add_grid,
    archive_building,
    archive_grid,
    edit_building,
    edit_grid,
    move_building,
    move_grid,
    restore_building,
    restore_grid,
)
from resident.communities.actions.places import GridArchived
from resident.communities.context import community_by_id
from resident.communities.models import Building, Community, CommunityRow, Grid
from resident.communities.queries import building_of, buildings, buildings_by_grid
from resident.web.errors import Changed, Invalid, NotHere
from tests.makers.communities import boss_of, make_building, make_community

pytestmark = pytest.mark.usefixtures("session")


def named(chinese: str, english: str = "") -> dict[str, str]:
    return {"zh_Hans": chinese, "en": english}


def now(place: CommunityRow) -> Community:
    return community_by_id(place.id)


def ids(places: Iterable[Any]) -> list[int]:
    return [place.id for place in places]


def a_grid(place: CommunityRow, chinese: str = "东片") -> Grid:
    return add_grid(community=place, name=named(chinese), by=boss_of(place))


def a_building(place: CommunityRow, grid: Grid, chinese: str) -> Building:
    return add_building(community=place, grid=grid, name=named(chinese), by=boss_of(place))


def test_buildings_stand_under_their_grid_in_their_order() -> None:
    place = make_community()
    west, east = a_grid(place, "西片"), a_grid(place, "东片")
    three, one, two = (
        a_building(place, east, "3栋"),
        a_building(place, east, "1栋"),
        a_building(place, west, "2栋"),
    )
    move_grid(grid=west, past=east.id, up=False, by=boss_of(west))
    move_building(building=one, past=three.id, up=True, by=boss_of(one))
    plans = [(plan.grid.id, ids(plan.buildings)) for plan in buildings_by_grid(now(place))]
    assert plans == [(east.id, ids([one, three])), (west.id, ids([two]))]
    assert ids(buildings(now(place))) == ids([one, three, two])


def test_a_name_stands_once_among_the_places_in_use() -> None:
    place = make_community()
    grid = a_grid(place)
    building = a_building(place, grid, "3栋")
    with pytest.raises(Invalid) as refused:
        a_building(place, grid, "3栋")
    assert refused.value.field == "name_zh_Hans"
    with pytest.raises(Invalid):
        a_grid(place)
    archive_building(building=building, by=boss_of(building))
    again = a_building(place, grid, "3栋")
    with pytest.raises(Invalid):
        restore_building(building=building, by=boss_of(building))
    edit_building(building=again, version=1, grid=grid, name=named("3栋"), by=boss_of(again))
    assert again.version == 1


def test_a_place_needs_a_name() -> None:
    place = make_community()
    boss = boss_of(place)
    with pytest.raises(Invalid):
        add_grid(community=place, name=named(""), by=boss)


def test_what_was_changed_meanwhile_is_not_overwritten() -> None:
    place = make_community()
    grid = a_grid(place)
    edit_grid(grid=grid, version=1, name=named("北片"), by=boss_of(grid))
    with pytest.raises(Changed):
        edit_grid(grid=grid, version=1, name=named("南片"), by=boss_of(grid))
    assert (grid.name["zh_Hans"], grid.version) == ("北片", 2)
    building = a_building(place, grid, "1栋")
    edit_building(building=building, version=1, grid=grid, name=named("2栋"), by=boss_of(building))
    with pytest.raises(Changed):
        edit_building(building=building, version=1, grid=grid, name=named("4栋"), by=boss_of(building))


def test_the_same_edit_sent_twice_is_saved_once_and_an_unchanged_one_never() -> None:
    place = make_community()
    grid = a_grid(place)
    building = a_building(place, grid, "1栋")
    for name, version in (("1栋", 1), ("2栋", 2), ("2栋", 2)):
        edit_building(building=building, version=1, grid=grid, name=named(name), by=boss_of(building))
        assert building.version == version
    for _time in range(2):
        edit_grid(grid=grid, version=1, name=named("北片"), by=boss_of(grid))
    assert grid.version == 2


def test_an_archived_building_leaves_the_choices_and_stays_where_it_is_named() -> None:
    place = make_community()
    building = make_building(place)
    archive_building(building=building, by=boss_of(building))
    archived_at = building.archived_at
    archive_building(building=building, by=boss_of(building))
    assert building.archived_at == archived_at
    assert buildings(now(place)) == []
    assert building_of(place, building.id) is building
    restore_building(building=building, by=boss_of(building))
    restore_building(building=building, by=boss_of(building))
    assert ids(buildings(now(place))) == [building.id]


def test_a_grid_with_buildings_cannot_be_archived() -> None:
    place = make_community()
    building = make_building(place)
    grid = building.grid
    with pytest.raises(GridInUse):
        archive_grid(grid=grid, by=boss_of(grid))
    archive_building(building=building, by=boss_of(building))
    archive_grid(grid=grid, by=boss_of(grid))
    archive_grid(grid=grid, by=boss_of(grid))
    assert buildings_by_grid(now(place)) == []
    with pytest.raises(GridArchived):
        restore_building(building=building, by=boss_of(building))
    with pytest.raises(Invalid):
        a_building(place, grid, "9栋")
    restore_grid(grid=grid, by=boss_of(grid))
    restore_building(building=building, by=boss_of(building))
    assert ids(buildings(now(place))) == [building.id]


def test_a_building_moves_only_within_its_community() -> None:
    place = make_community()
    building, elsewhere = make_building(place), make_building(make_community()).grid
    with pytest.raises(NotHere):
        edit_building(building=building, version=1, grid=elsewhere, name=building.name, by=boss_of(building))
    other = a_grid(place)
    last = a_building(place, other, "9栋")
    edit_building(building=building, version=1, grid=other, name=building.name, by=boss_of(building))
    assert building.grid is other
    assert building.position > last.position
    assert building_of(make_community(), building.id) is None
