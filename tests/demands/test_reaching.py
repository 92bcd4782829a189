"""How to reach who raised a demand: for whom it is, on record, and read by whose number it is."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.actions import close_account
from resident.accounts.models import SYSTEM, PersonRow
from resident.accounts.queries import phone_of
from resident.accounts.registry import everything_about
from resident.db import db, transaction
from resident.demands import queries
from resident.demands.actions import contest_call, log_call, resolve, see_contact, withdraw_demand
from resident.demands.models import DemandState, WrongState
from resident.demands.permissions.reaching import ENDED, NOBODY_TO_REACH, OVER, can_see_contact
from resident.reaching.models import ContactView
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, Town
from tests.makers.demands import make_demand
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]
BUTTON = "Show phone and door"


def _views() -> list[ContactView]:
    return list(db.session.scalars(select(ContactView).order_by(ContactView.id)))


def test_a_worker_is_shown_phone_and_door_and_each_look_is_kept(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    for _twice in range(2):
        shown = see_contact(demand=demand, by=place.worker)
        assert shown is not None
        assert shown.phone == phone_of(place.author.value)
        assert shown.home is not None
        assert shown.home.building_id == place.building.id
    assert [(one.viewer_id, one.person_id, one.organization_id) for one in _views()] == [
        (place.worker.id, place.author.id, None)
    ] * 2
    assert [one[0] for one in recorded()] == ["contact_view.made"] * 2
    assert [one.person for one in queries.hanging_on(demand, whole=True).looks] == [place.worker.display_name] * 2


def test_nobody_else_is_shown_it(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, holder=place.property, state=DemandState.IN_HAND)
    for person in (place.author, place.neighbour, place.administrator, place.manager, SYSTEM):
        with pytest.raises(NotAllowed):
            see_contact(demand=demand, by=person)
    assert not can_see_contact(None, demand)
    assert _views() == []


def test_it_ends_with_the_demand(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    resolve(demand=demand, text="修好了。", by=place.worker)
    clock.advance(days=14)
    assert can_see_contact(place.moderator, demand)
    clock.advance(minutes=1)
    assert can_see_contact(place.moderator, demand) == OVER
    gone = make_demand(place.community, author=place.author)
    withdraw_demand(demand=gone, by=place.author.value)
    assert can_see_contact(place.worker, gone) == ENDED
    imported = make_demand(place.community, source="list", source_id="1")
    assert can_see_contact(place.worker, imported) == NOBODY_TO_REACH


def test_thirty_a_day_and_the_administrators_hear_of_more_once(place: Place, clock: Clock) -> None:
    demands = [make_demand(place.community, author=place.author) for _ in range(2)]
    for number in range(30):
        assert see_contact(demand=demands[number % 2], by=place.worker)
    for _twice in range(2):
        assert see_contact(demand=demands[0], by=place.worker) is None
    assert [one[:2] for one in told()] == [(place.administrator.id, "reaching.many")]
    assert len(_views()) == 30
    assert see_contact(demand=demands[0], by=place.moderator)
    clock.advance(days=1)
    assert see_contact(demand=demands[0], by=place.worker)


def test_it_stands_in_the_file_of_whose_number_it_is_and_of_who_looked(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    see_contact(demand=demand, by=place.worker)
    (look,) = everything_about(place.author.value)["reaching"]["looked"]
    assert (look["kind"], look["name"], look["with_door"]) == ("demand", place.worker.display_name, True)
    assert [one["kind"] for one in everything_about(place.worker.value)["reaching"]["shown_to_you"]] == ["demand"]
    close_account(by=place.author.value)
    shown = see_contact(demand=demand, by=place.worker)
    assert shown is not None
    assert (shown.phone, shown.home) == ("", None)


def test_what_was_said_is_contested_as_the_call_is(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    call = log_call(demand=demand, called_at=clock.moment, spoke_with="本人", said="周三来。", by=place.worker)
    before = len(told())
    contest_call(call=call, was_called=True, by=place.author)
    assert demand.called_at is None
    assert {one[1] for one in told(but=before)} == {"demands.call_words_contested"}
    assert queries.hanging_on(demand, whole=True).steps[0].kind == "contest_words"
    with pytest.raises(WrongState):
        contest_call(call=call, by=place.author)


def test_the_button_shows_it_in_its_answer_alone_and_its_resident_reads_who_looked(town: Town, sign_in: SignIn) -> None:
    number = town.make()
    with town.app.app_context(), transaction():
        phone = phone_of(db.session.get_one(PersonRow, town.author).value)
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    worker, author = sign_in(town.worker), sign_in(town.author)
    page = worker.get(town.url(f"/{number}"), headers={"Accept-Language": "en"}).text
    assert BUTTON in page
    assert spaced not in page
    for headers in ({}, {"HX-Request": "true"}):
        answer = worker.post(town.url(f"/{number}/contact"), headers=headers)
        assert answer.status_code == 200
        assert spaced in answer.text
        assert f"tel:{phone}" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert spaced not in worker.get(town.url(f"/{number}")).text
    own = author.get(town.url(f"/{number}"), headers={"Accept-Language": "en"}).text
    assert "Who looked at your number" in own
    assert BUTTON not in own
    assert author.post(town.url(f"/{number}/contact")).status_code == 403
    assert (
        "Who looked" not in sign_in(town.neighbour).get(town.url(f"/{number}"), headers={"Accept-Language": "en"}).text
    )


def test_who_asks_too_often_is_told_and_it_is_kept(town: Town, sign_in: SignIn, app: Flask) -> None:
    number = town.make()
    worker = sign_in(town.worker)
    for _ in range(30):
        worker.post(town.url(f"/{number}/contact"), headers={"HX-Request": "true"})
    assert worker.post(town.url(f"/{number}/contact")).status_code == 429
    with app.app_context():
        assert [one[1] for one in told()] == ["reaching.many"]
