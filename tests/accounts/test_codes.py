"""Asking for a code and entering it."""

from collections.abc import Iterator
from datetime import timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.actions import Asked, Entered, ask_for_code, check_code, enter_code
from resident.accounts.entrance import codes
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose
from resident.accounts.models import PersonRow, SignInCode, SignInSession
from resident.accounts.queries import code_of, is_live, is_proven, seconds_to_wait
from resident.db import db, transaction
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock, test_settings
from tests.makers.accounts import make_person

PHONE, OTHER = "13800000001", "13800000002"
PHONE_AT_HOME = Browser("at home", address="192.0.2.1", device="chrome android")
SHANGHAI = timezone(timedelta(hours=8))
ELSEWHERE = Browser("elsewhere", address="198.51.100.7")
Sent = list[tuple[str, str]]


def _ask(phone: str = PHONE, browser: Browser = PHONE_AT_HOME) -> Asked:
    with transaction():
        return ask_for_code(phone=phone, browser=browser)


def _enter(digits: str, phone: str = PHONE, browser: Browser = PHONE_AT_HOME) -> Entered:
    with transaction():
        return enter_code(phone=phone, digits=digits, browser=browser).outcome


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def joined(app: Flask) -> int:
    """A person who has an account."""
    with transaction():
        return make_person(phone=PHONE).id


def test_a_code_of_six_digits_is_sent_after_the_commit(sent: Sent) -> None:
    with transaction():
        assert ask_for_code(phone=PHONE, browser=PHONE_AT_HOME) is Asked.SENT
        assert sent == []
    ((phone, code),) = sent
    assert phone == PHONE
    assert len(code) == 6
    assert code.isdecimal()


def test_a_code_that_was_not_stored_is_not_sent(sent: Sent) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        assert ask_for_code(phone=PHONE, browser=PHONE_AT_HOME) is Asked(1 / 0)
    assert sent == []


def test_a_code_is_kept_only_as_a_keyed_hash(sent: Sent) -> None:
    _ask()
    row = db.session.scalars(select(SignInCode)).one()
    kept = [str(getattr(row, column.key)) for column in SignInCode.__table__.columns]
    assert not any(sent[0][1] in value or PHONE in value for value in kept if len(value) != 64)
    assert len(row.code_hash) == len(row.browser_hash) == 64


def test_the_code_lets_its_person_in_once(joined: int, sent: Sent) -> None:
    _ask()
    assert _enter(sent[0][1]) is Entered.SIGNED_IN
    assert _enter(sent[0][1]) is Entered.TOO_LATE
    assert db.session.scalars(select(SignInSession.person_id)).all() == [joined]


def test_a_number_without_an_account_goes_on_to_consent_and_nothing_is_created(sent: Sent) -> None:
    _ask()
    with transaction():
        entrance = enter_code(phone=PHONE, digits=sent[0][1], browser=PHONE_AT_HOME)
    assert entrance.outcome is Entered.TO_AGREE
    assert is_proven(phone=PHONE, proof=entrance.proof, browser=PHONE_AT_HOME)
    assert not is_proven(phone=PHONE, proof=entrance.proof, browser=ELSEWHERE)
    assert not is_proven(phone=OTHER, proof=entrance.proof, browser=PHONE_AT_HOME)
    assert not is_proven(phone=PHONE, proof="", browser=PHONE_AT_HOME)
    assert db.session.scalars(select(PersonRow)).all() == []


def test_a_proof_holds_for_half_an_hour(sent: Sent, clock: Clock) -> None:
    _ask()
    with transaction():
        proof = enter_code(phone=PHONE, digits=sent[0][1], browser=PHONE_AT_HOME).proof
    clock.advance(minutes=29, seconds=59)
    assert is_proven(phone=PHONE, proof=proof, browser=PHONE_AT_HOME)
    clock.advance(seconds=1)
    assert not is_proven(phone=PHONE, proof=proof, browser=PHONE_AT_HOME)


def test_a_code_of_another_number_is_wrong(joined: int, sent: Sent) -> None:
    _ask()
    _ask(OTHER)
    if sent[0][1] != sent[1][1]:
        assert _enter(sent[1][1]) is Entered.WRONG


def test_a_code_opens_nothing_in_a_browser_that_did_not_ask_for_it(joined: int, sent: Sent) -> None:
    _ask()
    assert _enter(sent[0][1], browser=ELSEWHERE) is Entered.TOO_LATE
    _ask(browser=ELSEWHERE)
    if sent[0][1] != sent[1][1]:
        assert _enter(sent[0][1], browser=ELSEWHERE) is Entered.WRONG
    assert _enter(sent[0][1]) is Entered.SIGNED_IN


def test_a_code_opens_nothing_but_what_it_was_asked_for(joined: int, sent: Sent) -> None:
    with transaction():
        ask_for_code(phone=PHONE, browser=PHONE_AT_HOME, purpose=Purpose.CONFIRM)
    assert _enter(sent[0][1]) is Entered.TOO_LATE
    with transaction():
        for expected in (Entered.RIGHT, Entered.TOO_LATE):
            entered = check_code(phone=PHONE, digits=sent[0][1], browser=PHONE_AT_HOME, purpose=Purpose.CONFIRM)
            assert entered is expected


def test_nobody_enters_without_having_asked() -> None:
    assert _enter("000000") is Entered.TOO_LATE


def test_a_code_is_valid_for_five_minutes(joined: int, sent: Sent, clock: Clock) -> None:
    _ask()
    clock.advance(minutes=4, seconds=59)
    assert is_live(code_of(PHONE, PHONE_AT_HOME))
    clock.advance(seconds=1)
    assert not is_live(code_of(PHONE, PHONE_AT_HOME))
    assert _enter(sent[0][1]) is Entered.TOO_LATE


def test_the_fifth_wrong_try_uses_up_the_code(joined: int, sent: Sent) -> None:
    _ask()
    wrong = _wrong(sent[0][1])
    assert [_enter(wrong) for _ in range(6)] == [Entered.WRONG] * 4 + [Entered.USED_UP] * 2
    assert _enter(sent[0][1]) is Entered.USED_UP


def test_four_wrong_tries_leave_the_right_one(joined: int, sent: Sent) -> None:
    _ask()
    for _ in range(4):
        _enter(_wrong(sent[0][1]))
    assert _enter(sent[0][1]) is Entered.SIGNED_IN


def test_wrong_tries_in_another_browser_do_not_burn_mine(joined: int, sent: Sent) -> None:
    _ask()
    _ask(browser=ELSEWHERE)
    for _ in range(6):
        _enter(_wrong(sent[1][1]), browser=ELSEWHERE)
    assert _enter(sent[1][1], browser=ELSEWHERE) is Entered.USED_UP
    assert _enter(sent[0][1]) is Entered.SIGNED_IN


def test_another_code_comes_after_a_minute_and_replaces_the_first(joined: int, sent: Sent, clock: Clock) -> None:
    _ask()
    clock.advance(seconds=59)
    assert _ask() is Asked.WAIT
    assert seconds_to_wait(code_of(PHONE, PHONE_AT_HOME)) == 1
    clock.advance(seconds=1)
    assert _ask() is Asked.SENT
    assert db.session.scalars(select(func.count(SignInCode.id))).one() == 1
    if sent[0][1] != sent[1][1]:
        for _ in range(6):
            assert _enter(sent[0][1]) is Entered.OLDER
    assert _enter(sent[1][1]) is Entered.SIGNED_IN


def test_a_refused_wish_does_not_prolong_the_waiting(sent: Sent, clock: Clock) -> None:
    _ask()
    for _ in range(50):
        clock.advance(seconds=1)
        assert _ask() is Asked.WAIT
    clock.advance(seconds=10)
    assert _ask() is Asked.SENT


def test_another_browser_makes_nobody_wait(sent: Sent) -> None:
    _ask(browser=ELSEWHERE)
    assert _ask() is Asked.SENT


def test_another_code_brings_five_tries_back(joined: int, sent: Sent, clock: Clock) -> None:
    _ask()
    for _ in range(5):
        _enter(_wrong(sent[0][1]))
    assert _ask() is Asked.WAIT
    clock.advance(seconds=60)
    _ask()
    assert (
        _enter(_wrong(_wrong(sent[0][1])) if _wrong(sent[1][1]) == sent[0][1] else _wrong(sent[1][1])) is Entered.WRONG
    )
    assert _enter(sent[1][1]) is Entered.SIGNED_IN


def test_who_has_used_a_code_may_ask_at_once_for_a_second_device(joined: int, sent: Sent) -> None:
    _ask()
    _enter(sent[0][1])
    assert _ask() is Asked.SENT


def test_outside_a_demonstration_no_code_can_be_found_again() -> None:
    assert codes.demo_code("lookup", "browser", app_clock.now()) == ""


def test_a_demonstration_sends_nothing_and_finds_its_code_again(
    app: Flask, joined: int, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = app.config["RESIDENT"]
    monkeypatch.setitem(app.config, "RESIDENT", test_settings(usual.data_dir, usual.database_url, demo=True))
    _ask()
    assert sent == []
    row = code_of(PHONE, PHONE_AT_HOME)
    assert row is not None
    shown = codes.demo_code(row.phone_lookup, row.browser_hash, row.sent_at)
    assert codes.demo_code(row.phone_lookup, row.browser_hash, row.sent_at + timedelta(seconds=60)) != shown
    assert codes.demo_code(row.phone_lookup, row.browser_hash, row.sent_at.astimezone(SHANGHAI)) == shown
    assert _enter(shown) is Entered.SIGNED_IN


def test_two_who_ask_at_once_in_one_browser_get_one_code(sent: Sent, at_once: AtOnce) -> None:
    asked = at_once(4, lambda: ask_for_code(phone=PHONE, browser=PHONE_AT_HOME))
    assert sorted(asked, key=lambda one: one.value) == [Asked.SENT, Asked.WAIT, Asked.WAIT, Asked.WAIT]
    assert len(sent) == 1


def test_wrong_tries_at_once_are_all_counted(joined: int, sent: Sent, at_once: AtOnce) -> None:
    _ask()
    wrong = _wrong(sent[0][1])
    outcomes = at_once(8, lambda: enter_code(phone=PHONE, digits=wrong, browser=PHONE_AT_HOME).outcome)
    assert outcomes.count(Entered.WRONG) == 4
    assert outcomes.count(Entered.USED_UP) == 4
    assert _enter(sent[0][1]) is Entered.USED_UP


def test_the_right_code_twice_at_once_lets_one_in(joined: int, sent: Sent, at_once: AtOnce) -> None:
    _ask()
    outcomes = at_once(2, lambda: enter_code(phone=PHONE, digits=sent[0][1], browser=PHONE_AT_HOME).outcome)
    assert sorted(outcomes, key=lambda one: one.value) == [Entered.SIGNED_IN, Entered.TOO_LATE]
    assert db.session.scalars(select(func.count(SignInSession.id))).one() == 1
