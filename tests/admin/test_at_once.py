"""Two administrators at the same moment: a name and a position in a list of choices are given once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.communities.actions import add_building, add_grid
from resident.communities.models import Building, CommunityRow, Grid, Role
from resident.db import db, transaction
from resident.demands.actions import add_category
from resident.demands.models import DemandCategory
from resident.web.errors import Invalid
from tests.at_once import at_once
from tests.makers.communities import make_building, make_community, make_staff

NAME = {"zh_Hans": "新的", "en": "New"}
Add = Callable[[CommunityRow, PersonRow], object]


def _in_the_grid_there_is(place: CommunityRow, by: PersonRow) -> object:
    grid = db.session.scalars(select(Grid).where(Grid.community_id == place.id)).one()
    return add_building(community=place, grid=grid, name=NAME, by=by)


PLACES: dict[str, tuple[Add, type[Grid] | type[Building]]] = {
    "grid": (lambda place, by: add_grid(community=place, name=NAME, by=by), Grid),
    "building": (_in_the_grid_there_is, Building),
}


@pytest.fixture
def people(app: Flask) -> tuple[int, list[int]]:
    """A community with a building, and two administrators."""
    with app.app_context(), transaction():
        place = make_community()
        make_building(place)
        return place.id, [make_staff(place, Role.ADMINISTRATOR).id for _ in range(2)]


def _together(app: Flask, people: tuple[int, list[int]], add: Add) -> list[str]:
    """What each of the two hears."""
    community_id, bosses = people

    def _add(boss_id: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    place, boss = db.session.get_one(CommunityRow, community_id), db.session.get_one(PersonRow, boss_id)
                    add(place, boss)
            except Invalid as refused:
                return refused.field
            return "added"

    return at_once([lambda boss_id=boss_id: _add(boss_id) for boss_id in bosses])


@pytest.mark.parametrize("what", PLACES)
def test_of_two_places_with_one_name_the_second_is_refused(
    app: Flask, people: tuple[int, list[int]], what: str
) -> None:
    add, kind = PLACES[what]
    assert sorted(_together(app, people, add)) == ["added", "name_zh_Hans"]
    with app.app_context():
        names = [place.name["zh_Hans"] for place in db.session.scalars(select(kind))]
    assert names.count("新的") == 1


def test_two_categories_get_two_positions(app: Flask, people: tuple[int, list[int]]) -> None:
    assert _together(app, people, lambda place, by: add_category(community=place, name=NAME, by=by)) == [
        "added",
        "added",
    ]
    with app.app_context():
        assert sorted(db.session.scalars(select(DemandCategory.position))) == [1, 2]
