"""A writer hides the own name later."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.demands.actions import show_name
from resident.demands.models import Comment, Demand
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, Town
from tests.makers.communities import make_staff
from tests.makers.demands import make_comment, make_demand

SignIn = Callable[[int], FlaskClient]


@pytest.fixture(params=["demand", "comment"])
def post(request: pytest.FixtureRequest, place: Place) -> Demand | Comment:
    demand = make_demand(place.community, author=place.author)
    return demand if request.param == "demand" else make_comment(demand, author=place.author)


def events() -> list[str]:
    return [name.partition(".")[2] for name in db.session.scalars(db.select(AuditEvent.action).order_by(AuditEvent.id))]


def test_it_is_hidden_once_and_shown_again(post: Demand | Comment, place: Place) -> None:
    for shows in (False, False, True, True):
        show_name(post=post, shows=shows, by=place.author)
        assert post.shows_name is shows
    assert events() == ["unnamed", "named"]


def test_nobody_else_hides_it(post: Demand | Comment, place: Place) -> None:
    for person in (place.neighbour, place.moderator, place.worker, place.administrator, SYSTEM):
        with pytest.raises(NotAllowed):
            show_name(post=post, shows=False, by=person)
    assert post.shows_name


def test_neighbours_read_a_neighbour(
    app: Flask, town: Town, sign_in: SignIn, client: FlaskClient, clock: Clock
) -> None:
    number = town.make(published_at=clock(), author="author")
    with app.app_context(), transaction():
        demand = db.session.scalars(db.select(Demand).filter_by(number=number)).one()
        comment = make_comment(demand, author=db.session.get_one(PersonRow, town.neighbour)).id
    page = town.url(f"/{number}")
    assert "李阿姨" in client.get(page).text
    assert "小周" in client.get(page).text
    assert sign_in(town.author).post(f"{page}/name").status_code == 303
    assert sign_in(town.neighbour).post(f"{page}/comments/{comment}/name").status_code == 303
    text = client.get(page, headers={"Accept-Language": "en"}).text
    assert "李阿姨" not in text
    assert "小周" not in text
    assert "A neighbour" in text
    assert sign_in(town.author).post(f"{page}/name", data={"shows": "y"}).status_code == 303
    assert "李阿姨" in client.get(page).text


def test_over_http_nobody_else_does(app: Flask, town: Town, sign_in: SignIn, client: FlaskClient, clock: Clock) -> None:
    number = town.make(published_at=clock())
    assert sign_in(town.neighbour).post(town.url(f"/{number}/name")).status_code == 403
    assert client.post(town.url(f"/{number}/name")).status_code == 303
    assert town.read(number).shows_name


def test_staff_carry_a_mark_that_comes_from_their_role(
    app: Flask, town: Town, client: FlaskClient, clock: Clock
) -> None:
    number = town.make(published_at=clock())
    with app.app_context(), transaction():
        demand = db.session.scalars(db.select(Demand).filter_by(number=number)).one()
        worker = make_staff(db.session.get_one(CommunityRow, town.community), Role.WORKER, "沈丽")
        make_comment(demand, author=worker, body="我来看看。")
        make_comment(demand, author=db.session.get_one(PersonRow, town.neighbour), body="谢谢。")
    text = client.get(town.url(f"/{number}")).text
    assert text.count('class="staff"') == 1
    assert 'class="staff"' in text.split("沈丽", 1)[1].split("</div>", 1)[0]
