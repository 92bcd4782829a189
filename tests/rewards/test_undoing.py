"""Redeeming is undone for ten minutes, until it was given out."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.context import community_of
from resident.db import db, transaction
from resident.points.audits import differences
from resident.rewards.actions.finishing import cancel, fulfil
from resident.rewards.models import Redemption, RedemptionState, Reward
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import Conflict, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident
from tests.makers.points import points_of
from tests.makers.rewards import make_clerk, make_redemption, make_reward, make_shop
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


def _undo(redemption: Redemption, by: PersonRow, deed: Deed | None = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=community_of(redemption), by=by)


@pytest.mark.usefixtures("session")
def test_points_and_stock_return_once_and_the_ledger_says_why() -> None:
    redemption = make_redemption(make_reward(make_community(), stock=3))
    owner, reward = redemption.person, redemption.reward
    assert (points_of(redemption.community_id, owner.id), reward.stock) == (0, 2)
    events = len(recorded())
    for _twice in range(2):
        assert _undo(redemption, owner) == f"/me/redemptions/{redemption.id}"
    assert (redemption.state, reward.stock) == (RedemptionState.CANCELLED, 3)
    assert points_of(redemption.community_id, owner.id) == redemption.price
    names = [one[0] for one in recorded(but=events)]
    assert names == ["redemption.undone", "transfer.made"]
    assert recorded(but=events)[1][3]["reason"] == "redemption_undone"
    assert [one[1] for one in told()] == ["rewards.redeemed", "notifications.taken_back"]
    assert list(differences()) == []


@pytest.mark.usefixtures("session")
def test_what_was_given_out_or_cancelled_is_not_undone() -> None:
    shop = make_shop(make_community())
    reward = make_reward(community_of(shop), shop)
    clerk = make_clerk(shop)
    given, deed = make_redemption(reward), last_deed()
    fulfil(redemption=given, by=clerk)
    with pytest.raises(BuiltOn) as refusal:
        _undo(given, given.person, deed)
    assert clerk.display_name in str(refusal.value.message)
    other, deed = make_redemption(reward), last_deed()
    cancel(redemption=other, by=other.person)
    with pytest.raises(BuiltOn):
        _undo(other, other.person, deed)
    assert list(differences()) == []


@pytest.mark.usefixtures("session", "ticking")
def test_giving_out_is_undone_although_time_goes_on_while_it_is_done() -> None:
    shop = make_shop(make_community())
    clerk = make_clerk(shop)
    given = make_redemption(make_reward(community_of(shop), shop))
    fulfil(redemption=given, by=clerk)
    _undo(given, clerk)
    assert given.state == RedemptionState.WAITING


@pytest.mark.usefixtures("session")
def test_only_its_owner_and_only_for_ten_minutes(clock: Clock) -> None:
    redemption = make_redemption(make_reward(make_community()))
    for person in (make_clerk(redemption.organization), make_resident(community_of(redemption))):
        with pytest.raises(NotAllowed):
            _undo(redemption, person)
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        _undo(redemption, redemption.person)
    assert redemption.state == RedemptionState.WAITING


def test_undoing_and_giving_out_at_once_moves_the_points_once(app: Flask) -> None:
    with app.app_context(), transaction():
        shop = make_shop(make_community())
        redemption = make_redemption(make_reward(community_of(shop), shop))
        ids = (redemption.id, redemption.person_id, make_clerk(shop).id, last_deed("redemption.made").id)

    def _back() -> object:
        redemption, by = db.session.get_one(Redemption, ids[0]), db.session.get_one(PersonRow, ids[1])
        return undo(deed_id=ids[3], community=community_of(redemption), by=by)

    def _give() -> object:
        by = db.session.get_one(PersonRow, ids[2])
        return fulfil(redemption=db.session.get_one(Redemption, ids[0]), by=by)

    def _run(act: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with transaction():
                    act()
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    outcomes = at_once([lambda act=act: _run(act) for act in (_back, _give, _back)])  # type: ignore[misc]
    assert outcomes in (["done", "NotWaiting", "done"], ["BuiltOn", "done", "BuiltOn"])
    with app.app_context():
        redemption = db.session.get_one(Redemption, ids[0])
        is_given = redemption.state == RedemptionState.FULFILLED
        assert is_given == (outcomes[1] == "done")
        assert db.session.get_one(Reward, redemption.reward_id).stock == (2 if is_given else 3)
        assert points_of(redemption.community_id, ids[1]) == (0 if is_given else redemption.price)
        assert list(differences()) == []


def test_the_page_of_the_code_offers_it_for_ten_minutes(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        redemption = make_redemption(make_reward(make_community("guihua")))
        owner, page = redemption.person_id, f"/me/redemptions/{redemption.id}"
    browser = sign_in(owner)
    assert "/c/guihua/undo/" in browser.get(page).text
    clock.advance(minutes=11)
    assert "/undo/" not in browser.get(page).text


@pytest.mark.usefixtures("session")
def test_giving_out_is_undone_as_often_as_it_was_done_and_the_points_are_spent_once() -> None:
    shop = make_shop(make_community())
    clerk, redemption = make_clerk(shop), make_redemption(make_reward(community_of(shop), shop, stock=3))
    stock, code = redemption.reward.stock, redemption.code_lookup
    for times in range(2):
        fulfil(redemption=redemption, by=clerk)
        events = len(recorded())
        for _twice in range(2):
            assert _undo(redemption, clerk).endswith("/desk/hand-over")
        assert [one[0] for one in recorded(but=events)] == ["redemption.giving_out_undone", "transfer.made"]
        assert (redemption.state, redemption.fulfilled_by_id, redemption.times_undone) == ("waiting", None, times + 1)
        assert (redemption.reward.stock, redemption.code_lookup) == (stock, code)
        assert list(differences()) == []
    assert [one[1] for one in told(but=1)] == ["rewards.handed_over", "notifications.taken_back"] * 2
    fulfil(redemption=redemption, by=clerk)
    assert (redemption.state, list(differences())) == (RedemptionState.FULFILLED, [])


@pytest.mark.usefixtures("session")
def test_what_was_given_out_by_mistake_is_still_cancelled_or_undone_by_its_owner() -> None:
    shop = make_shop(make_community())
    clerk, redemption = make_clerk(shop), make_redemption(make_reward(community_of(shop), shop, stock=3))
    made = last_deed()
    fulfil(redemption=redemption, by=clerk)
    _undo(redemption, clerk)
    _undo(redemption, redemption.person, made)
    assert (redemption.state, redemption.reward.stock) == (RedemptionState.CANCELLED, 3)
    assert points_of(redemption.community_id, redemption.person_id) == redemption.price
    assert list(differences()) == []


@pytest.mark.usefixtures("session")
def test_giving_out_is_undone_by_who_did_it_for_ten_minutes_while_the_owner_is_there(clock: Clock) -> None:
    shop = make_shop(make_community())
    reward, clerk = make_reward(community_of(shop), shop, stock=5), make_clerk(shop)
    redemption = make_redemption(reward)
    fulfil(redemption=redemption, by=clerk)
    for person in (make_clerk(shop), redemption.person, SYSTEM):
        with pytest.raises(NotAllowed):
            _undo(redemption, person)
    redemption.person.closed_at = clock.moment
    with pytest.raises(BuiltOn):
        _undo(redemption, clerk)
    redemption.person.closed_at = None
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        _undo(redemption, clerk)
    assert redemption.state == RedemptionState.FULFILLED


@pytest.mark.usefixtures("session")
def test_a_code_that_another_has_meanwhile_is_not_opened_twice() -> None:
    shop = make_shop(make_community())
    reward, clerk = make_reward(community_of(shop), shop, stock=5), make_clerk(shop)
    given = make_redemption(reward)
    fulfil(redemption=given, by=clerk)
    deed, other = last_deed(), make_redemption(reward)
    other.code_lookup = given.code_lookup
    _undo(given, clerk, deed)
    db.session.flush()
    assert given.code_lookup != other.code_lookup
    assert given.is_waiting


def test_giving_out_is_undone_once_by_two_at_once(app: Flask) -> None:
    with app.app_context(), transaction():
        shop = make_shop(make_community())
        clerk, redemption = make_clerk(shop), make_redemption(make_reward(community_of(shop), shop, stock=3))
        fulfil(redemption=redemption, by=clerk)
        ids = (last_deed().id, redemption.id, clerk.id)

    def _run() -> str:
        with app.app_context(), transaction():
            redemption = db.session.get_one(Redemption, ids[1])
            return undo(deed_id=ids[0], community=community_of(redemption), by=db.session.get_one(PersonRow, ids[2]))

    assert len(set(at_once([_run, _run, _run]))) == 1
    with app.app_context():
        assert db.session.get_one(Redemption, ids[1]).times_undone == 1
        assert list(differences()) == []


def test_the_counter_offers_it_to_the_clerk_who_gave_it_out(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        shop = make_shop(make_community("guihua"))
        clerk, redemption = make_clerk(shop), make_redemption(make_reward(community_of(shop), shop, stock=3))
        code, ids = decrypt(redemption.code_encrypted), (clerk.id, make_clerk(shop).id)
    browser = sign_in(ids[0])
    there = browser.post("/c/guihua/desk/hand-over/confirm", data={"code": code}).location
    assert "/undo/" in browser.get(there).text
    assert "/undo/" not in sign_in(ids[1]).get(there).text
    clock.advance(minutes=11)
    assert "/undo/" not in browser.get(there).text
