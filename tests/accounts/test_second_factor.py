"""A second factor: steps that work once, recovery codes that work once, and how one is lost."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.actions import Entered, ask_for_code, enter_code
from resident.accounts.actions.second_factor import (
    MustKeep,
    NoSecondFactor,
    begin_set_up,
    confirm_set_up,
    end_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from resident.accounts.actions.steps import Stepped, enter_step, take_step
from resident.accounts.entrance.browsers import Browser
from resident.accounts.models import SYSTEM, PersonRow, RecoveryCode, SecondFactor
from resident.accounts.people import account_as_json
from resident.accounts.second_factor import steps
from resident.accounts.second_factor.recovery import LETTERS
from resident.accounts.second_factor.rows import has_second_factor, secret_to_set_up, state_of
from resident.accounts.sessions import open_session
from resident.accounts.sessions.rows import person_behind
from resident.db import begin_write, db, transaction
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import digits_of, make_factor, make_person
from tests.recorded import recorded

NOBODYS, HERE = "13800000009", Browser("here", address="192.0.2.1")
RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("at", "digits"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_steps_are_those_of_the_standard(at: int, digits: str) -> None:
    """RFC 6238, appendix B, its last six digits."""
    assert steps.step_of(RFC, digits, now=datetime.fromtimestamp(at, UTC)) == at // 30


def test_the_step_before_and_the_one_after_count_and_no_others() -> None:
    for seconds, is_good in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        then = datetime.fromtimestamp(1111111109 + seconds, UTC)
        assert steps.step_of(RFC, "081804", now=then) == (37037036 if is_good else 0), seconds
        assert not steps.step_of(RFC, "081805", now=then)


def test_the_app_is_told_all_it_needs() -> None:
    address = steps.address_for_app(RFC, account="138****0090", issuer="邻里")
    assert address.startswith("otpauth://totp/%E9%82%BB%E9%87%8C:138")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert steps.spelt(RFC) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert len({steps.new_secret() for _ in range(20)}) == 20


def _set_up(person: PersonRow, token: str = "") -> list[str]:
    begin_set_up(by=person)
    secret = secret_to_set_up(person)
    assert secret is not None
    stepped, codes = confirm_set_up(digits=digits_of(secret), token=token, by=person)
    assert stepped is Stepped.RIGHT
    return codes


def _factor(person: PersonRow) -> int:
    """The number of somebody's second factor."""
    return db.session.scalars(select(SecondFactor.id).where(SecondFactor.person_id == person.id)).one()


def test_it_counts_from_its_first_step_on_and_other_devices_are_signed_out(session: None, clock: Clock) -> None:
    person = make_person()
    here, there = open_session(person, device="here"), open_session(person, device="there")
    begin_set_up(by=person)
    assert not has_second_factor(person)
    secret = secret_to_set_up(person)
    assert secret is not None
    assert confirm_set_up(digits="000000", token=here, by=person) == (Stepped.WRONG, [])
    assert not has_second_factor(person)
    stepped, codes = confirm_set_up(digits=digits_of(secret), token=here, by=person)
    assert (stepped, len(codes), len(set(codes))) == (Stepped.RIGHT, 10, 10)
    assert (state_of(person).confirmed_at, state_of(person).codes_left) == (clock(), 10)
    assert secret_to_set_up(person) is None
    assert (person_behind(here) is not None, person_behind(there)) == (True, None)
    factor = db.session.scalars(select(SecondFactor)).one()
    assert (factor.new_secret_encrypted, factor.new_at) == ("", None)
    assert recorded() == [("second_factor.confirmed", person.id, factor.id, {"person_id": person.id})]
    assert take_step(person, typed=digits_of(secret)) is Stepped.USED  # the step that confirmed it


def test_nothing_stands_in_clear(session: None) -> None:
    person = make_person()
    codes = _set_up(person)
    factor = db.session.scalars(select(SecondFactor)).one()
    assert len(factor.secret_encrypted) > 100
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(kept)
    assert all(set(code.replace("-", "")) <= set(LETTERS) and len(code) == 11 for code in codes)
    assert not any(code in str(account_as_json(person.value)) for code in codes)


def test_a_step_works_once_and_none_before_it(session: None, clock: Clock) -> None:
    person = make_person()
    secret = make_factor(person)
    before, now, after = (digits_of(secret, after=step) for step in (-1, 0, 1))
    assert take_step(person, typed=now) is Stepped.RIGHT
    assert take_step(person, typed=now) is Stepped.USED
    assert take_step(person, typed=before) is Stepped.USED
    assert take_step(person, typed=after) is Stepped.RIGHT
    clock.advance(seconds=30)
    assert take_step(person, typed=after) is Stepped.USED
    assert take_step(person, typed=digits_of(secret, after=1)) is Stepped.RIGHT


def test_a_step_of_somebody_else_is_wrong(session: None) -> None:
    mine, theirs = make_person(), make_person()
    make_factor(mine)
    assert take_step(mine, typed=digits_of(make_factor(theirs))) is Stepped.WRONG
    assert take_step(make_person(), typed="123456") is Stepped.TOO_LATE


def test_ten_wrong_ones_an_hour_are_enough_also_for_the_right_one(session: None, clock: Clock) -> None:
    person = make_person()
    secret = make_factor(person)
    wrong = [take_step(person, typed="ABCDE23456") for _ in range(10)]
    assert wrong == [Stepped.WRONG] * 10
    assert take_step(person, typed=digits_of(secret)) is Stepped.TOO_OFTEN
    clock.advance(minutes=61)
    assert take_step(person, typed=digits_of(secret)) is Stepped.RIGHT


def test_a_recovery_code_works_once_however_it_is_typed(session: None) -> None:
    person, other = make_person(), make_person()
    codes = _set_up(person)
    make_factor(other)
    assert take_step(other, typed=codes[0]) is Stepped.WRONG
    assert take_step(person, typed=codes[0].replace("-", "").lower()) is Stepped.RIGHT
    assert take_step(person, typed=codes[0]) is Stepped.WRONG
    assert state_of(person).codes_left == 9
    assert take_step(person, typed=codes[1]) is Stepped.RIGHT
    used = ("recovery_code.used", person.id, _factor(person), {"person_id": person.id})
    assert recorded(but=1) == [used, used]


def test_a_new_set_ends_the_old_one(session: None) -> None:
    person = make_person()
    old = _set_up(person)
    new = renew_recovery_codes(by=person)
    assert take_step(person, typed=old[0]) is Stepped.WRONG
    assert recorded(but=1) == [("recovery_code.renewed", person.id, _factor(person), {"person_id": person.id})]
    assert take_step(person, typed=new[0]) is Stepped.RIGHT
    with pytest.raises(NoSecondFactor):
        renew_recovery_codes(by=make_person())


def test_setting_up_anew_leaves_the_old_one_good_until_the_new_one_is_there(session: None, clock: Clock) -> None:
    person = make_person()
    old = make_factor(person)
    begin_set_up(by=person)
    assert take_step(person, typed=digits_of(old)) is Stepped.RIGHT
    new = secret_to_set_up(person)
    assert new is not None
    assert confirm_set_up(digits=digits_of(new), token="", by=person)[0] is Stepped.RIGHT
    clock.advance(minutes=2)
    assert take_step(person, typed=digits_of(old)) is Stepped.WRONG
    assert take_step(person, typed=digits_of(new)) is Stepped.RIGHT


def test_no_step_opens_an_account_that_is_not_there(app: Flask, sent: list[tuple[str, str]]) -> None:
    with app.app_context():
        with transaction():
            ask_for_code(phone=NOBODYS, browser=HERE)
        with transaction():
            entrance = enter_code(phone=NOBODYS, digits=sent[-1][1], browser=HERE)
        assert entrance.outcome is Entered.TO_AGREE
        with transaction():
            stepped = enter_step(phone=NOBODYS, proof=entrance.proof, typed="123456", browser=HERE)
    assert stepped == (Stepped.TOO_LATE, None)


def test_a_key_that_was_shown_half_an_hour_ago_is_none(session: None, clock: Clock) -> None:
    person = make_person()
    begin_set_up(by=person)
    secret = secret_to_set_up(person)
    assert secret is not None
    clock.advance(minutes=30)
    assert confirm_set_up(digits=digits_of(secret), token="", by=person) == (Stepped.TOO_LATE, [])
    assert confirm_set_up(digits="123456", token="", by=make_person()) == (Stepped.TOO_LATE, [])


def test_guessing_the_first_step_is_counted_too(session: None) -> None:
    person = make_person()
    begin_set_up(by=person)
    answers = [confirm_set_up(digits="000000", token="", by=person)[0] for _ in range(11)]
    assert answers == [Stepped.WRONG] * 10 + [Stepped.TOO_OFTEN]


def test_doing_without_it_leaves_nothing_of_it(session: None) -> None:
    person = make_person()
    _set_up(person)
    factor = _factor(person)
    for _ in range(2):
        end_second_factor(by=person)
    assert not has_second_factor(person)
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert recorded(but=1) == [("second_factor.ended", person.id, factor, {"person_id": person.id})]


def test_taking_it_off_somebody_signs_them_out(session: None) -> None:
    person = make_person()
    _set_up(person)
    token = open_session(person, device="")
    assert [reset_second_factor(person=person.value, by=SYSTEM) for _ in range(2)] == [True, False]
    assert not has_second_factor(person)
    assert person_behind(token) is None
    assert recorded()[-1][:2] == ("second_factor.ended", None)


def test_who_must_have_it_cannot_end_it(session: None, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person()
    _set_up(person)
    monkeypatch.setattr("resident.accounts.actions.second_factor.needs_second_factor", lambda _person: True)
    with pytest.raises(MustKeep):
        end_second_factor(by=person)
    assert has_second_factor(person)


def test_of_two_who_send_the_same_step_at_once_one_comes_in(app: Flask, at_once: AtOnce) -> None:
    with app.app_context(), transaction():
        person = make_person()
        secret, value = make_factor(person), person.value
    digits = digits_of(secret)
    outcomes = at_once(4, lambda: take_step(value, typed=digits))
    assert sorted(one.value for one in outcomes) == ["right", "used", "used", "used"]


def test_of_two_who_use_the_same_recovery_code_at_once_one_comes_in(app: Flask, at_once: AtOnce) -> None:
    with app.app_context(), transaction():
        person = make_person()
        codes, value = _set_up(person), person.value
    outcomes = at_once(4, lambda: take_step(value, typed=codes[0]))
    assert sorted(one.value for one in outcomes) == ["right", "wrong", "wrong", "wrong"]
    with app.app_context():
        begin_write()
        assert state_of(value).codes_left == 9
