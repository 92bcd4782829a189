"""Refusals, in both languages, as a page or as a part."""

import re

import pytest

WORDS = {
    400: "That could not be read",
    403: "That is not open to you",
    404: "There is nothing here",
    405: "Not like this",
    409: "Somebody was faster",
    413: "That is too large",
    422: "Something is missing",
    429: "Please wait a moment",
    500: "Something went wrong",
    503: "Very busy just now",
}


@pytest.mark.parametrize("status", WORDS)
def test_every_refusal_has_its_page_in_both_languages(browser, status):
    english = browser.get(f"/probe/status/{status}", headers={"Accept-Language": "en"})
    chinese = browser.get(f"/probe/status/{status}", headers={"Accept-Language": "zh-CN"})
    assert english.status_code == chinese.status_code == status
    assert 'lang="en"' in english.text
    assert 'lang="zh-Hans"' in chinese.text
    assert WORDS[status] in english.text
    assert WORDS[status] not in chinese.text
    assert re.search(r"[\u4e00-\u9fff]{4}", chinese.text)
    assert english.headers["Cache-Control"] == "no-store"


def test_htmx_gets_the_part_alone(browser):
    answer = browser.get("/probe/status/404", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text


@pytest.mark.parametrize("whole", ["HX-Boosted", "HX-History-Restore-Request"])
def test_htmx_gets_the_page_where_it_changes_pages(browser, whole):
    answer = browser.get("/probe/status/404", headers={"HX-Request": "true", whole: "true"})
    assert answer.status_code == 404
    assert "<html" in answer.text


@pytest.mark.parametrize(("which", "status"), [("often", 429), ("forbidden", 403), ("conflict", 409)])
def test_a_broken_rule_has_the_status_of_its_class(browser, which, status):
    assert browser.get(f"/probe/refusal/{which}").status_code == status


def test_a_crash_tells_the_person_nothing_of_its_inside(browser):
    answer = browser.post("/probe/crash/a", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert "Something went wrong" in answer.text


@pytest.mark.parametrize(("language", "words"), [("en", "We cannot reach our records"), ("zh", "暂时读不到数据")])
def test_a_database_that_goes_away_leaves_a_page_that_needs_none(browser, language, words):
    answer = browser.get("/probe/lost", headers={"Accept-Language": language})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert words in answer.text
    assert "</html>" in answer.text


def test_a_wrong_method_says_which_is_right(browser):
    answer = browser.get("/probe/done")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/nowhere", "/c/nowhere/demands", "/c/%00/demands", "/photos/x"])
def test_what_is_not_there_is_404(browser, path):
    assert browser.get(path).status_code == 404
