"""Another phone number for an account."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.actions import (
    Asked,
    Entered,
    Renumbered,
    ask_for_code,
    ask_for_new,
    ask_for_old,
    change_number,
    enter_code,
    may_change_number,
    show_old,
)
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import is_known, know_browser
from resident.accounts.entrance.unused import AdmissionKind
from resident.accounts.models import PersonRow
from resident.accounts.queries import devices_of, find_by_phone, phone_of
from resident.accounts.sessions import open_session
from resident.communities.actions import admit
from resident.communities.models import Role
from resident.db import db, transaction
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import digits_of, make_factor, make_person
from tests.makers.communities import make_community, make_staff
from tests.recorded import recorded, told

OLD, NEW = "13800000001", "13800000002"
HERE = Browser("here", address="192.0.2.1")
Sent = list[tuple[str, str]]


@pytest.fixture
def somebody(app: Flask) -> int:
    """Somebody with the old number, who reads English."""
    with app.app_context(), transaction():
        return make_person("李阿姨", phone=OLD, language="en").id


@pytest.fixture
def person(app: Flask, somebody: int) -> Iterator[int]:
    """The same, for who calls actions and queries."""
    with app.app_context():
        yield somebody


def _row(person: int) -> PersonRow:
    return db.session.get_one(PersonRow, person)


def _show_old(person: int, sent: Sent, browser: Browser = HERE) -> Entered:
    with transaction():
        assert ask_for_old(by=_row(person).value, browser=browser) is Asked.SENT
    assert sent[-1][0] == OLD
    with transaction():
        return show_old(digits=sent[-1][1], by=_row(person).value, browser=browser)


def _ask_for_new(person: int, phone: str = NEW) -> object:
    with transaction():
        return ask_for_new(phone=phone, by=_row(person).value, browser=HERE)


def _change(person: int, digits: str, token: str = "", phone: str = NEW, browser: Browser = HERE):
    return change_number(phone=phone, digits=digits, token=token, by=_row(person).value, browser=browser)


def test_the_old_number_is_shown_then_the_new_one_and_the_account_has_it(person: int, sent: Sent) -> None:
    assert _show_old(person, sent) is Entered.RIGHT
    assert _ask_for_new(person) is Asked.SENT
    assert sent[-1][0] == NEW
    with transaction():
        assert _change(person, sent[-1][1]).outcome is Renumbered.DONE
    assert phone_of(_row(person).value) == NEW
    assert find_by_phone(OLD) is None
    changed = [(by, about, details) for event, by, about, details in recorded() if event == "person.number_changed"]
    assert changed == [(person, person, {})]


def test_every_other_device_is_out_unknown_and_told(person: int, sent: Sent) -> None:
    with transaction():
        here, there = (open_session(_row(person).value, device=name) for name in ("a b", "c d"))
        mine, lost = (know_browser(_row(person).value, token="") for _ in range(2))
        assert here != there
    _show_old(person, sent)
    _ask_for_new(person)
    with transaction():
        browser = Browser(HERE.key, known=mine)
        assert _change(person, sent[-1][1], token=here, browser=browser).outcome is Renumbered.DONE
    assert [one.device for one in devices_of(_row(person).value)] == ["a b"]
    assert is_known(mine, lookup=phone_lookup(NEW))
    assert not is_known(lost, lookup=phone_lookup(NEW))
    assert [message[:3] for message in told()] == [(person, "accounts.number_changed", "/me/settings")]


def test_the_codes_of_others_stay_good(person: int, sent: Sent) -> None:
    with transaction():
        make_person("王敏", phone="13800000003")
        ask_for_code(phone="13800000003", browser=Browser("there"))
    theirs = sent[-1][1]
    _show_old(person, sent)
    _ask_for_new(person)
    with transaction():
        assert _change(person, sent[-1][1]).outcome is Renumbered.DONE
        entrance = enter_code(phone="13800000003", digits=theirs, browser=Browser("there"))
    assert entrance.outcome is Entered.SIGNED_IN


def test_without_the_old_number_nothing_goes_on(person: int, sent: Sent) -> None:
    assert _ask_for_new(person) is Renumbered.OLD_FIRST
    assert sent == []
    with transaction():
        assert _change(person, "123456").outcome is Renumbered.OLD_FIRST
    assert phone_of(_row(person).value) == OLD


def test_a_wrong_code_of_the_old_number_opens_nothing(person: int, sent: Sent) -> None:
    with transaction():
        ask_for_old(by=_row(person).value, browser=HERE)
    wrong = f"{(int(sent[-1][1]) + 1) % 10**6:06d}"
    with transaction():
        assert show_old(digits=wrong, by=_row(person).value, browser=HERE) is Entered.WRONG
    assert not may_change_number(_row(person).value, HERE)


def test_the_old_number_is_shown_for_ten_minutes_and_in_one_browser(person: int, sent: Sent, clock: Clock) -> None:
    _show_old(person, sent)
    assert not may_change_number(_row(person).value, Browser("elsewhere"))
    clock.advance(minutes=9, seconds=59)
    assert may_change_number(_row(person).value, HERE)
    clock.advance(seconds=1)
    assert not may_change_number(_row(person).value, HERE)


def test_a_number_with_an_account_is_told_from_others_only_after_its_code(person: int, sent: Sent) -> None:
    with transaction():
        make_person("王敏", phone=NEW)
    _show_old(person, sent)
    assert _ask_for_new(person) is Asked.SENT
    wrong = f"{(int(sent[-1][1]) + 1) % 10**6:06d}"
    with transaction():
        assert _change(person, wrong).code is Entered.WRONG
    with transaction():
        assert _change(person, sent[-1][1]).outcome is Renumbered.TAKEN
    assert phone_of(_row(person).value) == OLD
    assert find_by_phone(NEW).display_name == "王敏"


def test_a_code_for_one_new_number_is_nothing_for_another(person: int, sent: Sent) -> None:
    _show_old(person, sent)
    _ask_for_new(person)
    with transaction():
        assert _change(person, sent[-1][1], phone="13800000003").code is Entered.TOO_LATE


def test_changing_twice_needs_the_number_that_is_the_old_one_by_now(person: int, sent: Sent) -> None:
    _show_old(person, sent)
    _ask_for_new(person)
    with transaction():
        _change(person, sent[-1][1])
    with transaction():
        assert _change(person, sent[-1][1]).outcome is Renumbered.OLD_FIRST
    assert not may_change_number(_row(person).value, HERE)


def test_two_at_once_change_it_once(person: int, sent: Sent, at_once: AtOnce) -> None:
    _show_old(person, sent)
    _ask_for_new(person)
    changes = at_once(3, lambda: _change(person, sent[-1][1]))
    assert [change.outcome for change in changes].count(Renumbered.DONE) == 1
    assert [event for event, *_rest in recorded()].count("person.number_changed") == 1


def test_two_people_who_want_one_number_at_once_do_not_both_get_it(person: int, sent: Sent, at_once: AtOnce) -> None:
    with transaction():
        second = make_person("王敏", phone="13800000003").id
    codes = {}
    for one, browser in ((person, HERE), (second, Browser("there"))):
        with transaction():
            ask_for_old(by=_row(one).value, browser=browser)
        with transaction():
            show_old(digits=sent[-1][1], by=_row(one).value, browser=browser)
        with transaction():
            ask_for_new(phone=NEW, by=_row(one).value, browser=browser)
        codes[one] = (sent[-1][1], browser)
    turns = iter(codes.items())

    def _one() -> Renumbered | None:
        who, (digits, browser) = next(turns)
        return _change(who, digits, browser=browser).outcome

    outcomes = at_once(2, _one)
    assert sorted(outcomes, key=lambda one: one.value) == [Renumbered.DONE, Renumbered.TAKEN]


def test_the_committee_allows_it_without_the_old_number_once(person: int, sent: Sent) -> None:
    with transaction():
        community = make_community("guihua")
        by = make_staff(community, Role.ADMINISTRATOR)
        admit(community=community, person=_row(person).value, kind=AdmissionKind.NUMBER, by=by)
    assert _ask_for_new(person) is Asked.SENT
    with transaction():
        assert _change(person, sent[-1][1]).outcome is Renumbered.DONE
    assert not may_change_number(_row(person).value, HERE)
    assert "admission.used" in [event for event, *_rest in recorded()]


def test_each_session_has_codes_of_its_own_for_the_codes_for_the_old_number(person: int, sent: Sent) -> None:
    assert _show_old(person, sent) is Entered.RIGHT
    with transaction():  # the session's own budget: five an hour
        asked = [ask_for_old(by=_row(person).value, browser=Browser(f"session {n}")) for n in range(8)]
    assert asked == [Asked.SENT] * 8


def test_the_pages_lead_through_it_and_the_other_device_hears_why(
    somebody: int, sent: Sent, sign_in: Callable[[int], FlaskClient]
) -> None:
    here, there = sign_in(somebody), sign_in(somebody)
    assert "138 0000 0001" in here.get("/me/settings").text
    assert "Send a code to this number" in here.get("/me/number").text
    assert here.post("/me/number", data={"phone": NEW}).status_code == 409
    assert here.get("/me/number/code").location == "/me/number"
    assert here.post("/me/number/old/send").location == "/me/number/old"
    assert here.post("/me/number/old", data={"code": sent[-1][1]}).location == "/me/number"
    assert here.post("/me/number", data={"phone": "123"}).status_code == 422
    assert here.post("/me/number", data={"phone": OLD}).status_code == 422
    assert here.post("/me/number", data={"phone": NEW}).location == "/me/number/code"
    assert "138 0000 0002" in here.get("/me/number/code").text
    assert here.post("/me/number/send").status_code == 429
    wrong = f"{(int(sent[-1][1]) + 1) % 10**6:06d}"
    assert here.post("/me/number/code", data={"code": wrong}).status_code == 422
    assert here.post("/me/number/code", data={"code": sent[-1][1]}).location == "/me/settings"
    page = here.get("/me/settings").text
    assert "138 0000 0002" in page
    assert "All other devices are signed out" in page
    there.set_cookie("language", "en")
    assert there.get("/me/settings").status_code == 303
    assert "changed on another device" in there.get("/sign-in").text
    assert "changed on another device" not in here.application.test_client().get("/sign-in").text


def test_the_page_of_a_taken_number_says_what_to_do(
    app: Flask, somebody: int, sent: Sent, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        make_person("王敏", phone=NEW)
    here = sign_in(somebody)
    here.post("/me/number/old/send")
    here.post("/me/number/old", data={"code": sent[-1][1]})
    here.post("/me/number", data={"phone": NEW})
    answer = here.post("/me/number/code", data={"code": sent[-1][1]})
    assert answer.status_code == 409
    assert "has an account of its own" in answer.text
    assert "王敏" not in answer.text
    assert here.get("/me/number/code").location == "/me/number"


def test_who_has_a_second_factor_shows_a_step_of_it_besides_the_old_number(
    app: Flask, somebody: int, sent: Sent, sign_in: Callable[[int], FlaskClient], clock: Clock
) -> None:
    with app.app_context(), transaction():
        secret = make_factor(_row(somebody))
    here = sign_in(somebody)
    clock.advance(minutes=11)
    here.post("/me/number/old/send")
    here.post("/me/number/old", data={"code": sent[-1][1]})
    assert here.post("/me/number", data={"phone": NEW}).location == "/me/confirm?next=/me/number"
    assert [phone for phone, _code in sent] == [OLD]
    assert here.post("/me/confirm", data={"step": digits_of(secret), "next": "/me/number"}).location == "/me/number"
    assert here.post("/me/number", data={"phone": NEW}).location == "/me/number/code"
    clock.advance(minutes=9, seconds=59)
    assert here.post("/me/number/code", data={"code": "000000"}).status_code == 422


def test_a_step_is_asked_for_before_the_committees_word_moves_a_number(
    app: Flask, somebody: int, sent: Sent, sign_in: Callable[[int], FlaskClient], clock: Clock
) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        by = make_staff(community, Role.ADMINISTRATOR)
        make_factor(_row(somebody))
        admit(community=community, person=_row(somebody).value, kind=AdmissionKind.NUMBER, by=by)
    here = sign_in(somebody)
    assert here.post("/me/number", data={"phone": NEW}).location == "/me/number/code"
    clock.advance(minutes=11)
    for path, fields in (("/me/number", {"phone": NEW}), ("/me/number/code", {"code": sent[-1][1]})):
        assert here.post(path, data=fields).location.startswith("/me/confirm"), path
    with app.app_context():
        assert phone_of(_row(somebody).value) == OLD


@pytest.mark.parametrize("path", ["/me/number", "/me/number/old", "/me/number/code"])
def test_the_pages_are_for_who_is_signed_in(app: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(path).location.startswith("/sign-in")
    assert client.post(path).location.startswith("/sign-in")
