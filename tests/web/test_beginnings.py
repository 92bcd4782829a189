"""In care mode a long list shows its beginning, and all of it at the same address."""

from flask import Flask

from resident.web.beginnings import FEW, MOST, beginning
from resident.web.keyset import Page

ALL = Page(list(range(20)), "20", "20")


def begun(app: Flask, address: str, mode: str = "care", first: int = 0) -> Page[int]:
    with app.test_request_context(address, headers={"Cookie": f"reading_mode={mode}"}):
        return beginning(ALL, lambda row: row < first)


def test_care_mode_begins_with_what_matters_and_says_that_there_is_more(app: Flask) -> None:
    assert begun(app, "/", first=2) == Page([0, 1], "", is_beginning=True)
    assert begun(app, "/", first=20).rows == list(range(MOST))


def test_where_nothing_matters_it_begins_with_the_first_few(app: Flask) -> None:
    assert begun(app, "/").rows == list(range(FEW))


def test_all_of_it_is_shown_where_it_was_asked_for_or_is_read_on(app: Flask) -> None:
    for address in ("/?all=1", "/?after=3", "/?through=5"):
        assert begun(app, address) is ALL
    assert begun(app, "/", "standard") is ALL


def test_a_list_that_is_short_already_is_whole(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "reading_mode=care"}):
        few = Page([1, 2], "")
        assert beginning(few) is few
