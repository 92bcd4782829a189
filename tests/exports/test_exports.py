"""Taking out what the app holds, from the form to the file."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import SYSTEM, PersonRow
from resident.activities.models import How, RecordState, Volunteer
from resident.audit.models import AuditEvent
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow, Role, RoleGrant
from resident.dates.months import month_of
from resident.db import db, lock_by_id, transaction
from resident.demands.models import Visibility
from resident.desk.queries.months import figures_of_month
from resident.exports import actions, jobs
from resident.exports.kinds import KINDS, demands
from resident.exports.models import LASTS, Export, ExportMoved, ExportState
from resident.exports.queries import layout_of
from resident.reaching.models import ContactView
from resident.web.errors import Invalid, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.rewards import make_redemption, make_reward

PAGE = "/c/guihua/admin/exports"
PHONE = "13912345678"


@pytest.fixture
def community(app: Flask) -> int:
    """A community with one thing of each kind, and another beside it with a demand of its own."""
    with app.app_context(), transaction():
        here, other = make_community("guihua"), make_community("other")
        boss = make_staff(here, Role.ADMINISTRATOR, "王敏")
        make_staff(other, Role.ADMINISTRATOR, "邻居")
        make_demand(here, title="=1+1", body="第一行\n👍", category_id=make_category(here).id)
        make_demand(here, title="只给居委会", visibility=Visibility.COMMITTEE)
        make_demand(other, title="别处的")
        volunteer = make_resident(here, "张三")
        volunteer.phone_encrypted = encrypt(PHONE)
        shift = make_shift(make_activity(here), hours=-4)
        make_record(shift, volunteer, by=boss, minutes=90, how=How.SEEN, state=RecordState.FINAL)
        make_volunteer(here, volunteer)
        make_redemption(make_reward(here), volunteer)
        return here.id


def make_volunteer(here: CommunityRow, person: PersonRow) -> None:
    db.session.add(Volunteer(community_id=here.id, person_id=person.id, number=7))
    db.session.flush()


@pytest.fixture
def browser(app: Flask, community: int, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """The administrator's browser, in English."""
    client = sign_in(person(app, "王敏"))
    client.set_cookie("language", "en")
    return client


def person(app: Flask, name: str) -> int:
    with app.app_context():
        return int(db.session.scalar(select(PersonRow.id).where(PersonRow.display_name == name)))


def count(app: Flask, of: Any = Export, *where: Any) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).select_from(of).where(*where)))


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back of a form as it stands."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = value[1] if value else "y"
    return sent


def ask(browser: FlaskClient, kind: str, **changes: str) -> Any:
    sent = fields_of(browser.get(f"{PAGE}/{kind}").text) | changes
    return browser.post(f"{PAGE}/{kind}", data={name: value for name, value in sent.items() if value})


def made(app: Flask, browser: FlaskClient, kind: str, **changes: str) -> list[tuple[Any, ...]]:
    """The rows of the file of a kind."""
    answer = ask(browser, kind, **changes)
    assert answer.status_code == 303, answer.text
    with app.app_context():
        jobs.make_exports()
    return rows_of(browser.post(f"{answer.location}/download").data)


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_demands_are_asked_for_made_and_downloaded_on_record(app: Flask, browser: FlaskClient) -> None:
    answer = ask(browser, "demands", take_state="", place_text="1", heading_text="诉求内容")
    assert "0 of 2 rows" in browser.get(answer.location).text
    assert browser.post(f"{answer.location}/download").status_code == 409
    with app.app_context():
        jobs.make_exports()
        jobs.make_exports()
    assert "2 rows" in browser.get(answer.location).text
    file = browser.post(f"{answer.location}/download")
    assert (file.headers["Cache-Control"], file.mimetype.rpartition(".")[2]) == ("no-store", "sheet")
    head, first, second = rows_of(file.data)
    assert (head[:2], "State" in head) == (("No.", "诉求内容"), False)
    assert (first[1], first[4], second[1], second[4]) == ("第一行\n👍", "=1+1", None, "(not public)")
    assert count(app, AuditEvent, AuditEvent.action.in_({"export.asked", "export.made", "export.fetched"})) == 3
    again = fields_of(browser.get(f"{PAGE}/demands").text)
    assert (again["heading_text"], again["place_text"], "take_state" in again) == ("诉求内容", "2", False)


def test_who_handles_demands_reads_what_is_not_open_to_all(app: Flask, browser: FlaskClient, community: int) -> None:
    with app.app_context(), transaction():
        by = person(app, "王敏")
        db.session.add(RoleGrant(community_id=community, person_id=by, role=Role.WORKER, granted_at=clock.now()))
    assert "只给居委会" in [cell for row in made(app, browser, "demands") for cell in row]


def test_phone_numbers_need_a_reason_and_their_people_read_it(app: Flask, browser: FlaskClient) -> None:
    refused = ask(browser, "volunteers", take_phone="y")
    assert (refused.status_code, count(app)) == (422, 0)
    assert "Say what the phone numbers are for, or leave them out." in refused.text
    rows = made(app, browser, "volunteers", take_phone="y", reason="区民政局核对")
    assert rows[1] == ("7", "张三", "1", "1.5", "0", "1.5", PHONE)
    with app.app_context():
        looked = db.session.scalars(select(ContactView)).one()
        assert (looked.kind, looked.person_id) == ("export", person(app, "张三"))
        asked = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "export.asked")).one()
        assert asked.details["why"] == "区民政局核对"
        assert PHONE not in db.session.scalars(select(Export.content_encrypted)).one()
    without = made(app, browser, "volunteers", reason="忘了删")
    assert len(without[0]) == 6
    assert count(app, ContactView) == 1


def test_records_redemptions_and_months_say_what_the_pages_say(
    app: Flask, browser: FlaskClient, community: int
) -> None:
    assert made(app, browser, "records")[1][-1] == "Counts"
    redeemed = made(app, browser, "redemptions")
    assert redeemed[1][2:5] == ("张三", "120", "Waits to be fetched")
    months = made(app, browser, "months")
    with app.app_context():
        here = community_by_id(community)
        page = figures_of_month(here, month_of(clock.now(), here.time_zone))
    assert len(months) == 2
    row = dict(zip(months[0], months[1], strict=True))
    assert (row["Demands raised"], row["Overdue"], row["Volunteers"], row["Shifts"]) == tuple(
        map(str, (page.raised, page.overdue, page.volunteers, page.shifts))
    )
    assert (row["Points given"], row["Points spent"]) == (str(page.points_given), str(page.points_spent))
    assert float(row["Hours checked in and out"]) * 60 == page.minutes - page.minutes_by_hand


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"since": "2001-01-01", "until": "2001-02-01"}, "There is nothing of this kind in these days."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first. Change one of them."),
        ({"since": "2001-01-01"}, "At most five years in one sheet, please."),
        ({"since": "gestern"}, "A day such as 2026-03-02, please."),
        ({"place_number": "x"}, "A whole number from 1 to 99, please."),
        ({f"take_{column.key}": "" for column in demands.COLUMNS}, "Please tick at least one column."),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_typed_is_lost(
    app: Flask, browser: FlaskClient, changes: dict[str, str], complaint: str
) -> None:
    answer = ask(browser, "demands", heading_title="我的标题", **changes)
    assert (answer.status_code, count(app)) == (422, 0)
    assert complaint in answer.text
    assert "我的标题" in answer.text


def test_a_second_tap_and_two_taps_at_once_make_one(app: Flask, browser: FlaskClient) -> None:
    sent = fields_of(browser.get(f"{PAGE}/records").text)
    first, again = at_once([lambda: browser.post(f"{PAGE}/records", data=sent) for _time in range(2)])
    assert first.location == again.location == browser.post(f"{PAGE}/records", data=sent).location
    assert count(app) == 1


def test_a_killed_worker_begins_anew_and_gives_up_after_three_times(
    app: Flask, browser: FlaskClient, community: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(browser, "volunteers", take_phone="y", reason="核对")
    with app.app_context():
        with monkeypatch.context() as broken:
            broken.setattr(jobs, "finish_export", _die)
            jobs.make_exports()
        assert db.session.scalars(select(Export.state)).one() == ExportState.MAKING
        db.session.rollback()
        jobs.make_exports()
        assert db.session.scalars(select(Export.state)).one() == ExportState.READY
        db.session.rollback()
    assert count(app, ContactView) == 1
    answer = ask(browser, "demands")
    with app.app_context(), monkeypatch.context() as broken:
        broken.setattr(jobs, "finish_export", _die)
        for _time in range(4):
            jobs.make_exports()
    assert "It could not be made." in browser.get(answer.location).text


def _die(**_arguments: object) -> None:
    raise RuntimeError("killed")


def test_who_lost_the_role_meanwhile_is_made_nothing(app: Flask, browser: FlaskClient) -> None:
    ask(browser, "demands")
    with app.app_context():
        with transaction():
            for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person(app, "王敏"))):
                grant.ended_at = clock.now()
        jobs.make_exports()
        export = db.session.scalars(select(Export)).one()
        assert (export.state, export.content_encrypted) == (ExportState.FAILED, "")


def test_the_actions_refuse_who_may_not_and_what_is_not_ready(app: Flask, browser: FlaskClient, community: int) -> None:
    ask(browser, "demands")
    with app.app_context(), transaction():
        here: Community = community_by_id(community)
        layout = layout_of(here, KINDS["demands"])
        today = clock.now().date()
        wanted = actions.Wanted(KINDS["demands"], today, today, tuple(layout), "")
        export = lock_by_id(Export, db.session.scalars(select(Export.id)).one())
        resident, boss = (db.session.get_one(PersonRow, person(app, name)).value for name in ("张三", "王敏"))
        for by in (resident, SYSTEM):
            with pytest.raises(NotAllowed):
                actions.ask_export(community=here, wanted=wanted, by=by)
            with pytest.raises(NotAllowed):
                actions.begin_export(export=export, by=by)
            with pytest.raises(NotAllowed):
                actions.fetch_export(export=export, by=by)
        with pytest.raises(NotAllowed):
            actions.fail_export(export=export, by=resident)
        with pytest.raises(ExportMoved):
            actions.finish_export(export=export, content=b"", people=[], by=boss)
        with pytest.raises(Invalid):
            actions.ask_export(community=here, wanted=wanted._replace(columns=()), by=boss)


def test_it_is_gone_after_a_day_and_never_another_communitys(
    app: Flask, browser: FlaskClient, clock: Clock, sign_in: Callable[[int], FlaskClient]
) -> None:
    page = ask(browser, "demands").location
    with app.app_context():
        jobs.make_exports()
    assert browser.get(page).status_code == 200
    neighbour = sign_in(person(app, "邻居"))
    there = page.replace("guihua", "other")
    assert (neighbour.get(page).status_code, neighbour.post(f"{there}/download").status_code) == (403, 404)
    clock.advance(minutes=LASTS.total_seconds() / 60 + 1)
    assert browser.post(f"{page}/download").status_code in {303, 404}
    with app.app_context():
        jobs.forget_old_exports()
    assert count(app) == 0
