"""Who may not change a community is refused by the action itself, whoever has asked before; the app only gives roles."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from resident.accounts.models import SYSTEM, Actor
from resident.audit.models import AuditEvent
from resident.communities.actions import (
    add_building,
    add_grid,
    archive_building,
    archive_grid,
    change_settings,
    confirm_residence,
    edit_building,
    edit_grid,
    end_role,
    found_community,
    grant_role,
    move_building,
    move_grid,
    restore_building,
    restore_grid,
)
from resident.communities.models import Building, CommunityRow, Grid, Role, RoleGrant
from resident.db import db
from resident.web.errors import NotAllowed
from tests.makers.accounts import make_person
from tests.makers.communities import make_building, make_community, make_staff

pytestmark = pytest.mark.usefixtures("session")
Act = Callable[[CommunityRow, Actor], object]
NAME = {"zh_Hans": "新的", "en": ""}


def _building(place: CommunityRow) -> Building:
    return make_building(place)


def _empty_grid(place: CommunityRow) -> Grid:
    grid = Grid(community_id=place.id, name={"zh_Hans": "空的", "en": ""})
    db.session.add(grid)
    db.session.flush()
    return grid


def _role(place: CommunityRow) -> RoleGrant:
    return grant_role(community=place, person=make_person(), role=Role.WORKER, by=SYSTEM)


def _edit_building(place: CommunityRow, by: Actor) -> None:
    building = _building(place)
    edit_building(building=building, version=1, grid=building.grid, name=NAME, by=by)


BY_ADMINISTRATORS: dict[str, Act] = {
    "settings": lambda place, by: change_settings(community=place, version=1, by=by, notice_days=3),
    "add a grid": lambda place, by: add_grid(community=place, name=NAME, by=by),
    "edit a grid": lambda place, by: edit_grid(grid=_empty_grid(place), version=1, name=NAME, by=by),
    "archive a grid": lambda place, by: archive_grid(grid=_empty_grid(place), by=by),
    "restore a grid": lambda place, by: restore_grid(grid=_empty_grid(place), by=by),
    "add a building": lambda place, by: add_building(community=place, grid=_empty_grid(place), name=NAME, by=by),
    "move a grid": lambda place, by: move_grid(grid=_empty_grid(place), past=0, up=True, by=by),
    "move a building": lambda place, by: move_building(building=_building(place), past=0, up=True, by=by),
    "edit a building": _edit_building,
    "archive a building": lambda place, by: archive_building(building=_building(place), by=by),
    "restore a building": lambda place, by: restore_building(building=_building(place), by=by),
    "give a role": lambda place, by: grant_role(community=place, person=make_person(), role=Role.WORKER, by=by),
    "end a role": lambda place, by: end_role(community=place, grant=_role(place), by=by),
}


@pytest.mark.parametrize("act", BY_ADMINISTRATORS.values(), ids=BY_ADMINISTRATORS)
def test_only_an_administrator_of_this_community_changes_it(act: Act) -> None:
    place, other = make_community(), make_community()
    for stranger in (make_staff(place, Role.MODERATOR), make_staff(other, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            act(place, stranger)
    act(place, make_staff(place, Role.ADMINISTRATOR))


@pytest.mark.parametrize("act", BY_ADMINISTRATORS.values(), ids=BY_ADMINISTRATORS)
def test_the_app_itself_gives_roles_for_the_operator_and_changes_nothing_else(act: Act) -> None:
    place = make_community()
    if act is BY_ADMINISTRATORS["give a role"]:
        act(place, SYSTEM)
        db.session.flush()
        assert {event.actor_id for event in db.session.scalars(select(AuditEvent))} == {None}
    else:
        with pytest.raises(NotAllowed):
            act(place, SYSTEM)


def test_nobody_but_the_operator_founds_a_community() -> None:
    boss = make_staff(make_community(), Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        found_community(slug="guihua", name=NAME, by=boss)
    assert found_community(slug="guihua", name=NAME, by=SYSTEM).slug == "guihua"


def test_a_home_is_confirmed_by_a_moderator() -> None:
    place = make_community()
    building, person = make_building(place), make_person()
    for stranger in (person, make_staff(place, Role.ADMINISTRATOR), make_staff(make_community(), Role.MODERATOR)):
        with pytest.raises(NotAllowed):
            confirm_residence(community=place, person=person, building=building, unit="1", room="2", by=stranger)
    moderator = make_staff(place, Role.MODERATOR)
    confirm_residence(community=place, person=person, building=building, unit="1", room="2", by=moderator)
