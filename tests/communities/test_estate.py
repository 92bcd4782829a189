"""The plan of an estate: what has a spot keeps it, everything else finds room, nothing stands on another."""

from itertools import combinations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from resident.communities.estate import (
    SHOWN_COLUMNS,
    Plan,
    Site,
    Spot,
    first_overlap,
    is_inside,
    place_named,
    plan_at,
    plan_with,
)
from resident.communities.models import BuildingKind
from resident.communities.words import plan_lines
from resident.i18n import speaking

SPOTS = st.builds(Spot, st.integers(0, 20), st.integers(0, 20), st.integers(1, 4), st.integers(1, 4))


def sites(count: int, kind: BuildingKind = BuildingKind.BUILDING, first: int = 1) -> list[Site]:
    return [Site(number, {"zh_Hans": f"{number}栋"}, None, kind) for number in range(first, first + count)]


def overlaps(plan: Plan) -> bool:
    return any(one.spot.meets(other.spot) for one, other in combinations(plan.places, 2))


def test_the_first_plan_lays_each_grid_out_in_rows_of_its_own() -> None:
    plan = plan_with([sites(9), sites(8, first=10)])
    assert [one.spot for one in plan.places[:8]] == [*(Spot(column, 0) for column in range(7)), Spot(0, 1)]
    assert plan.places[9].spot == Spot(0, 2)
    assert (plan.columns, plan.rows, len(plan.places)) == (SHOWN_COLUMNS, 4, 17)


def test_few_buildings_are_drawn_large_and_gardens_have_room_for_their_name() -> None:
    plan = plan_with([[*sites(2), *sites(1, BuildingKind.GARDEN, 3)]])
    assert [one.spot[2:] for one in plan.places] == [(2, 2), (2, 2), (2, 1)]
    assert not overlaps(plan)


def test_sixty_buildings_fit_a_phone_in_width() -> None:
    plan = plan_with([sites(60)])
    assert (plan.columns, plan.is_wide, overlaps(plan)) == (SHOWN_COLUMNS, False, False)


@given(st.lists(st.tuples(st.booleans(), SPOTS), max_size=25))
def test_whatever_was_placed_stays_and_the_rest_finds_free_fields(wanted: list[tuple[bool, Spot]]) -> None:
    placed: list[Spot] = []
    estate = []
    for number, (is_placed, spot) in enumerate(wanted, 1):
        mine = spot if is_placed and not any(spot.meets(other) for other in placed) else None
        placed += [mine] if mine else []
        estate.append(Site(number, {"zh_Hans": "楼"}, None, BuildingKind.BUILDING, mine))
    plan = plan_with([estate])
    assert [one.spot for one, site in zip(plan.places, estate, strict=True) if site.spot] == placed
    assert not overlaps(plan)
    assert all(one.spot.column + one.spot.width <= plan.columns for one in plan.places)


def test_an_empty_estate_has_a_plan_without_places() -> None:
    assert plan_with([]) == Plan(SHOWN_COLUMNS, 0, ())


def test_two_on_one_field_are_named_and_neighbours_are_not() -> None:
    assert first_overlap({1: Spot(0, 0, 2, 1), 2: Spot(2, 0), 3: Spot(1, 0)}) == (1, 3)
    assert first_overlap({1: Spot(0, 0, 2, 2), 2: Spot(2, 0), 3: Spot(0, 2)}) is None


def test_a_plan_has_edges() -> None:
    assert is_inside(Spot(29, 59))
    assert not any(map(is_inside, (Spot(-1, 0), Spot(0, -1), Spot(29, 0, 2), Spot(0, 59, 1, 2), Spot(0, 0, 0))))


def test_what_is_drawn_off_the_plan_stays_where_it_was() -> None:
    plan = plan_with([sites(2)])
    moved = plan_at(plan, {1: Spot(40, 0), 2: Spot(5, 3)})
    assert [one.spot for one in moved.places] == [plan.places[0].spot, Spot(5, 3)]
    assert moved.rows == 4


def test_names_fit_their_fields(app: Flask) -> None:
    with app.test_request_context(), speaking("zh_Hans"):
        assert [line.text for line in plan_lines({"zh_Hans": "3栋"}, 1)] == ["3栋"]
        assert [line.text for line in plan_lines({"zh_Hans": "12号楼"}, 1)] == ["12"]
        assert [line.text for line in plan_lines({"zh_Hans": "中心花园"}, 2)] == ["中心花园"]
        assert [line.text for line in plan_lines({"zh_Hans": "老年活动中心"}, 1)] == ["老年活", "动中心"]
        assert plan_lines({"zh_Hans": "老年活动中心"}, 1)[0].is_squeezed
    with app.test_request_context(), speaking("en"):
        assert [line.text for line in plan_lines({"en": "Building 12"}, 1)] == ["12"]
        assert [line.text for line in plan_lines({"en": "Car park east"}, 2)] == ["Car park", "east"]


def test_a_text_names_a_place_as_people_write_it() -> None:
    names = {1: "6栋", 2: "16栋", 3: "东门", 4: "东门花园"}
    plan = plan_with([[Site(number, {"zh_Hans": name}, None) for number, name in names.items()]])
    asked = ("6栋一楼居民活动室", "16 栋前", "六栋", "在东门集合", "东门花园凉亭", "116栋", "西门", "")
    assert [place_named(plan, {"zh_Hans": text}) for text in asked] == [1, 2, 1, 3, 4, 0, 0, 0]
    english = plan_with([[Site(1, {"en": "Building 6"}, None), Site(2, {"en": "Gate"}, None)]])
    asked = ("Community room, building 6, ground floor", "building 60", "at the gate", "Aggregate hall")
    assert [place_named(english, {"en": text}) for text in asked] == [1, 0, 2, 0]
