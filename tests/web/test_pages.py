"""One answer as a page or as its part, in the language and the reading mode of the reader."""

import pytest

from resident.web.pages import local_path

WECHAT = "zh-CN,zh;q=0.9,en;q=0.8"


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (WECHAT, "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("zh-Hant-HK,en;q=0.5", "zh-Hans"),
        ("en-US,en;q=0.9,zh;q=0.1", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("", "zh-Hans"),
        ("en;q=0,zh", "zh-Hans"),
    ],
)
def test_the_browser_says_which_language(browser, header, lang):
    page = browser.get("/probe/status/404", headers={"Accept-Language": header}).text
    assert f'<html lang="{lang}"' in page


@pytest.mark.parametrize(("cookie", "lang"), [("en", "en"), ("zh_Hans", "zh-Hans"), ("xx", "zh-Hans")])
def test_a_choice_counts_more_than_the_browser(browser, cookie, lang):
    browser.set_cookie("language", cookie)
    page = browser.get("/probe/status/404", headers={"Accept-Language": WECHAT}).text
    assert f'<html lang="{lang}"' in page


@pytest.mark.parametrize(("cookie", "is_care"), [("care", True), ("standard", False), ("loud", False)])
def test_care_mode_is_a_choice(browser, cookie, is_care):
    browser.set_cookie("reading_mode", cookie)
    assert ('data-weui-mode="care"' in browser.get("/probe/status/404").text) is is_care


@pytest.mark.parametrize(
    ("headers", "is_part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_htmx_gets_a_part_where_it_asks_for_one(browser, headers, is_part):
    assert ("<html" not in browser.get("/probe/part", headers=headers).text) is is_part


def test_after_a_change_one_is_sent_on(browser):
    answer = browser.post("/probe/done")
    assert (answer.status_code, answer.location) == (303, "/elsewhere")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/c/guihua/demands?after=3", "/c/guihua/demands?after=3"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\nSet-Cookie: x", "/"),
        ("/a\\b", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_one_is_sent_nowhere_else(wanted, path):
    assert local_path(wanted) == path
