"""A community with an administrator, for the tests of its administration."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import Role
from resident.db import transaction
from tests.makers.communities import make_building, make_community, make_staff
from tests.makers.organizations import make_organization


@dataclass(frozen=True)
class Place:
    """Ids of what there is, and of the like in another community."""

    administrator: int
    colleague: int
    community: int
    building: int
    grid: int
    organization: int
    other_building: int
    other_grid: int
    other_organization: int
    other_administrator: int


@pytest.fixture
def place(app: Flask) -> Place:
    """The community `guihua` and one beside it."""
    with app.app_context(), transaction():
        here, other = make_community("guihua"), make_community("other")
        building, other_building = make_building(here), make_building(other)
        return Place(
            administrator=make_staff(here, Role.ADMINISTRATOR, "王敏").id,
            colleague=make_staff(here, Role.ADMINISTRATOR, "刘洋").id,
            community=here.id,
            building=building.id,
            grid=building.grid_id,
            organization=make_organization(here).id,
            other_building=other_building.id,
            other_grid=other_building.grid_id,
            other_organization=make_organization(other).id,
            other_administrator=make_staff(other, Role.ADMINISTRATOR).id,
        )


@pytest.fixture
def browser(place: Place, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """The administrator's browser, in English."""
    client = sign_in(place.administrator)
    client.set_cookie("language", "en")
    return client
