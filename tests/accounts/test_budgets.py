"""How many codes may be asked for and guessed, and by whom."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.actions import Asked, Entered, ask_for_code, check_code, enter_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.budgets import alarm_raised, is_quiet
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.known import know_browser
from resident.accounts.models import PersonRow, SignInAlarm, ThrottleHit
from resident.audit.models import AuditEvent
from resident.db import db, transaction
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock, test_settings
from tests.makers.accounts import make_person

PHONE = "13800000001"
Sent = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def _stranger(number: int, address: str = "") -> Browser:
    return Browser(f"stranger {number}", address=address or f"198.51.100.{number}")


def _ask(browser: Browser, phone: str = PHONE) -> Asked:
    with transaction():
        return ask_for_code(phone=phone, browser=browser)


def _guess(browser: Browser, digits: str, phone: str = PHONE) -> Entered:
    with transaction():
        return enter_code(phone=phone, digits=digits, browser=browser).outcome


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def _known(phone: str = PHONE) -> Browser:
    """A browser in which the person of this number has signed in before."""
    with transaction():
        person = make_person(phone=phone)
        return Browser("at home", known=know_browser(person.value, token=""), address="192.0.2.1")


def _use_up(sent: Sent, phone: str = PHONE) -> None:
    """Strangers guess until the number's budget of the day is spent: four codes with five tries each."""
    for number in range(4):
        assert _ask(_stranger(number), phone) is Asked.SENT
        for _ in range(5):
            _guess(_stranger(number), _wrong(sent[-1][1]), phone)


def test_strangers_have_twenty_guesses_a_number_and_day_however_many_they_are(sent: Sent, clock: Clock) -> None:
    for number in range(5):
        _ask(_stranger(number))
    outcomes = [_guess(_stranger(number), _wrong(sent[number][1])) for number in range(5) for _ in range(5)]
    assert outcomes.count(Entered.SHUT) == 5
    assert _guess(_stranger(4), sent[4][1]) is Entered.SHUT  # the right one is no way round it
    clock.advance(hours=23, minutes=59)
    assert _ask(_stranger(4)) is Asked.SHUT
    clock.advance(minutes=1)
    assert _ask(_stranger(4)) is Asked.SENT
    assert _guess(_stranger(4), sent[-1][1]) is Entered.TO_AGREE


def test_strangers_who_guess_at_once_have_twenty_between_them(sent: Sent, at_once: AtOnce) -> None:
    for number in range(5):
        _ask(_stranger(number))
    turns = iter([number for number in range(5) for _ in range(5)])

    def _one() -> Entered:
        number = next(turns)
        digits = _wrong(sent[number][1])
        return enter_code(phone=PHONE, digits=digits, browser=_stranger(number)).outcome

    outcomes = [outcome for _ in range(5) for outcome in at_once(5, _one)]
    assert outcomes.count(Entered.SHUT) == 5
    assert _guesses("guesses per phone") == 20


def _guesses(bucket: str) -> int:
    return db.session.scalars(select(func.count(ThrottleHit.id)).where(ThrottleHit.bucket == bucket)).one()


def test_a_browser_that_was_here_before_is_not_shut_out_by_strangers(sent: Sent) -> None:
    mine = _known()
    _use_up(sent)
    assert _ask(_stranger(9)) is Asked.SHUT
    assert _ask(mine) is Asked.SENT
    assert _guess(mine, sent[-1][1]) is Entered.SIGNED_IN


def test_a_browser_that_was_here_before_does_not_use_up_what_strangers_have(sent: Sent) -> None:
    mine = _known()
    for _ in range(4):
        _ask(mine)
        for _ in range(5):
            _guess(mine, _wrong(sent[-1][1]))
        with transaction():
            db.session.execute(ThrottleHit.__table__.delete().where(ThrottleHit.bucket == "codes of a known browser"))
    assert _guesses("guesses per phone") == _guesses("guesses") == _guesses("codes per phone") == 0
    assert _ask(_stranger(1)) is Asked.SENT


def test_a_browser_that_was_here_before_has_twenty_guesses_a_day_too(sent: Sent, clock: Clock) -> None:
    mine, tried = _known(), []
    for _ in range(5):
        _ask(mine)
        tried += [_guess(mine, _wrong(sent[-1][1])) for _ in range(4)]
        clock.advance(minutes=20)
    assert tried == [Entered.WRONG] * 20
    assert _ask(mine) is Asked.SHUT
    clock.advance(days=1)
    assert _ask(mine) is Asked.SENT


def test_a_browser_is_known_for_its_own_number_only(sent: Sent) -> None:
    mine = _known()
    other = "13800000002"
    _use_up(sent, other)
    assert _ask(mine, other) is Asked.SHUT
    assert _ask(mine) is Asked.SENT


def test_a_token_nobody_gave_out_makes_no_browser_known(sent: Sent) -> None:
    _known()
    _use_up(sent)
    assert _ask(Browser("guessed", known="x" * 43)) is Asked.SHUT


def test_who_is_signed_in_confirms_from_a_budget_of_their_own(sent: Sent) -> None:
    _known()
    _use_up(sent)
    here = Browser("signed in")
    with transaction():
        assert ask_for_code(phone=PHONE, browser=here, purpose=Purpose.CONFIRM) is Asked.SENT
    with transaction():
        entered = check_code(phone=PHONE, digits=sent[-1][1], browser=here, purpose=Purpose.CONFIRM)
    assert entered is Entered.RIGHT


def test_whose_number_it_is_not_shares_the_budget_of_strangers(sent: Sent) -> None:
    _use_up(sent)
    with transaction():
        assert ask_for_code(phone=PHONE, browser=Browser("me"), purpose=Purpose.NUMBER) is Asked.SHUT


def test_strangers_are_sent_five_codes_an_hour_for_one_number(sent: Sent, clock: Clock) -> None:
    assert [_ask(_stranger(number)) for number in range(6)] == [Asked.SENT] * 5 + [Asked.TOO_OFTEN]
    assert len(sent) == 5
    clock.advance(minutes=59, seconds=59)
    assert _ask(_stranger(5)) is Asked.TOO_OFTEN
    clock.advance(seconds=1)  # none of the refused ones counts
    assert [_ask(_stranger(number)) for number in range(6, 11)] == [Asked.SENT] * 5


def test_codes_that_strangers_ask_for_do_not_use_up_those_of_a_known_browser(sent: Sent, clock: Clock) -> None:
    mine = _known()
    for number in range(6):
        _ask(_stranger(number))
    asked = []
    for _ in range(6):
        asked.append(_ask(mine))
        clock.advance(minutes=2)
    assert asked == [Asked.SENT] * 5 + [Asked.TOO_OFTEN]


def test_a_neighbourhood_behind_one_address_gets_its_codes(sent: Sent) -> None:
    asked = [_ask(_stranger(number, "10.0.0.1"), f"139{number:08d}") for number in range(300)]
    assert asked == [Asked.SENT] * 300


def test_an_address_that_floods_us_does_not_use_up_somebody_elses_number(
    app: Flask, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(app, monkeypatch, codes_per_address_an_hour=30)
    asked = [_ask(_stranger(number, "10.0.0.1"), f"139{number:08d}") for number in range(31)]
    assert asked == [Asked.SENT] * 30 + [Asked.TOO_OFTEN]
    assert _ask(_stranger(1, "10.0.0.1")) is Asked.TOO_OFTEN
    assert _ask(_known_at("10.0.0.1")) is Asked.SENT
    assert _ask(_stranger(1, "10.0.0.2")) is Asked.SENT
    assert _guesses("codes per address") == 31


def _known_at(address: str) -> Browser:
    return replace(_known(), address=address)


def _with(app: Flask, monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    usual = app.config["RESIDENT"]
    monkeypatch.setitem(app.config, "RESIDENT", replace(usual, **limits))


def test_forty_askers_from_one_address_at_once_get_thirty_codes(
    app: Flask, sent: Sent, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(app, monkeypatch, codes_per_address_an_hour=30)
    numbers = iter(range(40))

    def _one() -> Asked:
        number = next(numbers)
        return ask_for_code(phone=f"137{number:08d}", browser=_stranger(number, "10.0.0.1"))

    for _ in range(5):
        at_once(8, _one)
    assert len(sent) == 30


def test_one_address_guesses_only_so_often_whatever_the_number(
    app: Flask, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(app, monkeypatch, guesses_per_address_an_hour=6)
    outcomes = []
    for number in range(7):
        _ask(_stranger(number, "10.0.0.1"), f"139{number:08d}")
        outcomes.append(_guess(_stranger(number, "10.0.0.1"), _wrong(sent[-1][1]), f"139{number:08d}"))
    assert outcomes == [Entered.WRONG] * 6 + [Entered.TOO_OFTEN]


def test_guessing_all_over_the_house_raises_the_alarm_once_and_leaves_known_browsers_in(
    app: Flask, sent: Sent, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(app, monkeypatch, guesses_an_hour=10)
    mine = _known()
    assert alarm_raised() is None
    for number in range(12):
        phone = f"139{number:08d}"
        _ask(_stranger(number), phone)
        if number < 10:
            assert _guess(_stranger(number), _wrong(sent[-1][1]), phone) is Entered.WRONG
    assert _ask(_stranger(20), "13900000020") is Asked.SHUT
    assert alarm_raised() == clock()
    assert not is_quiet()
    events = db.session.execute(select(AuditEvent.action, AuditEvent.actor_id)).all()
    assert events == [("sign_in_alarm.raised", None)]
    assert _ask(mine) is Asked.SENT
    assert _guess(mine, sent[-1][1]) is Entered.SIGNED_IN
    clock.advance(hours=1)
    assert is_quiet()
    assert _ask(_stranger(20), "13900000020") is Asked.SENT
    assert db.session.scalars(select(func.count(SignInAlarm.id))).one() == 1
    clock.advance(days=1)
    assert alarm_raised() is None


def test_a_demonstration_allows_twenty_times_as_much(app: Flask, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = app.config["RESIDENT"]
    monkeypatch.setitem(app.config, "RESIDENT", test_settings(usual.data_dir, usual.database_url, demo=True))
    assert [_ask(_stranger(number)) for number in range(30)] == [Asked.SENT] * 30


def test_a_planted_token_is_worth_nothing_after_the_next_sign_in(app: Flask) -> None:
    with transaction():
        person = make_person(phone=PHONE)
        planted = know_browser(person.value, token="")
        own = know_browser(person.value, token=planted)
    assert planted != own
    with transaction():
        person = db.session.scalars(select(PersonRow)).one()
    assert _ask(Browser("attacker", known=planted)) is Asked.SENT
    with transaction():
        assert _guesses("codes of a known browser") == 0
        assert ask_for_code(phone=PHONE, browser=Browser("mine", known=own)) is Asked.SENT
        assert _guesses("codes of a known browser") == 1
