"""Using a slip: its door is read, then the home is confirmed, or the committee looks, or it was the wrong letter box."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import PersonRow
from resident.claims.actions import claim_by_slip, confirm_by_slip
from resident.claims.models import ClaimState, ResidenceClaim
from resident.communities.actions import HomeChanged, SlipFull, disown_slip, others_hear_at, use_slip, withdraw_slip
from resident.communities.context import standing
from resident.communities.models import CommunityRow, Membership, Slip, SlipMoved, SlipUse
from resident.db import db, transaction
from resident.logs import without_phones
from resident.notifications.models import Notification
from tests.at_once import at_once
from tests.conftest import MONDAY_MORNING, Clock
from tests.makers.accounts import make_person
from tests.makers.claims import make_claim
from tests.makers.communities import boss_of, make_community, make_resident
from tests.makers.slips import code_of, make_home, make_slip

SignIn = Callable[[int], FlaskClient]
PAGE = "/c/guihua/slip"


@pytest.mark.usefixtures("session")
class TestUsing:
    def test_the_home_is_confirmed_once_and_what_waited_is_taken_back(self, clock: Clock) -> None:
        place, person = make_community(), make_person()
        slip, claim = make_slip(make_home(place)), make_claim(place, person)
        for _time in range(2):
            confirm_by_slip(slip=slip, moves_from=0, by=person.value)
        membership = db.session.scalars(select(Membership)).one()
        assert (membership.household_id, membership.confirmed_how) == (slip.household_id, "slip")
        assert membership.confirmed_at == clock.moment
        assert (slip.used, claim.state) == (1, ClaimState.WITHDRAWN)

    def test_the_seventh_is_refused_and_nothing_is_half_done(self) -> None:
        slip = make_slip(make_home(make_community()))
        for _one in range(6):
            use_slip(slip=slip, moves_from=0, by=make_person().value)
        seventh = make_person()
        with pytest.raises(SlipFull):
            use_slip(slip=slip, moves_from=0, by=seventh.value)
        claim = claim_by_slip(slip=slip, by=seventh.value)
        assert (claim.state, claim.room, slip.used) == (ClaimState.WAITING, "501", 6)
        assert not standing(seventh.value, db.session.get_one(CommunityRow, slip.community_id)).is_confirmed

    def test_one_that_was_withdrawn_or_ran_out_confirms_nothing(self, clock: Clock) -> None:
        place = make_community()
        gone, old = make_slip(make_home(place)), make_slip(make_home(place))
        withdraw_slip(slip=gone, by=boss_of(place))
        clock.advance(days=180)
        for slip in (gone, old):
            with pytest.raises(SlipMoved):
                use_slip(slip=slip, moves_from=0, by=make_person().value)
        assert db.session.scalar(select(func.count()).select_from(SlipUse)) == 0

    def test_who_lives_elsewhere_moves_only_from_the_home_that_was_shown(self) -> None:
        place = make_community()
        person, slip = make_resident(place), make_slip(make_home(place))
        before = db.session.scalars(select(Membership.household_id)).one()
        with pytest.raises(HomeChanged):
            use_slip(slip=slip, moves_from=0, by=person.value)
        assert use_slip(slip=slip, moves_from=before, by=person.value).household_id == slip.household_id

    def test_a_wrong_letter_box_is_told_to_the_committee_once_a_day(self, clock: Clock) -> None:
        place, person = make_community(), make_person()
        slip = make_slip(make_home(place))
        for _time in range(2):
            disown_slip(slip=slip, by=person.value)
        told = db.session.scalars(select(Notification)).all()
        assert {(one.kind, one.path) for one in told} == {
            ("communities.slip_disowned", f"/c/{place.slug}/admin/homes/{slip.household_id}")
        }
        assert len(told) == 1

    def test_the_others_hear_on_one_of_the_next_days_at_any_hour_of_the_day(self) -> None:
        moments = {others_hear_at(MONDAY_MORNING, "Asia/Shanghai") for _one in range(60)}
        assert len(moments) > 30
        assert all(timedelta(hours=12) < moment - MONDAY_MORNING < timedelta(days=4) for moment in moments)
        assert {moment.hour for moment in moments} <= set(range(9, 21))


def test_of_two_at_once_one_takes_the_last_place(app: Flask) -> None:
    with app.app_context(), transaction():
        slip = make_slip(make_home(make_community()))
        slip.used = slip.places - 1
        number, people = slip.id, [make_person().id for _one in range(2)]

    def _use(person_id: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    person = db.session.get_one(PersonRow, person_id).value
                    use_slip(slip=db.session.get_one(Slip, number), moves_from=0, by=person)
            except SlipFull:
                return "full"
            return "in"

    assert sorted(at_once([lambda: _use(people[0]), lambda: _use(people[1])])) == ["full", "in"]


@pytest.fixture
def code(app: Flask) -> str:
    """The code of a home in guihua."""
    with app.app_context(), transaction():
        return code_of(make_slip(make_home(make_community("guihua"))))


@pytest.fixture
def newcomer(app: Flask, code: str, sign_in: SignIn) -> FlaskClient:
    """The browser of somebody who lives nowhere yet, in English."""
    with app.app_context(), transaction():
        person = make_person("陈女士").id
    browser = sign_in(person)
    browser.set_cookie("language", "en")
    return browser


def test_from_the_qr_code_to_the_confirmed_home(
    app: Flask, client: FlaskClient, newcomer: FlaskClient, code: str
) -> None:
    scanned = newcomer.get(f"{PAGE}/{code}")
    assert (scanned.location, scanned.headers["Cache-Control"]) == (PAGE, "no-store")
    assert scanned.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert code not in scanned.headers["Set-Cookie"]
    typed = newcomer.get(PAGE)
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in typed.text
    assert (typed.headers["Cache-Control"], typed.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert newcomer.get(f"{PAGE}/door").location == PAGE
    assert newcomer.post(PAGE, data={"code": code}).location == f"{PAGE}/door"
    door = newcomer.get(f"{PAGE}/door").text
    assert "unit 2, room 501" in door
    assert door.index("that somebody joined") < door.index("This is my home")
    assert newcomer.post(f"{PAGE}/door").location == "/me/household"
    assert "Confirmed" in newcomer.get("/me/household").text
    assert newcomer.get(f"{PAGE}/door").location == PAGE
    client.get(f"{PAGE}/{code}")
    assert "Sign in and go on" in client.get(PAGE, headers={"Accept-Language": "en"}).text


def test_wrong_codes_are_counted_and_then_nothing_is_looked_up(app: Flask, newcomer: FlaskClient, code: str) -> None:
    wrong = f"{(int(code) + 1) % 10**10:010d}"
    assert "ten digits" in newcomer.post(PAGE, data={"code": "123"}).text
    for _time in range(10):
        answer = newcomer.post(PAGE, data={"code": wrong})
        assert (answer.status_code, "opens nothing" in answer.text) == (422, True)
    answer = newcomer.post(PAGE, data={"code": code})
    assert (answer.status_code, "Too many wrong codes" in answer.text) == (429, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [("withdrawn", "has withdrawn this slip"), ("until", "ran out on"), ("used", "As many people as this slip is for")],
)
def test_a_slip_that_works_no_longer_says_why(
    app: Flask, newcomer: FlaskClient, code: str, clock: Clock, change: str, said: str
) -> None:
    with app.app_context(), transaction():
        slip = db.session.scalars(select(Slip)).one()
        if change == "withdrawn":
            withdraw_slip(slip=slip, by=boss_of(slip))
        elif change == "used":
            slip.used = slip.places
        else:
            slip.until = clock.moment
    assert said in newcomer.post(PAGE, data={"code": code}, follow_redirects=True).text
    if change == "used":
        assert newcomer.post(f"{PAGE}/door").status_code == 409
        assert newcomer.post(f"{PAGE}/review").location == "/me/household"
        assert "In review" in newcomer.get("/me/household").text


def test_somebody_of_another_home_is_asked_whether_they_moved(app: Flask, code: str, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        here = db.session.scalars(select(CommunityRow)).one()
        resident = make_resident(here).id
    browser = sign_in(resident)
    browser.set_cookie("language", "en")
    browser.post(PAGE, data={"code": code})
    assert "Yes, I have moved here" in browser.get(f"{PAGE}/door").text
    assert browser.post(f"{PAGE}/door").status_code == 409
    assert browser.post(f"{PAGE}/wrong").location == "/me/household"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ResidenceClaim)) == 0


def test_a_code_in_an_address_stays_out_of_the_log() -> None:
    assert without_phones("GET /c/guihua/slip/4829130075 500") == "GET /c/guihua/slip/… 500"
    assert without_phones("/c/guihua/slip/door") == "/c/guihua/slip/door"
