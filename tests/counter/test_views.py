"""The counter over HTTP: entered, printed, opened by whoever holds the paper, and what it never shows."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.communities.models import OfflinePerson, Role
from resident.db import db, transaction
from resident.demands.models import Demand
from resident.logs import without_phones
from tests.makers.communities import make_community, make_staff
from tests.makers.demands import make_category

SignIn = Callable[[int], FlaskClient]
NEW, RECEIPT = "/c/guihua/counter/new", "/c/guihua/receipt"
TYPED = {
    "name": "赵奶奶",
    "phone": "139 1234 5678",
    "phone_use": "own",
    "channel": "phone",
    "title": "三楼的灯坏了",
    "visibility": "committee",
    "agreed": "y",
    "consent": "好的，你帮我录。",
}


@pytest.fixture
def counter(app: Flask, sign_in: SignIn) -> FlaskClient:
    """The browser of a worker."""
    with app.app_context(), transaction():
        place = make_community("guihua")
        make_category(place)
        worker = make_staff(place, Role.WORKER, "王干事").id
    browser = sign_in(worker)
    browser.set_cookie("language", "en")
    return browser


def _entered(counter: FlaskClient, **typed: str) -> tuple[str, str]:
    """A demand that was entered: its number and the code on its paper."""
    paper = counter.post(NEW, data={**TYPED, **typed}, follow_redirects=True)
    assert (paper.status_code, paper.headers["Cache-Control"]) == (200, "no-store")
    number, code = re.findall(r'receipt__number">([^<]+)<', paper.text)
    return number.removeprefix("no. "), code


def test_from_the_counter_to_the_paper_and_to_what_it_opens(counter: FlaskClient, client: FlaskClient) -> None:
    number, code = _entered(counter)
    page = counter.get(f"/c/guihua/demands/{number}").text
    assert "Entered for them by" in page
    assert "赵奶奶" in page
    assert "By telephone" in page
    assert "139 1234 5678" in counter.post(f"/c/guihua/demands/{number}/contact").text
    scanned = client.get(f"{RECEIPT}/{number}-{code.replace(' ', '')}")
    assert (scanned.location, scanned.headers.getlist("Referrer-Policy")) == (RECEIPT, ["no-referrer"])
    assert code.replace(" ", "") not in scanned.headers["Set-Cookie"]
    assert code in client.get(RECEIPT).text
    assert client.get(f"{RECEIPT}/state").location == RECEIPT
    opened = client.post(RECEIPT, data={"number": number, "code": code}, follow_redirects=True)
    assert (opened.headers["Cache-Control"], opened.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "待审核" in opened.text or "In review" in opened.text
    for hidden in ("赵奶奶", "三楼的灯坏了", "王干事", "139"):
        assert hidden not in opened.text
    assert client.get(f"/c/guihua/demands/{number}").status_code == 404


def test_wrong_tries_have_one_answer_and_are_counted(counter: FlaskClient, client: FlaskClient) -> None:
    number, code = _entered(counter)
    wrong = ({"number": number, "code": "0000000000"}, {"number": "999", "code": code}, {"number": "x", "code": "1"})
    answers = [client.post(RECEIPT, data=wrong[one % 3]) for one in range(20)]
    errors = {re.sub(r'value="[^"]*"', "", answer.text.partition("summary_error")[2]) for answer in answers}
    assert ({answer.status_code for answer in answers}, len(errors)) == ({422}, 1)
    assert client.post(RECEIPT, data={"number": number, "code": code}).status_code == 429


def test_without_a_yes_nothing_is_entered_and_who_may_be_meant_is_asked(app: Flask, counter: FlaskClient) -> None:
    refused = counter.post(NEW, data={**TYPED, "agreed": "", "phone": "0571-88000018"})
    assert (refused.status_code, "Ask first" in refused.text, "三楼的灯坏了" in refused.text) == (422, True, True)
    number, _code = _entered(counter)
    asked = counter.post(NEW, data={**TYPED, "title": "门禁坏了"})
    assert (asked.status_code, "without an account, entered before" in asked.text) == (422, True)
    with app.app_context():
        same = str(db.session.scalars(select(OfflinePerson.person_id)).one())
    other, _code = _entered(counter, title="门禁坏了", chosen=same)
    assert (int(other), _code != "") == (int(number) + 1, True)
    with app.app_context():
        assert {str(one) for one in db.session.scalars(select(Demand.author_id))} == {same}
    assert counter.get(f"/c/guihua/counter/{number}/receipt").location == f"/c/guihua/demands/{number}"


def test_a_code_in_an_address_stays_out_of_the_log() -> None:
    assert without_phones("GET /c/guihua/receipt/17-4829130075 200") == "GET /c/guihua/receipt/… 200"
