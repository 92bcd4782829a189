"""The matrix visits every page there is, and what people get instead of one."""

from collections.abc import Iterator

import pytest
from flask import Flask

from resident import clock
from tests.conftest import MONDAY_MORNING
from tests.makers.things import furnished, rules
from tests.matrix.forms import Forms
from tests.matrix.kinds import NO_PAGES, look_for_kinds
from tests.matrix.seen import OK, Kind

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("kinds")]  # one look at all pages
ERROR_PAGES = {"403", "404", "404 bare", "409", "500 bare@broken", "503 bare@busy"}
PAGE = """<form method="post" action="/x"><input type="hidden" name="version" value="3"><input name="title" value="a">
<select name="kind"><option value=""></option><option value="b" selected></option></select><textarea name="body">
c</textarea><input type="radio" name="who" value="d"><input type="radio" name="who" value="e"><input name="day" type="date">
<button name="act" value="f">ok</button></form><form action="/search"><input name="q"></form>"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo community with everything in it, on a Monday morning."""
    clock.use(lambda: MONDAY_MORNING)
    app = furnished(tmp_path_factory.mktemp("kinds"))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    clock.use(None)


@pytest.fixture(scope="module")
def kinds(demo: Flask) -> list[Kind]:
    """What the matrix would look at."""
    return [kind for kind, _ in look_for_kinds(demo)[0]]


def test_every_page_is_visited_and_what_is_none_is_named(demo: Flask, kinds: list[Kind]) -> None:
    """A new page appears in the matrix by itself; one that it cannot reach has to be let in, or named with its reason."""
    visited = {kind.name.partition("~")[0].partition("@")[0] for kind in kinds if kind.status == OK}
    pages = {str(rule.endpoint) for method, rule in rules(demo) if method == "GET"}
    assert pages - visited == set(NO_PAGES)


def test_the_refused_form_of_every_page_with_a_form_is_visited(demo: Flask, kinds: list[Kind]) -> None:
    refused = {kind.name.partition("!")[0] for kind in kinds if kind.status == 422}
    asked: dict[str, set[str]] = {}
    for method, rule in rules(demo):
        asked.setdefault(str(rule.endpoint), set()).add(method)
    assert {name for name, methods in asked.items() if methods == {"GET", "POST"}} - refused == set()


def test_every_page_of_an_error_is_visited(kinds: list[Kind]) -> None:
    assert {kind.name for kind in kinds} >= ERROR_PAGES
    assert {kind.name.partition("!")[0] for kind in kinds if kind.status == 409} >= {"demands.edit", "shelves.edit"}
    assert {kind.name.partition("!")[0] for kind in kinds if kind.status == 429} >= {"demands.new", "shelves.new"}


def test_a_form_is_read_as_a_browser_reads_it_and_sent_blank_wrong_and_late() -> None:
    (form,) = Forms(PAGE).found
    assert dict(form.blank()) == {"version": "3", "title": "", "body": "", "day": ""}
    assert dict(form.usual()) == {
        "version": "3", "title": "a", "kind": "b", "body": "c", "day": "2026-03-09", "who": "d",
    }  # fmt: skip
    wrong = dict(form.wrong())
    assert (wrong["kind"], wrong["day"]) == ("nothing of that kind", "31 February")
    assert len(wrong["title"]) > 3000
    late = form.late()
    assert late is not None
    assert (dict(late)["version"], dict(late)["title"]) == ("0", "a好")
    assert form.action == "/x"
