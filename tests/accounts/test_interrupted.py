"""A session that ends in the middle of a form."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.models import KeptForm, PersonRow
from resident.accounts.sessions import end_all_sessions
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import DemandState
from tests.accounts.conftest import token_in
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_resident
from tests.makers.demands import make_demand

SignIn = Callable[[int], FlaskClient]
Sent = list[tuple[str, str]]
LI, WANG, ZHOU = "13800000001", "13800000009", "13800000011"


@pytest.fixture
def li(app: Flask) -> int:
    with app.app_context(), transaction():
        make_community("guihua")
        make_person("王敏", phone=WANG)
        return make_person("李阿姨", phone=LI).id


def _end_sessions(app: Flask, person_id: int) -> None:
    with app.app_context(), transaction():
        end_all_sessions(db.session.get_one(PersonRow, person_id))


def _come_in(browser: FlaskClient, sent: Sent, phone: str, *, onward: str = "/me/settings", **more: str) -> str:
    browser.post("/sign-in", data={"phone": phone, "next": onward, **more})
    return browser.post("/sign-in/code", data={"code": sent[-1][1], **more}).location


def _kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count(KeptForm.id))).one()


def test_what_was_written_comes_back_to_the_same_person(app: Flask, li: int, sign_in: SignIn, sent: Sent) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    answer = browser.post("/me/settings", data={"display_name": "李 奶奶"})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/settings")
    browser.get(answer.location)
    assert _come_in(browser, sent, LI) == "/me/settings"
    for _ in range(2):
        assert 'value="李 奶奶"' in browser.get("/me/settings").text
    assert 'value="李 奶奶"' not in browser.get("/me/data").text
    browser.post("/me/settings", data={"display_name": "李奶"})
    assert 'value="李奶"' in browser.get("/me/settings").text


def test_nobody_else_gets_it(app: Flask, li: int, sign_in: SignIn, sent: Sent) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    browser.post("/me/settings", data={"display_name": "秘密"})
    _come_in(browser, sent, WANG)
    page = browser.get("/me/settings").text
    assert "秘密" not in page
    assert 'value="王敏"' in page


def test_it_comes_back_on_another_device_of_the_same_person_too(
    app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    browser.post("/me/settings", data={"display_name": "李 奶奶"})
    other = app.test_client()
    _come_in(other, sent, LI)
    assert 'value="李 奶奶"' in other.get("/me/settings").text


def test_it_is_gone_after_half_an_hour(app: Flask, li: int, sign_in: SignIn, sent: Sent, clock: Clock) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    browser.post("/me/settings", data={"display_name": "李 奶奶"})
    clock.advance(minutes=20)
    _come_in(browser, sent, LI)
    assert "李 奶奶" in browser.get("/me/settings").text
    clock.advance(minutes=10)
    assert "李 奶奶" not in browser.get("/me/settings").text


def test_a_visitor_without_any_session_goes_to_sign_in_and_leaves_nothing(app: Flask, li: int) -> None:
    answer = app.test_client().post("/me/settings", data={"display_name": "路人"})
    assert answer.location == "/sign-in?next=/me/settings"
    assert _kept(app) == 0


def test_a_form_that_is_no_page_itself_leads_back_to_the_page_it_stood_on(app: Flask, li: int, sign_in: SignIn) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    page = {"Referer": "http://localhost/me/notifications?after=1"}
    answer = browser.post("/me/notifications/read", data={"up_to": "1"}, headers=page)
    assert answer.location == "/sign-in?next=/me/notifications?after%3D1"
    elsewhere = {"Referer": "https://evil.example/me/notifications"}
    answer = browser.post("/me/notifications/read", data={"up_to": "1"}, headers=elsewhere)
    assert answer.location == "/sign-in?next=/"


def test_a_comment_comes_back_on_the_page_of_its_demand(app: Flask, li: int, sign_in: SignIn, sent: Sent) -> None:
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow)).one()
        demand = make_demand(community, author=make_resident(community), published_at=datetime(2026, 3, 1, tzinfo=UTC))
        page, writer = f"/c/guihua/demands/{demand.number}", make_resident(community)
        writer_id, writer.phone_lookup = writer.id, phone_lookup(ZHOU)
    browser = sign_in(writer_id)
    _end_sessions(app, writer_id)
    came_from = {"Referer": f"http://localhost{page}"}
    answer = browser.post(f"{page}/comments", data={"body": "我家也是"}, headers=came_from)
    assert answer.location == f"/sign-in?next={page}"
    _come_in(browser, sent, ZHOU, onward=page)
    assert "我家也是" in browser.get(page).text


def test_the_changed_words_of_a_demand_come_back_and_not_what_it_says(
    app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow)).one()
        author = make_resident(community)
        author_id, author.phone_lookup = author.id, phone_lookup(ZHOU)
        demand = make_demand(community, author=author, state=DemandState.IN_REVIEW, title="门禁坏了")
        page = f"/c/guihua/demands/{demand.number}/edit"
    browser = sign_in(author_id)
    _end_sessions(app, author_id)
    assert browser.post(page, data={"title": "门禁还是坏的", "version": "1"}).location == f"/sign-in?next={page}"
    _come_in(browser, sent, ZHOU, onward=page)
    assert 'value="门禁还是坏的"' in browser.get(page).text


@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
def test_a_malformed_address_of_the_page_counts_as_none(app: Flask, li: int, sign_in: SignIn, header: str) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    answer = browser.post("/me/settings", data={"display_name": "李"}, headers={header: "http://[x"})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/settings")


def test_files_and_tokens_are_never_kept(app: Flask, li: int, sign_in: SignIn) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    browser.post(
        "/me/settings",
        data={"display_name": "李", "csrf_token": "c", "token": "t", "next": "/", "photos": (__file__, "a.jpg")},
        content_type="multipart/form-data",
    )
    with app.app_context():
        assert db.session.scalars(select(KeptForm.fields)).one() == {"display_name": ["李"]}


def test_htmx_is_told_where_to_go(app: Flask, li: int, sign_in: SignIn) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/me/notifications"}
    answer = browser.post("/me/notifications/read", data={"up_to": "1"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/me/notifications"
    assert answer.text == ""


@pytest.mark.parametrize(
    ("shown", "onward"),
    [
        ({"HX-Current-URL": "http://localhost/privacy#top"}, "/privacy"),
        ({"HX-Current-URL": "http://localhost/me?a=1"}, "/me?a%3D1"),
        ({"HX-Current-URL": "https://evil.example/me"}, "/"),
        ({}, "/"),
    ],
)
def test_a_part_leads_back_to_the_page_it_stands_on_and_never_to_itself(
    client: FlaskClient, li: int, shown: dict[str, str], onward: str
) -> None:
    answer = client.get("/me/notifications", headers={"HX-Request": "true", **shown})
    assert answer.headers["HX-Redirect"] == f"/sign-in?next={onward}"


def test_a_page_that_was_asked_for_is_come_back_to_with_all_it_said(client: FlaskClient, li: int) -> None:
    assert client.get("/me/notifications?after=1-2").location == "/sign-in?next=/me/notifications?after%3D1-2"
    assert client.get("/me/notifications").location == "/sign-in?next=/me/notifications"


def test_a_page_that_htmx_restores_is_the_one_to_come_back_to(app: Flask, li: int, sign_in: SignIn) -> None:
    browser = sign_in(li)
    _end_sessions(app, li)
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true", "HX-Current-URL": "http://localhost/privacy"}
    answer = browser.get("/me/notifications", headers=headers)
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/me/notifications"


def test_signing_out_elsewhere_ends_at_sign_in_with_csrf_too(
    csrf_app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    browser = sign_in(li)
    token = token_in(browser.get("/me/settings").text)
    _end_sessions(csrf_app, li)
    browser.get("/privacy")  # another tab: a visitor's page from here on
    answer = browser.post("/me/settings", data={"display_name": "李 奶奶", "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/settings")
    _come_in(browser, sent, LI, csrf_token=token_in(browser.get("/sign-in?next=/me/settings").text))
    assert 'value="李 奶奶"' in browser.get("/me/settings").text


def test_the_token_may_come_in_the_header_as_htmx_sends_it_and_once_more(
    csrf_app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    browser = sign_in(li)
    token = token_in(browser.get("/me/settings").text)
    _end_sessions(csrf_app, li)
    browser.get("/privacy")
    for words in ("李 奶奶", "李 姥姥"):
        answer = browser.post("/me/settings", data={"display_name": words}, headers={"X-CSRFToken": token})
        assert answer.location == "/sign-in?next=/me/settings"
    _come_in(browser, sent, LI, csrf_token=token_in(browser.get("/sign-in?next=/me/settings").text))
    assert 'value="李 姥姥"' in browser.get("/me/settings").text


def test_signing_out_in_another_tab_keeps_what_stood_in_this_one(
    csrf_app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    browser = sign_in(li)
    token = token_in(browser.get("/me/settings").text)
    browser.post("/sign-out", data={"csrf_token": token})
    browser.get("/privacy")
    answer = browser.post("/me/settings", data={"display_name": "李 奶奶", "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/settings")
    _come_in(browser, sent, LI, csrf_token=token_in(browser.get("/sign-in").text))
    assert 'value="李 奶奶"' in browser.get("/me/settings").text


def test_a_form_of_an_earlier_person_is_not_taken_for_the_last_ones(
    csrf_app: Flask, li: int, sign_in: SignIn, sent: Sent
) -> None:
    browser = sign_in(li)
    lis_token = token_in(browser.get("/me/settings").text)
    browser.post("/sign-out", data={"csrf_token": lis_token})
    _come_in(browser, sent, WANG, csrf_token=token_in(browser.get("/sign-in").text))
    wangs_token = token_in(browser.get("/me/settings").text)
    browser.post("/sign-out", data={"csrf_token": wangs_token})
    answer = browser.post("/me/settings", data={"display_name": "秘密", "csrf_token": lis_token})
    assert answer.location == "/sign-in?next=/me/settings"
    assert _kept(csrf_app) == 0


def test_a_form_without_any_token_is_a_forgery_for_who_is_signed_in(csrf_app: Flask, li: int, sign_in: SignIn) -> None:
    assert sign_in(li).post("/me/settings", data={"display_name": "偷"}).status_code == 400
    with csrf_app.app_context():
        assert db.session.get_one(PersonRow, li).display_name == "李阿姨"


def test_what_is_sent_after_the_cookie_is_gone_ends_at_sign_in(csrf_app: Flask, li: int, sign_in: SignIn) -> None:
    browser = sign_in(li)
    token = token_in(browser.get("/me/settings").text)
    browser.delete_cookie("session")
    answer = browser.post("/me/settings", data={"display_name": "李", "csrf_token": token})
    assert answer.location == "/sign-in?next=/me/settings"
    assert _kept(csrf_app) == 0
