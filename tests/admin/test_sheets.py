"""Places from a sheet, page by page."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.communities import jobs
from resident.communities.models import Building, Household, PlaceSheet, SheetState
from resident.db import db
from resident.web.uploads import MOST_BYTES_OF_TEXT
from tests.admin.conftest import Place
from tests.makers.sheets import make_csv, make_old_file_of, make_xls, make_xlsx

PAGE = "/c/guihua/admin/places/sheets"
HEAD = ["网格", "楼栋", "单元", "房号", "户主"]
ROWS = [
    HEAD,
    ["第一网格", "3栋", "1单元", "101", "张三"],
    [None, None, None, "102", "李四"],
    ["第二网格", "4栋", None, "101"],
]


def token_of(page: str) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]


def send(browser: FlaskClient, content: bytes, name: str = "台账.xlsx", token: str = "") -> Any:
    token = token or token_of(browser.get(PAGE).text)
    return browser.post(PAGE, data={"token": token, "file": (io.BytesIO(content), name)})


def sent(browser: FlaskClient, content: bytes) -> str:
    answer = send(browser, content)
    assert answer.status_code == 303, re.findall(r'field__error".*?<span>(.*?)</span>', answer.text)
    return str(answer.location)


def take(browser: FlaskClient, page: str) -> Any:
    mark = re.search(r'name="mark"[^>]*value="([^"]+)"', browser.get(page).text)[1]
    return browser.post(f"{page}/take", data={"mark": mark})


def count(app: Flask, kind: Any) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).select_from(kind)))


def test_a_sheet_is_sent_looked_at_and_taken_over(app: Flask, place: Place, browser: FlaskClient) -> None:
    buildings, homes = count(app, Building), count(app, Household)
    page = sent(browser, make_xlsx([["桂花社区台账"], *ROWS, ["合计", None, None, 3]], merges=["A1:E1"]))
    shown = browser.get(page).text
    for words in ("4栋", "第二网格", "unit 1, room 101", "合计", "Take over"):
        assert words in shown
    assert "张三" not in shown
    assert (count(app, Building), count(app, Household)) == (buildings, homes)
    assert take(browser, page).status_code == 303
    assert "0 of 3 homes" in browser.get(page).text
    with app.app_context():
        jobs.take_sheets_over()
    assert "3 homes are new" in browser.get(page).text
    assert (count(app, Building), count(app, Household)) == (buildings + 1, homes + 3)
    places = browser.get("/c/guihua/admin/places").text
    assert "4栋" in places
    assert "4栋" in browser.get("/c/guihua/admin/plan").text


def test_a_second_tap_is_the_same_and_another_file_of_the_same_name_is_not(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    token = token_of(browser.get(PAGE).text)
    first, again = (send(browser, make_csv(rows(ROWS)), token=token).location for _time in range(2))
    other = send(browser, make_csv(rows([*ROWS, [None, None, None, "102", ""]])), token=token).location
    assert first == again != other
    assert count(app, PlaceSheet) == 2


def rows(of: list[list[Any]]) -> list[list[Any]]:
    return [[cell or "" for cell in row] for row in of]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "There is nothing in this file."),
        (make_old_file_of("EncryptedPackage"), "This file has a password."),
        (make_old_file_of("_VBA_PROJECT_CUR"), "This file holds macros"),
        (b"<html><table></table></html>", "save it as .xlsx"),
        (make_csv([["姓名", "电话"], ["张三", "139"]]), "No headings were found."),
        (make_xls(ROWS, merges=[(1, 2, 0, 0), (2, 3, 0, 1)]), "Two merged cells overlap at row 3, column A."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(
    app: Flask, browser: FlaskClient, content: bytes, complaint: str
) -> None:
    answer = send(browser, content)
    assert (answer.status_code, count(app, PlaceSheet)) == (422, 0)
    assert complaint in answer.text
    assert 'id="file-e"' in answer.text


def test_a_form_without_a_file_says_so(browser: FlaskClient) -> None:
    answer = browser.post(PAGE, data={"token": token_of(browser.get(PAGE).text)})
    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


def test_only_this_page_takes_more_than_a_form_of_words(browser: FlaskClient) -> None:
    more = b"x" * (MOST_BYTES_OF_TEXT + 1)
    taken = browser.post("/c/guihua/admin/grids/new", data={"file": (io.BytesIO(more), "x.xlsx")})
    assert taken.status_code == 413
    sent = {"CONTENT_LENGTH": str(13 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert browser.post(PAGE, environ_overrides=sent).status_code == 413


def test_what_is_wrong_is_named_by_row_and_column_and_cannot_be_taken_over(app: Flask, browser: FlaskClient) -> None:
    page = sent(browser, make_xlsx([*ROWS, ["第二网格", "4号楼", None, "102"], ["第二网格", "4栋", None, "1.38E+10"]]))
    shown = browser.get(page).text
    assert "2 things are wrong" in shown
    assert "Row 5, column B" in shown
    assert "This may be 4栋 of row 4. Write both alike." in shown
    assert "Row 6, column D" in shown
    assert "Take over" not in shown
    assert browser.post(f"{page}/take", data={"mark": "x"}).status_code == 409
    assert count(app, Household) == 0


def test_a_preview_that_is_no_longer_true_is_shown_anew(app: Flask, browser: FlaskClient) -> None:
    first, second = sent(browser, make_xlsx(ROWS)), sent(browser, make_xlsx([*ROWS, ["第二网格", "4栋", None, "102"]]))
    stale = re.search(r'name="mark"[^>]*value="([^"]+)"', browser.get(second).text)[1]
    assert take(browser, first).status_code == 303
    with app.app_context():
        jobs.take_sheets_over()
    answer = browser.post(f"{second}/take", data={"mark": stale})
    assert answer.status_code == 409
    assert "The places have changed meanwhile" in answer.text
    fresh = re.search(r'name="mark"[^>]*value="([^"]+)"', answer.text)[1]
    assert fresh != stale
    assert browser.post(f"{second}/take", data={"mark": fresh}).status_code == 303
    assert browser.post(f"{second}/take", data={"mark": fresh}).status_code == 409


def test_a_sheet_is_thrown_away(app: Flask, browser: FlaskClient) -> None:
    page = sent(browser, make_xlsx(ROWS))
    assert browser.post(f"{page}/throw-away").status_code == 303
    assert browser.get(page).status_code == 404
    assert browser.post(f"{page}/throw-away").status_code == 404
    page = sent(browser, make_xlsx(ROWS))
    assert take(browser, page).status_code == 303
    assert browser.post(f"{page}/throw-away").status_code == 409


def test_another_community_does_not_see_it(place: Place, browser: FlaskClient, app: Flask, sign_in: Any) -> None:
    page = sent(browser, make_xlsx(ROWS))
    stranger = sign_in(place.other_administrator)
    other = page.replace("/guihua/", "/other/")
    assert stranger.get(other).status_code == 404
    assert stranger.post(f"{other}/take").status_code == 404
    assert stranger.post(f"{other}/throw-away").status_code == 404
    assert stranger.get(page).status_code == 403


def test_the_empty_sheet_can_be_sent_back(app: Flask, browser: FlaskClient) -> None:
    empty = browser.get(f"{PAGE}/example.csv")
    assert empty.mimetype == "text/csv"
    shown = browser.get(sent(browser, empty.data)).text
    assert "2 homes" in shown
    with app.app_context():
        assert db.session.scalar(select(PlaceSheet.state)) == SheetState.WAITING


def test_the_list_says_who_sent_what(place: Place, browser: FlaskClient) -> None:
    sent(browser, make_xlsx(ROWS))
    listed = browser.get(PAGE).text
    assert "台账.xlsx" in listed
    assert "王敏" in listed
    assert "to be looked at" in listed
