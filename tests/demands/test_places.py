"""What is the matter where: the plan of the estate as residents and staff see it."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident import clock
from resident.communities.models import CommunityRow
from resident.dates.months import Month, month_of
from resident.db import db, transaction
from resident.demands import queries
from resident.demands.models import DemandState, Visibility
from resident.demands.queries import Matters
from tests.demands.conftest import Place, Town, make_place
from tests.makers.communities import make_building
from tests.makers.demands import make_category, make_demand

SignIn = Callable[[int], FlaskClient]
S = DemandState


@pytest.fixture
def place(session: None) -> Place:
    return make_place()


def here(place: Place) -> Matters | None:
    return queries.matters_lately(place.community).get(place.building.id)


def demand(place: Place, state: DemandState, **columns: object) -> None:
    make_demand(place.community, state=state, building_id=place.building.id, **columns)  # type: ignore[arg-type]


def test_a_place_carries_the_number_and_the_worst_of_its_matters(place: Place) -> None:
    assert here(place) is None
    demand(place, S.SOLVED)
    demand(place, S.IN_HAND)
    assert here(place) == Matters(place.building.id, 2, "in_hand")
    demand(place, S.REOPENED)
    assert here(place) == Matters(place.building.id, 3, "reopened")


def test_what_is_overdue_is_the_worst(place: Place) -> None:
    demand(place, S.REOPENED)
    demand(place, S.IN_HAND, submitted_at=clock.now() - timedelta(days=20), due_at=clock.now() - timedelta(days=1))
    assert here(place) == Matters(place.building.id, 2, "overdue")


@pytest.mark.parametrize("state", [S.IN_REVIEW, S.CHANGES_ASKED, S.NOT_APPROVED, S.WITHDRAWN, S.MERGED])
def test_what_is_not_listed_is_on_no_plan(place: Place, state: DemandState) -> None:
    demand(place, state)
    demand(place, S.IN_HAND, visibility=Visibility.COMMITTEE)
    demand(place, S.IN_HAND, submitted_at=clock.now() - timedelta(days=31))
    make_demand(place.community, state=S.IN_HAND)  # nobody said where
    assert queries.matters_lately(place.community) == {}


def test_another_communitys_matters_stay_there(place: Place) -> None:
    other = make_place()
    demand(other, S.IN_HAND)
    assert queries.matters_lately(place.community) == {}


def test_a_month_counts_what_was_submitted_in_it_by_category(place: Place) -> None:
    other = make_category(place.community, "环境卫生")
    middle = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)  # one minute before April begins here
    demand(place, S.SOLVED, submitted_at=middle, category_id=place.category.id)
    demand(place, S.SOLVED, submitted_at=middle + timedelta(minutes=1), category_id=place.category.id)
    demand(place, S.IN_HAND, submitted_at=middle, category_id=other.id)
    march = Month(2026, 3)
    found = queries.matters_in(place.community, march, None)[place.building.id]
    assert found.number == 2
    assert queries.matters_in(place.community, march, other.id)[place.building.id].number == 1
    assert queries.matters_in(place.community, march.back(-1), None)[place.building.id].number == 1
    assert queries.matters_in(place.community, march.back(1), None) == {}


def test_months_go_back_over_the_year() -> None:
    assert Month(2026, 1).back(1) == Month(2025, 12)
    assert Month(2026, 12).back(-1).name == "2027-01"
    assert month_of(datetime(2026, 2, 28, 16, tzinfo=UTC)) == Month(2026, 3)


def test_the_plan_leads_to_the_list_of_one_building(app: Flask, client: FlaskClient, town: Town) -> None:
    with app.app_context(), transaction():
        building = make_building(db.session.get_one(CommunityRow, town.community), "5").id
    town.make(title="五栋的灯", building_id=building)
    town.make(title="别处的灯")
    page = client.get(town.url("/plan")).text
    link = f"{town.url()}?building={building}"
    assert f'href="{link}"' in page
    listed = client.get(link).text
    assert "五栋的灯" in listed
    assert "别处的灯" not in listed
    for strange in ("?building=x", "?building=" + "9" * 40):
        assert "别处的灯" in client.get(town.url(strange)).text


def test_only_staff_ask_for_a_month(client: FlaskClient, town: Town, sign_in: SignIn) -> None:
    asked = town.url(f"/plan?month={month_of(clock.now()).name}")
    assert 'name="month"' not in client.get(asked).text
    assert 'name="month"' not in sign_in(town.author).get(asked).text
    page = sign_in(town.worker).get(asked).text
    assert 'name="month"' in page
    assert "selected" in page
    assert sign_in(town.worker).get(town.url("/plan?month=9999-99")).status_code == 200


def test_sixty_buildings_weigh_three_kilobytes_at_most(app: Flask, client: FlaskClient, town: Town) -> None:
    with app.app_context(), transaction():
        row = db.session.get_one(CommunityRow, town.community)
        numbers = [make_building(row, str(number)).id for number in range(1, 61)]
    for state, number in zip((S.IN_HAND, S.TO_ASSIGN, S.SOLVED, S.PARKED) * 15, numbers, strict=True):
        town.make(state=state, building_id=number)
    page = client.get(town.url("/plan")).text
    drawing = page[page.index('<svg viewBox="0 0') : page.index("</svg></div>")]
    assert drawing.count("<a ") == 61
    assert len(gzip.compress(drawing.encode(), 6)) <= 3 * 1024
