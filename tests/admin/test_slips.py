"""Slips for the doors, page by page and on paper."""

import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Route
from sqlalchemy import select

from resident.accounts.entrance.identity import decrypt
from resident.communities.models import Building, CommunityRow, Role, Slip
from resident.config import ROOT
from resident.db import db, transaction
from tests.admin.conftest import Place
from tests.conftest import Clock
from tests.makers.communities import make_staff
from tests.makers.slips import make_home

MOST = 4  # homes of the building, which fill a sheet and begin another
IMAGE = re.compile(rb"<<[^>]*/Subtype /Image.*?>>\s*stream\r?\n", re.DOTALL)


@pytest.fixture
def homes(app: Flask, place: Place) -> list[int]:
    """The homes of the building, one with a long door."""
    with app.app_context(), transaction():
        here = db.session.get_one(CommunityRow, place.community)
        here.phone = "0571-88000018"
        building = db.session.get_one(Building, place.building)
        doors = [("2", f"50{one}") for one in range(1, MOST)] + [("NORTHEAST", "地下1层-A101")]
        return [make_home(here, building, unit, room).id for unit, room in doors]


def codes(app: Flask) -> list[str]:
    """What stands on all slips."""
    with app.app_context():
        return [decrypt(slip.code_encrypted) for slip in db.session.scalars(select(Slip).order_by(Slip.id))]


def test_the_slips_of_a_building_are_shown_by_a_button_and_for_ten_minutes(
    app: Flask, place: Place, browser: FlaskClient, homes: list[int], clock: Clock
) -> None:
    page = f"/c/guihua/admin/buildings/{place.building}/slips"
    assert "0 of 4 homes" in browser.get("/c/guihua/admin/slips").text
    assert browser.get(f"{page}/print").location == page
    assert browser.post(page).location == f"{page}/print"
    paper = browser.get(f"{page}/print")
    assert [re.sub(" ", "", one) for one in re.findall(r'slip__code">([\d ]+)<', paper.text)] == codes(app)
    assert (paper.headers["Cache-Control"], paper.headers.getlist("Referrer-Policy")) == ("no-store", ["no-referrer"])
    assert not any(code in browser.get(page).text for code in codes(app))
    clock.advance(minutes=10)
    assert browser.get(f"{page}/print").location == page
    assert "4 of 4 homes" in browser.get("/c/guihua/admin/slips").text


def test_one_home_has_its_own_page_on_which_its_slip_is_printed_and_withdrawn(
    app: Flask, browser: FlaskClient, homes: list[int]
) -> None:
    page = f"/c/guihua/admin/homes/{homes[0]}"
    assert "None is out" in browser.get(page).text
    assert browser.post(f"{page}/withdraw").location == f"{page}#people"
    assert codes(app) == []
    assert browser.post(f"{page}/slip").location == f"{page}/slip/print"
    assert browser.get(f"{page}/slip/print").text.count("slip__code") == 1
    assert "0 of 6" in browser.get(page).text
    browser.post(f"{page}/withdraw")
    assert "None is out" in browser.get(page).text
    assert browser.get(f"{page}/slip/print").location == page


def test_slips_of_another_community_are_not_there(
    app: Flask, place: Place, browser: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        other = make_home(db.session.get_one(CommunityRow, place.community + 1)).id
        moderator = make_staff(db.session.get_one(CommunityRow, place.community), Role.MODERATOR).id
    assert browser.get(f"/c/guihua/admin/homes/{other}").status_code == 404
    assert browser.post(f"/c/guihua/admin/buildings/{place.other_building}/slips").status_code == 404
    assert sign_in(moderator).get("/c/guihua/admin/slips").status_code == 403


@pytest.mark.usefixtures("homes")
def test_on_paper_every_slip_is_whole_and_its_code_reads_back(
    app: Flask, place: Place, browser: FlaskClient, chromium: Browser
) -> None:
    browser.post(f"/c/guihua/admin/buildings/{place.building}/slips")
    context = chromium.new_context(viewport={"width": 794, "height": 1123})
    page = context.new_page()
    page.route("**/*", lambda route: answer(route, browser))
    page.goto(f"http://localhost/c/guihua/admin/buildings/{place.building}/slips/print")
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.slip__fold')].flatMap((fold) => {
            const edge = fold.getBoundingClientRect();
            return [...fold.querySelectorAll('*')].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.bottom > edge.bottom || box.right > edge.right || box.top < edge.top || box.left < edge.left;
            }).map((one) => one.textContent);
        })"""
    )
    assert cut == []
    file = page.pdf(prefer_css_page_size=True, print_background=True)
    context.close()
    assert len(re.findall(rb"/Type /Page\b(?!s)", file)) == 2
    assert set(read_back(file)) == {f"http://127.0.0.1:8000/c/guihua/slip/{code}" for code in codes(app)}


def answer(route: Route, browser: FlaskClient) -> None:
    """What the app would answer, without a server."""
    path = route.request.url.removeprefix("http://localhost")
    if path.startswith("/static/"):
        route.fulfill(path=Path(ROOT / "static" / "vendor" / path.rsplit("/", 1)[1]))
        return
    found = browser.get(path)
    route.fulfill(status=found.status_code, body=found.data, headers={"Content-Type": found.content_type})


def read_back(file: bytes) -> Iterator[str]:
    """What a phone reads from the pictures in a PDF, which Chromium keeps as bare dots."""
    for found in IMAGE.finditer(file):
        width, height, length = (
            int(re.search(rb"/%s (\d+)" % name, found[0])[1]) for name in (b"Width", b"Height", b"Length")
        )
        dots = zlib.decompress(file[found.end() : found.end() + length])
        mode = {1: "L", 3: "RGB"}[len(dots) // (width * height)]
        yield from (code.text for code in zxingcpp.read_barcodes(Image.frombytes(mode, (width, height), dots)))
