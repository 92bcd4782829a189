"""Staff and members of bodies from a sheet: read, compared, and invited once."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.actions.importing import NothingNew, StillWrong
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.i18n import speaking
from resident.invitations.actions import (
    StaffChanged,
    accept_invitation,
    forget_staff_sheet,
    send_staff_sheet,
    take_staff_sheet,
    throw_staff_sheet_away,
)
from resident.invitations.importing import kept_of
from resident.invitations.jobs import forget_staff_sheets
from resident.invitations.models import Invitation, StaffSheet, StaffSheetMoved
from resident.invitations.queries import invitation_to, invitations_of, invitations_to, staff_outlook
from resident.organizations.models import OrganizationKind
from resident.sheets import reader
from resident.web.errors import NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community, make_staff
from tests.makers.invitations import make_invitation
from tests.makers.organizations import make_member, make_organization
from tests.makers.sheets import make_csv, make_xls, make_xlsx
from tests.recorded import recorded

HEAD = ["姓名", "手机号码", "岗位", "所属单位"]
PAGE = "/c/guihua/admin/invitations/sheets"
ROWS = [
    HEAD,
    ["王芳", "138 0000 0061", "社区工作者", ""],
    ["李强", "13800000062", "Manager", "安和物业"],
    ["赵敏", "+86 13800000063", "", "Osmanthus team"],
]


def send(place: CommunityRow, boss: PersonRow, rows: list[list[Any]], content: bytes = b"") -> StaffSheet:
    kept = kept_of(reader.read(content or make_csv(rows)))
    return send_staff_sheet(community=place, kept=kept, file_name="台账.xlsx", by=boss)


def outcome(place: CommunityRow, sheet: StaffSheet, most: int = 300) -> Any:
    return staff_outlook(place, sheet, most_open=most).outcome


def take(place: CommunityRow, sheet: StaffSheet, boss: PersonRow) -> None:
    take_staff_sheet(sheet=sheet, mark=outcome(place, sheet).mark, by=boss)


def wrong_in(place: CommunityRow, rows: list[list[Any]], most: int = 300) -> list[tuple[int, int, str]]:
    found = outcome(place, send(place, boss_of(place), rows), most).wrong
    with speaking("en"):
        return [(one.at.row, one.at.column, str(one.words)) for one in found]


@pytest.mark.usefixtures("session")
class TestTakingOver:
    def test_all_of_them_are_invited_and_a_second_time_adds_nothing(self) -> None:
        place = make_community()
        boss = boss_of(place)
        make_organization(place, OrganizationKind.PROPERTY_COMPANY, "安和物业").name["en"] = "Anhe"
        make_organization(place)
        content = make_xlsx([["桂花社区人员台账"], *ROWS, ["合计", None, None, "3人"]], merges=["A1:D1"])
        sheet = send(place, boss, [], content)
        assert [len(part) for part in outcome(place, sheet)[:2]] == [3, 0]
        take(place, sheet, boss)
        asked = {(one.name, one.number, one.role) for one in invitations_of(place)}
        assert asked == {
            ("王芳", "138****0061", "worker"),
            ("李强", "138****0062", "manager"),
            ("赵敏", "138****0063", "member"),
        }
        assert (sheet.state, sheet.invited, sheet.content_encrypted) == ("taken", 3, "")
        with pytest.raises(StaffSheetMoved):
            take_staff_sheet(sheet=sheet, mark="", by=boss)
        first = make_person(phone="13800000062")
        accept_invitation(invitation=invitation_to(first, invitations_to(first)[0].id), by=first)
        again = send(place, boss, ROWS)
        assert (outcome(place, again).changes, outcome(place, again).known) == (False, 3)
        with pytest.raises(NothingNew):
            take(place, again, boss)
        assert [event[0] for event in recorded()].count("invitation.sent") == 3

    def test_who_is_asked_for_another_role_is_shown_as_a_change(self) -> None:
        place = make_community()
        boss, body = boss_of(place), make_organization(place)
        invitation = make_invitation(place, phone="13800000063", role="clerk", body=body, by=boss)
        sheet = send(place, boss, [HEAD, ROWS[3]])
        assert [one.role for one in outcome(place, sheet).changed] == ["member"]
        take(place, sheet, boss)
        assert invitation.role == "member"

    def test_what_has_changed_since_it_was_shown_is_shown_again(self) -> None:
        place = make_community()
        boss = boss_of(place)
        sheet = send(place, boss, ROWS[:2])
        mark = outcome(place, sheet).mark
        make_invitation(place, by=boss)
        make_staff(place, Role.WORKER, phone="13800000099")
        for late in (mark, "anything"):
            with pytest.raises((StaffChanged, NothingNew)):
                take_staff_sheet(sheet=sheet, mark=late, by=boss)
            sheet.state = "waiting"
        other = send(place, boss, [HEAD, ["某", "13800000098", "审核员", ""]])
        with pytest.raises(StaffChanged):
            take_staff_sheet(sheet=other, mark="anything", by=boss)

    def test_only_an_administrator_of_this_community(self) -> None:
        place = make_community()
        boss = boss_of(place)
        sheet = send(place, boss, ROWS[:2])
        for stranger in (make_staff(place, Role.WORKER), boss_of(make_community()), SYSTEM):
            for act in (
                lambda by: send_staff_sheet(community=place, kept=kept_of(()), file_name="x", by=by),
                lambda by: take_staff_sheet(sheet=sheet, mark="", by=by),
                lambda by: throw_staff_sheet_away(sheet=sheet, by=by),
            ):
                with pytest.raises(NotAllowed):
                    act(stranger)
        with pytest.raises(NotAllowed):
            forget_staff_sheet(sheet=sheet, by=make_person())


@pytest.mark.usefixtures("session")
class TestWhatIsWrong:
    def test_every_fault_has_its_row_and_column(self) -> None:
        place = make_community()
        make_organization(place, OrganizationKind.COMMITTEE, "桂花居委会")
        team = make_organization(place)
        make_member(team, person=make_person(phone="13800000070"))
        make_organization(place, name="旧队").archived_at = place.created_at
        found = wrong_in(
            place,
            [
                HEAD,
                ["甲", "1380000006", "社区工作者", ""],
                ["乙", "13800000061", "管理员", ""],
                ["丙", "13800000062", "居民", ""],
                ["丁", "13800000063", "国王", ""],
                ["戊", "13800000064", "", ""],
                ["己", "13800000065", "成员", ""],
                ["庚", "13800000066", "成员", "没有的队"],
                ["辛", "13800000067", "审核员", "桂花志愿队"],
                ["壬", "13800000068", "审核员", "桂花居委会"],
                ["癸", "13800000068", "社区工作者", ""],
                ["子", "1.38E+10", "社区工作者", ""],
                ["丑", "13800000070", "成员", "桂花志愿队"],
                ["寅", "13800000071", "成员", "桂花志愿队"],
                ["寅", "13800000071", "核销员", "桂花志愿队"],
                ["卯", "13800000072", "成员", "旧队"],
            ],
        )
        assert [(row, column, words.split(".")[0].split(":")[0]) for row, column, words in sorted(found)] == [
            (2, 1, "This is not a mobile number of the mainland"),
            (3, 2, "Administrators are never invited by a sheet"),
            (4, 2, "Residents and volunteers come by themselves, never from a sheet"),
            (5, 2, "This role is not known here"),
            (6, 2, "Which role? For example 审核员, 社区工作者, 负责人"),
            (7, 3, "For which organization?"),
            (8, 3, "There is no organization of this name here"),
            (9, 3, "This role is the committee's"),
            (11, 1, "Row 10 has this number for 壬"),
            (12, 1, "This number was shortened and its digits are lost"),
            (13, 2, "This person acts for it already, in another role"),
            (15, 2, "Row 14 gives this number another role in the same organization"),
            (16, 3, "This organization is archived"),
        ]
        with pytest.raises(StillWrong):
            sheet = send(place, boss := boss_of(place), [HEAD, ["乙", "13800000061", "管理员", ""]])
            take(place, sheet, boss)
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0

    def test_no_more_are_asked_at_once_than_may_be_open(self) -> None:
        assert [words[:22] for _row, _column, words in wrong_in(make_community(), ROWS[:2], most=0)] == [
            "At most 0 invitations "
        ]

    def test_merged_bodies_and_english_headings_of_an_old_file(self) -> None:
        place = make_community()
        make_organization(place)
        rows = [["Name", "Mobile", "Position", "Team"], ["A", "13800000061", "", "桂花志愿队"], ["B", "13800000062"]]
        sheet = send(place, boss_of(place), [], make_xls(rows, merges=[(1, 2, 3, 3)]))
        assert [(one.name, one.role) for one in outcome(place, sheet).new] == [("A", "member"), ("B", "member")]


def test_a_sheet_lives_for_a_day(app: Flask, clock: Clock) -> None:
    with app.app_context(), transaction():
        place = make_community()
        send(place, boss_of(place), ROWS)
    clock.advance(days=1, minutes=1)
    with app.app_context():
        forget_staff_sheets()
        assert db.session.scalar(select(func.count()).select_from(StaffSheet)) == 0


def test_of_two_who_take_it_over_at_once_one_does(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        boss = boss_of(place)
        sheet = send(place, boss, ROWS[:2])
        mark, sheet_id, boss_id = outcome(place, sheet).mark, sheet.id, boss.id

    def _take() -> str:
        with app.app_context():
            try:
                with transaction():
                    person = db.session.get_one(PersonRow, boss_id)
                    take_staff_sheet(sheet=db.session.get_one(StaffSheet, sheet_id), mark=mark, by=person)
            except StaffSheetMoved:
                return "late"
            return "done"

    assert sorted(at_once([_take, _take])) == ["done", "late"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_page_by_page(app: Flask, sign_in: Callable[[int], FlaskClient]) -> None:
    with app.app_context(), transaction():
        boss_id = boss_of(make_community("guihua")).id
    browser = sign_in(boss_id)
    browser.set_cookie("language", "en")
    token = re.search(r'name="token"[^>]*value="([^"]+)"', browser.get(PAGE).text)[1]

    def _send(content: bytes) -> Any:
        return browser.post(PAGE, data={"token": token, "file": (io.BytesIO(content), "人员.csv")})

    assert "No headings were found." in _send(make_csv([["楼栋", "房号"], ["1栋", "101"]])).text
    page = _send(make_csv([[*HEAD, "身份证号"], [*ROWS[1], "110101"]])).location
    shown = browser.get(page).text
    for words in ("王芳", "138 0000 0061", "Committee worker", "Take over"):
        assert words in shown
    mark = re.search(r'name="mark"[^>]*value="([^"]+)"', shown)[1]
    stale = browser.post(f"{page}/take", data={"mark": "0"})
    assert (stale.status_code, "have changed meanwhile" in stale.text) == (409, True)
    assert browser.post(f"{page}/take", data={"mark": mark}).location == page
    assert "1 person is invited" in browser.get(page).text
    assert "138****0061" in browser.get("/c/guihua/admin/invitations").text
    assert browser.post(f"{page}/throw-away").location == PAGE
    assert browser.get(page).status_code == 404
    assert browser.get(f"{PAGE}/example.csv").status_code == 200
