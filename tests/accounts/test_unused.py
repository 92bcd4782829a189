"""Numbers change hands: an account whose number was unused for a year."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts import registry
from resident.accounts.actions import Entered, agree, ask_for_code, enter_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.known import know_browser
from resident.accounts.entrance.unused import AdmissionKind, is_unused
from resident.accounts.models import Admission, PersonRow, SignInSession
from resident.accounts.queries import find_by_phone
from resident.communities.actions import NotNeeded, admit, withdraw_admission
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.notifications.models import Notification
from resident.web.errors import Conflict, NotAllowed
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_staff
from tests.recorded import recorded

PHONE = "13800000001"
HERE = Browser("here", address="192.0.2.1")
RETURN = AdmissionKind.RETURN
Sent = list[tuple[str, str]]


@pytest.fixture
def left(app: Flask, clock: Clock) -> int:
    """Somebody who signed in last a year and a day ago; and a community with an administrator."""
    with app.app_context(), transaction():
        make_staff(make_community("guihua", phone="0571-88000018"), Role.ADMINISTRATOR, "王敏")
        person = make_person("李阿姨", phone=PHONE).id
    clock.advance(days=366)
    return person


@pytest.fixture
def old(app: Flask, left: int) -> Iterator[int]:
    """The same, for who calls actions and queries."""
    with app.app_context():
        yield left


def _sign_in(sent: Sent, browser: Browser = HERE) -> Entered:
    with transaction():
        ask_for_code(phone=PHONE, browser=browser)
    with transaction():
        return enter_code(phone=PHONE, digits=sent[-1][1], browser=browser).outcome


def _agree(proof: str, browser: Browser = HERE, *, anew: bool = True) -> Entered:
    entrance = agree(
        phone=PHONE,
        proof=proof,
        browser=browser,
        display_name="新邻居",
        language=None,
        reading_mode=None,
        anew=anew,
    )
    return entrance.outcome


def _proof(sent: Sent, browser: Browser = HERE) -> str:
    with transaction():
        ask_for_code(phone=PHONE, browser=browser)
    with transaction():
        return enter_code(phone=PHONE, digits=sent[-1][1], browser=browser).proof


def _place() -> tuple[CommunityRow, PersonRow]:
    administrator = db.session.scalars(select(PersonRow).where(PersonRow.display_name == "王敏")).one()
    return db.session.scalars(select(CommunityRow)).one(), administrator


def _admit(person: int) -> None:
    community, administrator = _place()
    row = db.session.get_one(PersonRow, person)
    admit(community=community, person=row.value, kind=RETURN, by=administrator)


def test_a_number_is_unused_a_year_after_the_last_sign_in(app: Flask, sent: Sent, clock: Clock) -> None:
    with app.app_context():
        with transaction():
            make_person(phone=PHONE)
        clock.advance(days=364)
        assert _sign_in(sent) is Entered.SIGNED_IN
        clock.advance(days=364, hours=23)
        assert not is_unused(db.session.scalars(select(PersonRow)).one())
        clock.advance(hours=1)
        assert is_unused(db.session.scalars(select(PersonRow)).one())


def test_its_code_alone_opens_nothing_and_tells_nothing(old: int, sent: Sent) -> None:
    assert _sign_in(sent) is Entered.UNUSED
    assert db.session.scalars(select(SignInSession)).all() == []


def test_a_browser_that_is_known_opens_it_as_ever(old: int, sent: Sent) -> None:
    with transaction():
        token = know_browser(db.session.get_one(PersonRow, old).value, token="")
    assert _sign_in(sent, Browser("mine", known=token)) is Entered.SIGNED_IN
    assert _sign_in(sent) is Entered.SIGNED_IN  # it is in use again


def test_a_browser_that_is_known_for_another_person_does_not(old: int, sent: Sent) -> None:
    with transaction():
        token = know_browser(make_person().value, token="")
    assert _sign_in(sent, Browser("other", known=token)) is Entered.UNUSED


def test_the_committee_lets_somebody_back_in_once(old: int, sent: Sent) -> None:
    with transaction():
        _admit(old)
        _admit(old)
    assert _sign_in(sent) is Entered.SIGNED_IN
    assert db.session.scalars(select(SignInSession.person_id)).all() == [old]
    admission = db.session.scalars(select(Admission)).one()
    assert admission.used_at is not None
    events = [(event, details.get("kind")) for event, _by, _about, details in recorded()]
    assert events.count(("admission.given", "return")) == 1
    assert events.count(("admission.used", "return")) == 1
    assert db.session.scalars(select(Notification.kind).where(Notification.person_id == old)).all() == [
        "communities.admitted"
    ]


def test_what_the_committee_allowed_holds_for_a_day(old: int, sent: Sent, clock: Clock) -> None:
    with transaction():
        _admit(old)
    clock.advance(days=1)
    assert _sign_in(sent) is Entered.UNUSED


def test_what_was_taken_back_opens_nothing(old: int, sent: Sent) -> None:
    with transaction():
        _admit(old)
        community, administrator = _place()
        person = db.session.get_one(PersonRow, old).value
        for _twice in range(2):
            withdraw_admission(community=community, person=person, kind=RETURN, by=administrator)
    assert _sign_in(sent) is Entered.UNUSED
    assert [event for event, *_rest in recorded()].count("admission.withdrawn") == 1


def test_only_an_administrator_lets_people_back_in(old: int) -> None:
    community, _administrator = _place()
    with transaction():
        worker = make_staff(community, Role.WORKER).value
    for act in (admit, withdraw_admission):
        with pytest.raises(NotAllowed), transaction():
            act(
                community=community,
                person=db.session.get_one(PersonRow, old).value,
                kind=RETURN,
                by=worker,
            )


def test_who_can_sign_in_need_not_be_let_in(old: int) -> None:
    community, administrator = _place()
    with pytest.raises(NotNeeded), transaction():
        admit(community=community, person=make_person(), kind=RETURN, by=administrator)


def test_two_at_once_let_somebody_in_once(old: int, at_once: AtOnce) -> None:
    at_once(3, lambda: _admit(old))
    assert len(db.session.scalars(select(Admission)).all()) == 1


def test_whoever_has_the_number_now_begins_anew_and_the_old_account_is_closed(old: int, sent: Sent) -> None:
    proof = _proof(sent)
    with transaction():
        assert _agree(proof) is Entered.SIGNED_IN
    before = db.session.get_one(PersonRow, old)
    assert (before.phone_lookup, before.phone_encrypted) == (None, "")
    assert before.closed_at is not None
    new = find_by_phone(PHONE)
    assert new is not None
    assert (new.id != old, new.display_name) == (True, "新邻居")
    assert db.session.scalars(select(SignInSession.person_id)).all() == [new.id]
    closed = [(by, about, details) for event, by, about, details in recorded() if event == "person.closed"]
    assert closed == [(None, old, {"reason": "number_unused"})]


def test_consent_without_the_word_to_begin_anew_does_not_open_the_old_account(old: int, sent: Sent) -> None:
    proof = _proof(sent)
    with transaction():
        assert _agree(proof, anew=False) is Entered.UNUSED
    assert db.session.get_one(PersonRow, old).closed_at is None
    assert db.session.scalars(select(SignInSession)).all() == []


def test_beginning_anew_twice_at_once_opens_one_account(old: int, sent: Sent, at_once: AtOnce) -> None:
    proof = _proof(sent)
    outcomes = at_once(3, lambda: _agree(proof))
    assert sorted(outcomes, key=lambda one: one.value) == [Entered.SIGNED_IN] + [Entered.TOO_LATE] * 2
    assert len(db.session.scalars(select(PersonRow).where(PersonRow.display_name == "新邻居")).all()) == 1


def test_an_account_that_others_depend_on_is_left_to_the_committee(
    old: int, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refuses(_person: object) -> None:
        raise Conflict

    monkeypatch.setitem(registry.KEPT, "test", registry.Kept("test", "", "", rows=list, close=_refuses))
    proof = _proof(sent)
    with pytest.raises(Conflict, match="OldAccountStays"), transaction():
        _agree(proof)
    assert db.session.get_one(PersonRow, old).closed_at is None


def test_the_page_says_how_to_come_back_and_begins_anew(app: Flask, left: int, sent: Sent, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    client.post("/sign-in", data={"phone": PHONE, "next": "/me/settings"})
    assert client.post("/sign-in/code", data={"code": sent[-1][1]}).location == "/sign-in/name"
    assert client.get("/sign-in/name").location == "/sign-in/unused"
    page = client.get("/sign-in/unused").text
    assert "0571-88000018" in page
    assert "李阿姨" not in page
    assert "/sign-in/name?anew=1" in page
    form = client.get("/sign-in/name?anew=1").text
    assert re.search(r'name="anew"[^>]*value="1"', form)
    assert "李阿姨" not in form
    consent = {"display_name": "新邻居", "agreed": "y"}
    assert client.post("/sign-in/name", data=consent).location == "/sign-in/unused"
    answer = client.post("/sign-in/name", data=consent | {"anew": "1"})
    assert answer.location == "/me/settings"
    assert "新邻居" in client.get("/me/settings").text
    assert client.get("/sign-in/unused").location == "/sign-in"


def test_the_page_is_for_nobody_who_skips_the_code(app: Flask, left: int, sent: Sent, client: FlaskClient) -> None:
    for path in ("/sign-in/unused", "/sign-in/name?anew=1"):
        assert client.get(path).location == "/sign-in"
        client.post("/sign-in", data={"phone": PHONE})
        assert client.get(path).location == "/sign-in"
    with app.app_context():
        assert db.session.get_one(PersonRow, left).closed_at is None


def test_the_administrator_lets_a_person_back_in_on_their_page(
    app: Flask, left: int, sent: Sent, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context():
        browser = sign_in(_place()[1].id)
    browser.set_cookie("language", "en")
    browser.post("/c/guihua/admin/people/find", data={"phone": PHONE})
    page = f"/c/guihua/admin/people/{left}"
    assert "Let the person back in" in browser.get(page).text
    assert browser.post(f"{page}/return/allow").location == page
    assert "Allowed until" in browser.get(page).text
    assert browser.post(f"{page}/return/withdraw").location == page
    assert "Let the person back in" in browser.get(page).text
    browser.post(f"{page}/return/allow")
    client.post("/sign-in", data={"phone": PHONE, "next": "/me/settings"})
    assert client.post("/sign-in/code", data={"code": sent[-1][1]}).location == "/me/settings"
    assert "Let the person back in" not in browser.get(page).text
    assert browser.post(f"{page}/return/allow").status_code == 409
