"""Many at the same moment: the last ones of a reward, a double tap, a hand-over against a change of mind."""

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.points.audits import differences
from resident.rewards.actions.redeem import redeem
from resident.rewards.jobs import expire_redemptions
from resident.rewards.models import Redemption, RedemptionState, Reward
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.communities import make_resident
from tests.makers.points import give_points, points_of
from tests.makers.rewards import code_of
from tests.rewards.conftest import ENGLISH, Place

SignIn = Callable[[int], FlaskClient]
PEOPLE = 50


def _post(browser: FlaskClient, path: str, **data: str) -> Callable[[], tuple[int, str]]:
    def _run() -> tuple[int, str]:
        answer = browser.post(path, data=data, headers=ENGLISH)
        return answer.status_code, answer.location or answer.text

    return _run


def _neighbours(place: Place, number: int) -> list[int]:
    with place.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        people = [make_resident(community, f"邻居{n}") for n in range(number)]
        for person in people:
            give_points(community, person, 120)
        return [person.id for person in people]


def _own(place: Place) -> tuple[int, str]:
    with place.app.app_context(), transaction():
        kept = redeem(
            reward=db.session.get_one(Reward, place.reward), price=120, by=db.session.get_one(PersonRow, place.resident)
        )
        return kept.id, code_of(kept)


def _audit(app: Flask) -> list[str]:
    with app.app_context():
        return list(differences())


def test_fifty_people_redeem_the_last_three(place: Place, sign_in: SignIn) -> None:
    people = _neighbours(place, PEOPLE)
    answers = at_once(
        [
            _post(
                sign_in(person_id), f"/c/guihua/rewards/{place.reward}/redeem", price="120", token=f"{person_id:0>32}"
            )
            for person_id in people
        ]
    )
    assert Counter(status for status, _answer in answers) == {303: 3, 409: PEOPLE - 3}
    assert all("Nothing of this is left" in answer for status, answer in answers if status == 409)
    assert place.read(Reward, place.reward).stock == 0
    with place.app.app_context():
        assert db.session.scalar(select(func.count(Redemption.id))) == 3
        assert sum(points_of(place.community, person_id) for person_id in people) == 120 * (PEOPLE - 3)
    assert _audit(place.app) == []


def test_a_tap_repeated_at_once_makes_one_redemption(place: Place, sign_in: SignIn) -> None:
    path = f"/c/guihua/rewards/{place.reward}/redeem"
    answers = at_once([_post(sign_in(place.resident), path, price="120", token="t" * 32) for _ in range(6)])
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert place.read(Reward, place.reward).stock == 2
    assert _audit(place.app) == []


@pytest.mark.parametrize("round_", range(3))
def test_of_cancelling_and_handing_over_at_once_one_wins(place: Place, sign_in: SignIn, round_: int) -> None:
    redemption_id, code = _own(place)
    cancelled, handed_over = at_once(
        [
            _post(sign_in(place.resident), f"/me/redemptions/{redemption_id}/cancel"),
            _post(sign_in(place.clerk), "/c/guihua/desk/hand-over/confirm", code=code),
        ]
    )
    assert sorted([cancelled[0], handed_over[0]]) == [303, 409]
    state = RedemptionState.CANCELLED if cancelled[0] == 303 else RedemptionState.FULFILLED
    assert place.state(redemption_id) == state
    assert place.read(Reward, place.reward).stock == (3 if state == RedemptionState.CANCELLED else 2)
    assert _audit(place.app) == []


def test_two_clerks_hand_one_thing_over_once(place: Place, sign_in: SignIn) -> None:
    redemption_id, code = _own(place)
    answers = at_once(
        [
            _post(sign_in(clerk), "/c/guihua/desk/hand-over/confirm", code=code)
            for clerk in (place.clerk, place.manager) * 2
        ]
    )
    assert sorted(status for status, _answer in answers) == [303, 409, 409, 409]
    assert all("Already given out" in answer for status, answer in answers if status == 409)
    assert place.state(redemption_id) == RedemptionState.FULFILLED
    assert _audit(place.app) == []


def test_cancelling_and_expiring_at_once_give_back_once(place: Place, sign_in: SignIn, clock: Clock) -> None:
    redemption_id, _code = _own(place)
    clock.advance(days=8)

    def _worker() -> tuple[int, str]:
        with place.app.app_context():
            expire_redemptions()
        return 303, ""

    at_once([_post(sign_in(place.resident), f"/me/redemptions/{redemption_id}/cancel"), _worker, _worker])
    assert place.state(redemption_id) in {RedemptionState.CANCELLED, RedemptionState.EXPIRED}
    assert place.read(Reward, place.reward).stock == 3
    assert _audit(place.app) == []


def test_stock_that_comes_while_people_redeem_is_counted_right(place: Place, sign_in: SignIn) -> None:
    people = _neighbours(place, 6)
    answers = at_once(
        [
            _post(
                sign_in(place.manager),
                f"/c/guihua/rewards/{place.reward}/stock",
                direction="more",
                number="10",
                version="1",
            ),
            *(
                _post(sign_in(one), f"/c/guihua/rewards/{place.reward}/redeem", price="120", token=f"{one:0>32}")
                for one in people
            ),
        ]
    )
    assert answers[0][0] == 303
    redeemed = sum(status == 303 for status, _answer in answers[1:])
    assert place.read(Reward, place.reward).stock == 13 - redeemed
    assert _audit(place.app) == []
