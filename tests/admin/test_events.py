"""The record: who did what here, for the administrator."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import clock as app_clock
from resident.accounts.models import SYSTEM, PersonRow
from resident.admin.words import event_words
from resident.audit.actions import record
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, Grid, Membership, Role
from resident.db import db, transaction
from tests.admin.conftest import Place
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_resident, make_staff

EVENTS = "/c/guihua/admin/events"
SignIn = Callable[[int], FlaskClient]


def note(app: Flask, event: str, subject: type, row_id: int, *, by: int | None = None, **details: object) -> None:
    with app.app_context(), transaction():
        actor = db.session.get_one(PersonRow, by).value if by else SYSTEM
        record(event, db.session.get_one(subject, row_id), by=actor, **details)  # type: ignore[arg-type]


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_an_event_reads_as_a_sentence_with_who_and_when(app: Flask, place: Place, browser: FlaskClient) -> None:
    note(app, "grid.archived", Grid, place.grid, by=place.colleague, reason="Two grids became one")
    page = browser.get(EVENTS).text
    assert "Grid · no longer used" in page or "Grid · archived" in page
    assert "刘洋" in page
    assert "Two grids became one" in page


def test_what_happened_in_another_community_is_not_there(app: Flask, place: Place, browser: FlaskClient) -> None:
    note(app, "grid.edited", Grid, place.other_grid, by=place.other_administrator)
    note(app, "person.signed_in", PersonRow, place.other_administrator, by=place.other_administrator)
    for kind in ("", "place", "people", "staff"):
        page = browser.get(f"{EVENTS}?kind={kind}").text
        assert "Nothing is recorded here" in page or "Grid" not in page.partition("<main")[2].partition("</ul>")[0]
    assert "Nothing is recorded here" in browser.get(f"{EVENTS}?kind=place").text


def test_kinds_and_days_narrow_the_list(app: Flask, place: Place, browser: FlaskClient, clock: Clock) -> None:
    with app_clock.at(clock() - timedelta(days=3)):
        note(app, "grid.edited", Grid, place.grid)
    note(app, "grid.archived", Grid, place.grid)
    assert "Nothing is recorded here" in browser.get(f"{EVENTS}?kind=demands").text
    first, last = (clock() - timedelta(days=3)).date(), clock().date()
    for days, seen in (
        (f"since={last}", [False, True]),
        (f"until={first}", [True, False]),
        (f"since={first}&until={last}", [True, True]),
        ("since=2026-13-99&until=x", [True, True]),
    ):
        page = browser.get(f"{EVENTS}?kind=place&{days}").text
        assert [words in page for words in ("Grid · edited", "Grid · archived")] == seen, days


def test_the_list_goes_on_page_after_page_with_its_filters(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        grid = db.session.get_one(Grid, place.grid)
        for number in range(120):
            record("grid.edited", grid, by=SYSTEM, reason=f"reason {number:03d}")
    seen: list[str] = []
    address = f"{EVENTS}?kind=place&since=2026-01-01"
    while address:
        page = browser.get(address).text
        seen += [f"reason {number:03d}" for number in range(120) if f"reason {number:03d}" in page]
        link = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = link.replace("&amp;", "&") if 'rel="next"' in page else ""
        assert not address or ("kind=place" in address and "since=2026-01-01" in address)
    assert sorted(seen) == [f"reason {number:03d}" for number in range(120)]


def test_what_is_written_later_of_an_earlier_moment_stands_at_its_moment(
    app: Flask, place: Place, browser: FlaskClient, clock: Clock
) -> None:
    """An import and a job write of what was before: the list goes by moment, and no page loses or doubles a line."""
    with app.app_context(), transaction():
        grid = db.session.get_one(Grid, place.grid)
        for number in range(110):
            with app_clock.at(clock() - timedelta(minutes=(number * 37) % 110 // 2)):
                record("grid.edited", grid, by=SYSTEM, reason=f"{(number * 37) % 110 // 2:03d} minutes ago")
    for kind in ("", "place"):
        seen: list[str] = []
        address = f"{EVENTS}?kind={kind}"
        while address:
            page = browser.get(address).text
            seen += re.findall(r"(\d{3}) minutes ago", page)
            link = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
            address = link.replace("&amp;", "&") if 'rel="next"' in page else ""
        assert seen == [f"{number // 2:03d}" for number in range(110)], kind


def test_all_kinds_hold_signing_in_of_the_staff_at_its_moment(
    app: Flask, place: Place, browser: FlaskClient, clock: Clock
) -> None:
    for minutes, event in ((3, "grid.edited"), (1, "grid.archived")):
        with app_clock.at(clock() - timedelta(minutes=minutes)):
            note(app, event, Grid, place.grid)
    with app_clock.at(clock() - timedelta(minutes=2)):
        note(app, "person.signed_in", PersonRow, place.colleague, by=place.colleague)
        note(app, "person.signed_in", PersonRow, place.other_administrator, by=place.other_administrator)
    page = browser.get(EVENTS).text
    lines = ["Grid · archived", "Signed in", "Grid · edited"]
    assert sorted(lines, key=page.index) == lines
    assert page.count('"entry"') == 3


def test_days_the_wrong_way_round_are_explained_at_the_field(place: Place, browser: FlaskClient) -> None:
    page = browser.get(f"{EVENTS}?since=2026-03-02&until=2026-03-01").text
    assert "The last day is before the first." in page
    assert 'aria-invalid="true"' in page
    assert "A day such as 2026-03-02" in browser.get(f"{EVENTS}?since=soon").text
    assert "A day such as" not in browser.get(f"{EVENTS}?since=２０２６年３月１日&until=2026.3.2").text


def test_an_event_reads_as_what_somebody_did_in_both_languages(app: Flask) -> None:
    for language, signed_up, redeemed, points in (
        ("en", "Signed up for a shift", "Reward redeemed", "Points moved"),
        ("zh-CN", "报名", "兑换", "积分变动"),
    ):
        with app.test_request_context(headers={"Accept-Language": language}):
            said = [event_words(event) for event in ("sign_up.made", "redemption.made", "transfer.made", "old.gone")]
        assert said == [signed_up, redeemed, points, "old · gone"]


def test_signing_in_is_seen_of_the_staff_and_of_no_resident(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        resident = make_resident(db.session.get_one(CommunityRow, place.community), display_name="赵居民").id
    note(app, "person.signed_in", PersonRow, place.colleague, by=place.colleague)
    note(app, "person.signed_in", PersonRow, resident, by=resident)
    page = browser.get(f"{EVENTS}?kind=staff").text
    assert "刘洋" in page
    assert "赵居民" not in page


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.WORKER])
def test_the_record_is_the_administrators(app: Flask, place: Place, sign_in: SignIn, role: Role) -> None:
    with app.app_context(), transaction():
        other = make_staff(db.session.get_one(CommunityRow, place.community), role).id
    assert sign_in(other).get(EVENTS).status_code == 403
    assert sign_in(place.other_administrator).get(EVENTS).status_code == 403


def test_a_refused_page_is_on_record_where_it_was_and_a_few_times_an_hour(
    app: Flask, place: Place, browser: FlaskClient, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        curious = make_person("好奇的人").id
    for _time in range(25):
        assert sign_in(curious).get(EVENTS).status_code == 403
    assert actions(app).count("person.refused") == 20
    page = browser.get(f"{EVENTS}?kind=people").text
    assert "好奇的人" in page
    assert "page refused" in page


def test_a_wrong_code_and_the_last_one_are_on_record_for_a_number_with_an_account(
    app: Flask, place: Place, client: FlaskClient
) -> None:
    with app.app_context(), transaction():
        make_person(phone="13800000077")
    for phone, wrong in (("13800000077", 5), ("13800000078", 5)):
        client.post("/sign-in", data={"phone": phone})
        for _time in range(wrong):
            assert client.post("/sign-in/code", data={"code": "000000"}).status_code in {422, 429}
    assert actions(app).count("person.code_refused") == 5
    assert actions(app).count("person.locked_out") == 1


def test_people_of_another_community_are_not_found_by_their_number(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    with app.app_context(), transaction():
        elsewhere = make_person("别处的人", phone="13800000081")
        db.session.add(
            Membership(
                community_id=db.session.get_one(Grid, place.other_grid).community_id,
                person_id=elsewhere.id,
                joined_at=elsewhere.created_at,
            )
        )
        make_person("还没说住哪的人", phone="13800000082")
    answers = [
        browser.post("/c/guihua/admin/people/find", data={"phone": phone}) for phone in ("13800000081", "13800000083")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].text.replace("13800000081", "") == answers[1].text.replace("13800000083", "")
    assert browser.post("/c/guihua/admin/people/find", data={"phone": "13800000082"}).status_code == 303


def test_numbers_are_looked_up_so_often_an_hour(app: Flask, place: Place, browser: FlaskClient, clock: Clock) -> None:
    for _time in range(60):
        assert browser.post("/c/guihua/admin/people/find", data={"phone": "13800000099"}).status_code == 422
    answer = browser.post("/c/guihua/admin/people/find", data={"phone": "13800000099"})
    assert "looked up many numbers" in answer.text
    assert actions(app).count("community.searched") == 60
    clock.advance(minutes=61)
    browser.post("/c/guihua/admin/people/find", data={"phone": "13800000099"})
    assert actions(app).count("community.searched") == 61


def test_what_one_person_did_here_is_opened_from_their_page(app: Flask, place: Place, browser: FlaskClient) -> None:
    note(app, "grid.edited", Grid, place.grid, by=place.colleague)
    note(app, "grid.archived", Grid, place.grid, by=place.administrator)
    address = f"/c/guihua/admin/people/{place.colleague}/events"
    assert address in browser.get(f"/c/guihua/admin/people/{place.colleague}").text
    page = browser.get(address).text
    assert "Grid · edited" in page
    assert "Grid · archived" not in page
    assert "and of nobody else" not in page
    assert "and of nobody else" in browser.get(f"{EVENTS}?kind=staff").text
    assert browser.get(f"/c/guihua/admin/people/{place.other_administrator}/events").status_code == 404
