"""Closed by default."""

import pytest

from resident.db import transaction
from resident.web.guards import YES, no, require
from tests.makers.accounts import make_person


def test_a_visitor_is_sent_to_sign_in_and_back(browser):
    answer = browser.get("/probe/signed-in")
    assert answer.status_code in {302, 303}
    assert answer.location.startswith("/sign-in?")
    assert "probe" in answer.location


def test_a_person_comes_in(app, probe_app, sign_in):
    with app.app_context(), transaction():
        person = make_person().id
    cookie = sign_in(person)
    browser = probe_app.test_client()
    with cookie.session_transaction() as theirs, browser.session_transaction() as ours:
        ours.update(theirs)
    assert browser.get("/probe/signed-in").text == "hello"
    answer = browser.get("/probe/never", headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert "Closed on Mondays." in answer.text


@pytest.mark.parametrize(("verdict", "is_yes"), [(YES, True), (no("closed", "Closed."), False)])
def test_a_verdict_is_a_yes_without_a_reason(verdict, is_yes):
    assert bool(verdict) is is_yes


def test_a_yes_asks_nothing_more():
    assert require(YES) is None
    assert require(True) is None
