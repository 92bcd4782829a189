"""The inbox and the number at the bell."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.actions import close_account
from resident.accounts.models import PersonRow
from resident.db import db, transaction
from resident.notifications import kinds
from resident.notifications.actions import mark_read, note_seen, notify, open_message
from resident.notifications.models import Notification, OutboxMessage
from resident.notifications.queries import inbox, unread_count
from resident.web.errors import NotHere
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.makers.notifications import KIND, make_notification
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def person_id(app: Flask) -> int:
    with app.app_context(), transaction():
        make_community("guihua")
        return make_person().id


def test_everybody_who_is_told_has_it_once_in_the_inbox_and_once_in_the_outbox(session: None) -> None:
    first, second = make_person(), make_person()
    notify([first.id, second.id, first.id, None], KIND, path="/x", title="门禁")
    db.session.flush()
    assert sorted(db.session.scalars(select(Notification.person_id))) == sorted([first.id, second.id])
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2


def test_a_kind_nobody_knows_is_a_mistake_at_once(session: None) -> None:
    with pytest.raises(KeyError):
        notify([make_person().id], "tests.unknown", path="/")


def test_a_message_of_a_kind_that_is_no_more_can_still_be_listed(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert kinds.sentence("gone.kind", {}) == "A message of an earlier version of this app"
        assert kinds.icon_of("gone.kind") == "i-bell"


def test_words_are_made_in_the_readers_language(app: Flask) -> None:
    both = {"title": {"zh_Hans": "门禁", "en": "door"}}
    for languages, words in (("en", "Told: door"), ("zh-CN", "Told: 门禁")):
        with app.test_request_context(headers={"Accept-Language": languages}):
            assert kinds.sentence(KIND, both) == words


def test_the_newest_comes_first_in_pages(session: None, clock: Clock) -> None:
    person, other = make_person(), make_person()
    make_notification(other, "别人的")
    for number in range(25):
        clock.advance(minutes=1)
        make_notification(person, str(number))
    first = inbox(person, "")
    assert [message.params["title"] for message in first.rows] == [str(n) for n in range(24, 4, -1)]
    second = inbox(person, first.after)
    assert [message.params["title"] for message in second.rows] == [str(n) for n in range(4, -1, -1)]
    assert second.after == ""


def test_marking_read_leaves_what_came_meanwhile_and_what_is_others(session: None, clock: Clock) -> None:
    person, other = make_person(), make_person()
    make_notification(person)
    shown = make_notification(person)
    make_notification(other)
    clock.advance(seconds=1)
    make_notification(person)
    for _ in range(2):
        mark_read(by=person, up_to=shown.id)
        assert (unread_count(person), unread_count(other)) == (1, 1)
    mark_read(by=other, up_to=shown.id)
    mark_read(by=other, up_to=10**12)
    assert unread_count(other) == 1


def test_the_bell_counts_to_a_hundred(session: None) -> None:
    person = make_person()
    for _ in range(101):
        make_notification(person)
    make_notification(person, is_read=True)
    assert unread_count(person) == 100


def test_reading_the_inbox_changes_nothing_and_the_button_does(app: Flask, person_id: int, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        newest = make_notification(db.session.get_one(PersonRow, person_id), "门禁", path="/privacy").id
    browser = sign_in(person_id)
    english = {"Accept-Language": "en"}
    for _ in range(2):
        page = browser.get("/me/notifications", headers=english).text
        assert "note_new" in page
        assert ">unread<" in page
        assert f'action="/me/notifications/{newest}"' in page
    answer = browser.post("/me/notifications/read", data={"up_to": newest})
    assert (answer.status_code, answer.location) == (303, "/me/notifications")
    page = browser.get("/me/notifications", headers=english).text
    assert "note_new" not in page
    assert "Mark all as read" not in page
    assert browser.post("/me/notifications/read", data={"up_to": newest}).status_code == 303


def test_a_message_that_is_opened_is_read_and_leads_on_however_often(session: None, clock: Clock) -> None:
    person, other = make_person(), make_person()
    first, second = make_notification(person, path="/privacy"), make_notification(person)
    opened = clock()
    for _ in range(2):
        assert open_message(message_id=first.id, by=person) == "/privacy"
        assert (first.read_at, first.seen_at, second.read_at) == (opened, opened, None)
        clock.advance(minutes=1)
    with pytest.raises(NotHere):
        open_message(message_id=second.id, by=other)
    with pytest.raises(NotHere):
        open_message(message_id=10**12, by=person)
    assert (unread_count(person), second.read_at) == (1, None)


def test_what_was_seen_is_no_longer_counted_and_stays_unread(session: None, clock: Clock) -> None:
    person, other = make_person(), make_person()
    mine, later, theirs = make_notification(person), make_notification(person), make_notification(other)
    seen = clock()
    for _ in range(2):
        note_seen(message_ids=[mine.id, theirs.id, 10**12], by=person)
        clock.advance(minutes=1)
    db.session.expire_all()
    assert (unread_count(person), unread_count(other)) == (1, 1)
    assert (mine.seen_at, mine.read_at, later.seen_at, theirs.seen_at) == (seen, None, None, None)
    note_seen(message_ids=[], by=person)
    mark_read(by=person, up_to=later.id)
    db.session.expire_all()
    assert (mine.seen_at, later.seen_at, later.read_at) == (seen, later.read_at, clock())


def test_a_row_is_a_form_that_opens_its_message(app: Flask, person_id: int, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(PersonRow, person_id)
        ids = [make_notification(person, str(number), path=path).id for number, path in enumerate(("/privacy", ""))]
        foreign = make_notification(make_person()).id
    browser = sign_in(person_id)
    for number, path in zip(ids, ("/privacy", "/me"), strict=True):
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.post(f"/me/notifications/{number}", headers=headers)
            assert (answer.status_code, answer.location) == (303, path)
    assert browser.post(f"/me/notifications/{foreign}").status_code == 404
    assert "note_new" not in browser.get("/me/notifications").text


def test_the_bell_counts_what_is_new_and_the_list_shows_what_is_unread(
    app: Flask, person_id: int, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        ids = [make_notification(db.session.get_one(PersonRow, person_id)).id for _ in range(10)]
    browser = sign_in(person_id)
    assert ">9+<" in browser.get("/c/guihua/").text
    assert browser.post("/me/notifications/seen", data={"message": [*ids[:5], "x", "-1"]}).status_code == 204
    assert 'aria-hidden="true">5</span>' in browser.get("/c/guihua/").text
    page = browser.get("/me/notifications").text
    assert (page.count("note_new"), page.count("data-new")) == (10, 5)
    assert browser.post("/me/notifications/seen").status_code == 204


def test_htmx_gets_the_list_alone(app: Flask, person_id: int, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        newest = make_notification(db.session.get_one(PersonRow, person_id)).id
    answer = sign_in(person_id).post("/me/notifications/read", data={"up_to": newest}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="inbox"')
    assert "note_new" not in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("up_to", ["", "x", "-1", "99999999999999999999999"])
def test_a_number_that_is_none_marks_nothing(app: Flask, person_id: int, sign_in: SignIn, up_to: str) -> None:
    with app.app_context(), transaction():
        make_notification(db.session.get_one(PersonRow, person_id))
    assert sign_in(person_id).post("/me/notifications/read", data={"up_to": up_to}).status_code == 303
    with app.app_context():
        assert unread_count(db.session.get_one(PersonRow, person_id)) == 1


def test_an_empty_inbox_says_what_will_stand_here(person_id: int, sign_in: SignIn) -> None:
    page = sign_in(person_id).get("/me/notifications", headers={"Accept-Language": "en"}).text
    assert "No messages yet" in page
    assert "Mark all as read" not in page


def test_a_visitor_has_no_inbox(client: FlaskClient, person_id: int) -> None:
    assert client.get("/me/notifications").location == "/sign-in?next=/me/notifications"
    assert client.post("/me/notifications/read", data={"up_to": "1"}).location.startswith("/sign-in")


def test_a_message_shows_what_people_wrote_as_text(app: Flask, person_id: int, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        make_notification(db.session.get_one(PersonRow, person_id), "<script>{{ 7*7 }}</script>")
    page = sign_in(person_id).get("/me/notifications").text
    assert "<script>{{" not in page
    assert "&lt;script&gt;{{ 7*7 }}" in page


@pytest.mark.parametrize("number", [1, 20, 60])
def test_the_inbox_takes_the_same_statements_for_any_number(
    app: Flask, person_id: int, sign_in: SignIn, number: int
) -> None:
    with app.app_context(), transaction():
        for _ in range(number):
            make_notification(db.session.get_one(PersonRow, person_id))
    browser = sign_in(person_id)
    browser.get("/me/notifications")
    with statements_of(app) as seen:
        browser.get("/me/notifications")
    assert len(seen) == 4, seen  # session, community, unread, messages


def test_the_bell_asks_once_and_only_for_who_is_signed_in(
    app: Flask, client: FlaskClient, person_id: int, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        make_notification(db.session.get_one(PersonRow, person_id))
    for browser, number in ((sign_in(person_id), 1), (client, 0)):
        browser.get("/c/guihua/")
        with statements_of(app) as seen:
            page = browser.get("/c/guihua/", headers={"Accept-Language": "en"}).text
        assert len([one for one in seen if "FROM notification" in one]) == number
        assert ("Messages, 1 unread" in page) == bool(number)


def test_a_closed_account_leaves_no_messages(session: None) -> None:
    person, other = make_person(), make_person()
    make_notification(person)
    make_notification(other)
    close_account(by=person)
    assert db.session.scalars(select(Notification.person_id)).all() == [other.id]


def test_care_mode_shows_what_is_unread_and_the_rest_behind_a_button(
    app: Flask, person_id: int, sign_in: SignIn, clock: Clock
) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(PersonRow, person_id)
        for number in range(6):
            clock.advance(minutes=1)
            make_notification(person, f"told-{number}-", is_read=number < 4)
    client = sign_in(person_id)
    whole = client.get("/me/notifications").text
    assert [f"told-{number}-" in whole for number in range(6)] == [True] * 6
    client.set_cookie("reading_mode", "care")
    short = client.get("/me/notifications").text
    assert [f"told-{number}-" in short for number in range(6)] == [False] * 4 + [True] * 2
    assert 'href="/me/notifications?all=1"' in short
    assert all(f"told-{number}-" in client.get("/me/notifications?all=1").text for number in range(6))
    newest = re.search(r'action="/me/notifications/(\d+)"', short)
    assert newest is not None
    read = client.post("/me/notifications/read", data={"up_to": newest[1]}, headers={"HX-Request": "true"}).text
    assert [f"told-{number}-" in read for number in range(6)] == [False] * 3 + [True] * 3
