"""A notice on A4, as Chromium prints it: nothing is cut, and its code is read as a phone reads it."""

import io
import re

import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser

from resident.db import db, transaction
from resident.notices.models import Notice
from tests.journeys.conftest import Server, demo_app, serving

A4_AT_96_DPI = {"width": 672, "height": 1016}  # without the margins of the sheet
CUT = """() => [...document.querySelectorAll('.bill *')].filter((one) => one.scrollWidth > one.clientWidth + 1
  && one.clientWidth && getComputedStyle(one).overflow !== 'visible' || one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.className)"""


def test_a_notice_fits_its_sheet_and_its_code_opens_it(chromium: Browser, tmp_path) -> None:
    app: Flask = demo_app(tmp_path)
    with app.app_context(), transaction():
        short, long = db.session.query(Notice).order_by(Notice.id.desc()).limit(2).all()
        long.body = {"zh_Hans": "请各位邻居相互转告，并照顾好家里的老人。\n" * 120, "en": ""}
        numbers = short.id, long.id
    with serving(app) as server:
        for number, pages in zip(numbers, (range(1, 2), range(2, 5)), strict=True):
            assert look_at(chromium, server, number) in pages


def look_at(chromium: Browser, server: Server, number: int) -> int:
    """How many sheets it takes; its code is read and nothing reaches over the edge."""
    page = chromium.new_page(locale="zh-CN", viewport=A4_AT_96_DPI, java_script_enabled=False)  # type: ignore[arg-type]
    page.goto(f"{server.url}/c/guihua/notices/{number}/print")
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    picture = Image.open(io.BytesIO(page.locator(".bill__foot").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"http://127.0.0.1:8000/c/guihua/notices/{number}"
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    return len(re.findall(rb"/Type /Page\b[^s]", printed))
