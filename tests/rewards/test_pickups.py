"""Handing over by HTTP: the right code at the right shop, and nothing to be learned from a wrong one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from resident.rewards.models import Redemption, RedemptionState
from tests.conftest import Clock
from tests.rewards.conftest import ENGLISH, Place
from tests.statements import statements_of

Browser = Callable[[str], FlaskClient]
PICKUPS = "/c/guihua/desk/hand-over"


def _find(browser: FlaskClient, code: str, **options: object) -> tuple[int, str]:
    """Where the code opens something, the page one is led to."""
    answer = browser.post(PICKUPS, data={"code": code}, headers=ENGLISH, **options)
    if answer.status_code == 303:
        answer = browser.get(answer.location, headers=ENGLISH, **options)
    return answer.status_code, answer.text


def _confirm(browser: FlaskClient, code: str) -> tuple[int, str]:
    answer = browser.post(f"{PICKUPS}/confirm", data={"code": code}, headers=ENGLISH)
    return answer.status_code, answer.text


def _without_code(page: str) -> str:
    """A page without what was typed, its tokens and the address it came by."""
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize("who", ["clerk", "manager"])
def test_a_code_opens_what_it_is_for_and_is_handed_over_once(place: Place, browser_of: Browser, who: str) -> None:
    redemption_id, code = place.kept()
    browser = browser_of(who)
    status, page = _find(browser, f"{code[:4]} {code[4:]}")
    assert status == 200
    assert "Pack of tissues" in page
    assert "李**" in page
    assert "李阿姨" not in page
    assert place.state(redemption_id) == RedemptionState.WAITING
    assert _confirm(browser, code)[0] == 303
    assert place.state(redemption_id) == RedemptionState.FULFILLED
    assert "Given out to 李**." in browser.get(PICKUPS, headers=ENGLISH).text
    for try_again in (_find, _confirm):
        status, page = try_again(browser, code)
        assert status == 409
        assert "Already given out today 9:00." in page


def test_the_address_in_the_qr_code_fills_the_code_in_and_changes_nothing(place: Place, browser_of: Browser) -> None:
    redemption_id, code = place.kept()
    page = browser_of("clerk").get(f"{PICKUPS}?code={code}", headers=ENGLISH).text
    assert f'value="{code}"' in page
    assert "Please give out" not in page
    assert place.state(redemption_id) == RedemptionState.WAITING


def test_what_was_found_is_a_page_of_its_own_without_the_code_in_its_address(place: Place, browser_of: Browser) -> None:
    redemption_id, code = place.kept()
    browser = browser_of("clerk")
    there = browser.post(PICKUPS, data={"code": code})
    assert (there.status_code, there.location) == (303, f"{PICKUPS}/{redemption_id}")
    for _ in range(2):  # opened again, or gone back to, nothing is sent anew
        page = browser.get(there.location, headers=ENGLISH)
        assert "Please give out" in page.text
        assert page.headers["Cache-Control"].startswith(("no-store", "private"))
    assert place.state(redemption_id) == RedemptionState.WAITING


@pytest.mark.parametrize("who", ["manager", "other_clerk"])
def test_what_was_found_is_shown_to_nobody_who_has_not_found_it(place: Place, browser_of: Browser, who: str) -> None:
    redemption_id, code = place.kept()
    other, _code = place.kept()
    browser_of("clerk").post(PICKUPS, data={"code": code})
    answer = browser_of(who).get(f"{PICKUPS}/{redemption_id}")
    assert (answer.status_code, answer.location) == (302, PICKUPS)
    assert browser_of("clerk").get(f"{PICKUPS}/{other}").location == PICKUPS


def test_what_was_found_is_shown_for_ten_minutes_and_until_it_is_given_out(
    place: Place, browser_of: Browser, clock: Clock
) -> None:
    _redemption_id, code = place.kept()
    browser = browser_of("clerk")
    there = browser.post(PICKUPS, data={"code": code}).location
    clock.advance(minutes=11)
    assert browser.get(there).location == PICKUPS
    there = browser.post(PICKUPS, data={"code": code}).location
    _confirm(browser, code)
    assert browser.get(there).location == PICKUPS


@pytest.mark.parametrize(
    "written",
    ["{0}{1}", "{0}-{1}", " {0} {1} ", "http://127.0.0.1:8000/c/guihua/desk/hand-over?code={0}{1}"],
)
def test_a_code_is_read_however_it_was_typed_or_scanned(place: Place, browser_of: Browser, written: str) -> None:
    _redemption_id, code = place.kept()
    assert _find(browser_of("clerk"), written.format(code[:4], code[4:]))[0] == 200


def test_full_width_digits_are_digits(place: Place, browser_of: Browser) -> None:
    _redemption_id, code = place.kept()
    assert _find(browser_of("clerk"), "".join(chr(ord(digit) + 0xFEE0) for digit in code))[0] == 200


@pytest.mark.parametrize("text", ["", "1234", "123456789", "abcdefgh", "{{7*7}}", "<b>12345678</b>", "１２３"])
def test_what_is_no_code_is_said_at_the_field_and_not_counted(place: Place, browser_of: Browser, text: str) -> None:
    browser = browser_of("clerk")
    for _ in range(25):
        status, page = _find(browser, text)
    assert status == 422
    assert "eight digits" in page
    assert "49" not in re.sub(r"\d{8,}|[0-9a-f]{10}", "", page) or "{{7*7}}" not in text


def test_another_shops_code_is_answered_exactly_like_one_that_was_never_given(
    place: Place, browser_of: Browser
) -> None:
    redemption_id, code = place.kept()
    unknown = f"{(int(code) + 1) % 10**8:08d}"
    browser = browser_of("other_clerk")
    theirs, never = _find(browser, code), _find(browser, unknown)
    assert theirs[0] == never[0] == 422
    assert _without_code(theirs[1]) == _without_code(never[1])
    assert _confirm(browser, code)[0] == 422
    assert place.state(redemption_id) == RedemptionState.WAITING


def test_the_list_shows_ones_own_shops_pickups_without_their_codes(place: Place, browser_of: Browser) -> None:
    _redemption_id, code = place.kept()
    page = browser_of("clerk").get(PICKUPS, headers=ENGLISH).text
    assert "Pack of tissues" in page
    assert code not in page
    assert f"{code[:4]} {code[4:]}" not in page
    assert "Pack of tissues" not in browser_of("other_clerk").get(PICKUPS, headers=ENGLISH).text


@pytest.mark.parametrize("who", ["resident", "administrator"])
def test_who_hands_nothing_over_does_not_get_in(place: Place, browser_of: Browser, who: str) -> None:
    _redemption_id, code = place.kept()
    browser = browser_of(who)
    assert browser.get(PICKUPS).status_code == 403
    assert _find(browser, code)[0] == _confirm(browser, code)[0] == 403


def test_who_has_left_the_shop_hands_nothing_over_from_then_on(place: Place, browser_of: Browser) -> None:
    redemption_id, code = place.kept()
    browser = browser_of("clerk")
    assert _find(browser, code)[0] == 200
    place.end_membership(place.clerk)
    assert _confirm(browser, code)[0] == 403
    assert place.state(redemption_id) == RedemptionState.WAITING


def test_wrong_codes_are_counted_and_then_even_the_right_one_waits(
    place: Place, browser_of: Browser, clock: Clock
) -> None:
    _redemption_id, code = place.kept()
    browser = browser_of("clerk")
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert [_find(browser, wrong)[0] for _ in range(20)] == [422] * 20
    status, page = _find(browser, code)
    assert status == 429
    assert "Too many wrong codes" in page
    assert _confirm(browser, code)[0] == 429
    clock.advance(minutes=61)
    assert _find(browser, code)[0] == 200


def test_right_codes_are_not_counted(place: Place, browser_of: Browser) -> None:
    _redemption_id, code = place.kept()
    browser = browser_of("clerk")
    assert {_find(browser, code)[0] for _ in range(30)} == {200}


def test_wrong_codes_are_also_counted_for_the_address_they_come_from(place: Place, browser_of: Browser) -> None:
    _redemption_id, code = place.kept()
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(20):
        _find(browser_of("other_clerk"), wrong)
    clerk = browser_of("clerk")
    assert _find(clerk, code)[0] == 429
    assert _find(clerk, code, environ_base={"REMOTE_ADDR": "10.0.0.9"})[0] == 200


def test_a_code_that_ended_says_how(place: Place, browser_of: Browser, clock: Clock) -> None:
    redemption_id, code = place.kept()
    browser = browser_of("clerk")
    place.change(Redemption, redemption_id, state=RedemptionState.CANCELLED, returned_at=clock())
    status, page = _find(browser, code)
    assert status == 409
    assert "It was cancelled today 9:00" in page
    place.change(Redemption, redemption_id, state=RedemptionState.WAITING, returned_at=None)
    clock.moment += timedelta(days=8)
    status, page = _confirm(browser, code)
    assert status == 409
    assert "It was kept until 9 March" in page
    assert place.state(redemption_id) == RedemptionState.WAITING


def test_handing_over_takes_the_same_few_statements_however_many_wait(place: Place, browser_of: Browser) -> None:
    browser = browser_of("clerk")
    counts = []
    for _ in range(2):
        place.kept()
        with statements_of(place.app) as statements:
            assert browser.get(PICKUPS).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12
