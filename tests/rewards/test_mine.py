"""One's own redemptions over HTTP."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.db import db, transaction
from resident.rewards.actions.redeem import redeem
from resident.rewards.models import Redemption, Reward
from tests.conftest import Clock
from tests.makers.points import points_of
from tests.makers.rewards import code_of
from tests.rewards.conftest import ENGLISH, Place
from tests.statements import statements_of

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def redemption(place: Place) -> tuple[int, str]:
    """The resident's own: (id, code)."""
    with place.app.app_context(), transaction():
        kept = redeem(
            reward=db.session.get_one(Reward, place.reward), price=120, by=db.session.get_one(PersonRow, place.resident)
        )
        return kept.id, code_of(kept)


def test_the_pickup_page_shows_the_code_where_to_go_and_until_when(
    redemption: tuple[int, str], browser_of: Browser
) -> None:
    redemption_id, code = redemption
    page = browser_of("resident").get(f"/me/redemptions/{redemption_id}", headers=ENGLISH).text
    assert f"{code[:4]} {code[4:]}" in page
    assert "kept for you until 9 March" in page
    assert "Osmanthus team" in page


def test_the_code_is_shown_to_its_owner_alone(
    redemption: tuple[int, str], browser_of: Browser, client: FlaskClient
) -> None:
    for who in ("clerk", "manager", "administrator", "newcomer"):
        browser = browser_of(who)
        assert browser.get(f"/me/redemptions/{redemption[0]}").status_code == 404
        assert browser.post(f"/me/redemptions/{redemption[0]}/cancel").status_code == 404
    assert client.get(f"/me/redemptions/{redemption[0]}").status_code in {302, 303}


def test_pages_with_a_code_are_kept_by_no_shared_cache(redemption: tuple[int, str], browser_of: Browser) -> None:
    answer = browser_of("resident").get(f"/me/redemptions/{redemption[0]}")
    assert "private" in answer.headers["Cache-Control"]


def test_cancelling_gives_back_and_the_second_time_says_so(
    place: Place, redemption: tuple[int, str], browser_of: Browser
) -> None:
    browser, address = browser_of("resident"), f"/me/redemptions/{redemption[0]}"
    assert browser.post(f"{address}/cancel").status_code == 303
    page = browser.get(address, headers=ENGLISH).text
    assert "120\u00a0points are back with you." in page
    assert redemption[1] not in re.sub(r"\D", "", page)
    assert browser.post(f"{address}/cancel").status_code == 409
    with place.app.app_context():
        assert points_of(place.community, place.resident) == 300
    assert place.read(Reward, place.reward).stock == 3


def test_a_code_whose_time_is_over_is_shown_no_more(
    redemption: tuple[int, str], browser_of: Browser, clock: Clock
) -> None:
    clock.moment += timedelta(days=8)
    page = browser_of("resident").get(f"/me/redemptions/{redemption[0]}", headers=ENGLISH).text
    assert "120\u00a0points come back to you in a few minutes." in page
    assert "code.svg" not in page


def test_the_list_takes_the_same_few_statements_however_long_it_is(
    place: Place, redemption: tuple[int, str], browser_of: Browser
) -> None:
    browser = browser_of("resident")
    counts = []
    for _ in range(2):
        with statements_of(place.app) as statements:
            assert "Pick up by 9 March" in browser.get("/me/redemptions", headers=ENGLISH).text
        counts.append(len(statements))
        with place.app.app_context(), transaction():
            for _number in range(2):
                reward = db.session.get_one(Reward, place.reward)
                reward.price, reward.stock = 10, 5
                db.session.flush()
                redeem(reward=reward, price=10, by=db.session.get_one(PersonRow, place.resident))
    assert counts[0] == counts[1] <= 12


def test_who_has_redeemed_nothing_is_shown_the_way(place: Place, browser_of: Browser) -> None:
    page = browser_of("newcomer").get("/me/redemptions", headers=ENGLISH).text
    assert "Nothing redeemed yet" in page
    assert place.read(Reward, place.reward).stock == 3


def test_every_end_has_its_own_words(
    place: Place, redemption: tuple[int, str], browser_of: Browser, clock: Clock
) -> None:
    browser, now = browser_of("resident"), clock()
    for state, moments, says in (
        ("fulfilled", {"fulfilled_at": now, "returned_at": None}, "Given out"),
        ("expired", {"fulfilled_at": None, "returned_at": now}, "Not picked up in time"),
        ("cancelled", {"fulfilled_at": None, "returned_at": now}, "Cancelled"),
    ):
        place.change(Redemption, redemption[0], state=state, **moments)
        assert says in browser.get(f"/me/redemptions/{redemption[0]}", headers=ENGLISH).text
        assert says in browser.get("/me/redemptions", headers=ENGLISH).text
