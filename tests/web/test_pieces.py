"""A piece of a page is remembered by what it shows and who reads it, and by nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

import pytest
from flask import Flask, g
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from resident.memory import EXTENSION, Forgetful
from resident.web.piece_keys import key_of
from resident.web.pieces import PIECES, drawn, piece

TEMPLATES = {
    "show.html": "<b>{{ value }}</b>",
    "is_true.html": "{{ 'yes' if value is true else value }}",
    "nobody.html": "{{ me.display_name }}",
    "token.html": "{{ csrf_token() }}",
    "asking.html": "{{ request.path }}",
    "now.html": "{{ ticks() }}",
}


class Row(NamedTuple):
    """A row of a list."""

    title: object
    count: object = 0


class Other(NamedTuple):
    """Another kind of row."""

    title: object
    count: object = 0


@pytest.fixture
def page(sqlite_app: Flask) -> Iterator[Flask]:
    """The app in the middle of answering a request, with templates of its own."""
    loader, kept = sqlite_app.jinja_env.loader, sqlite_app.extensions.pop(PIECES, None)
    sqlite_app.jinja_env.loader = DictLoader(TEMPLATES)
    memory = sqlite_app.extensions[EXTENSION]
    memory.clear()
    memory.verifies = True
    with sqlite_app.test_request_context("/"):
        g.without_database = True
        yield sqlite_app
    sqlite_app.jinja_env.loader = loader
    sqlite_app.extensions.pop(PIECES, None)
    memory.clear()
    if kept:
        sqlite_app.extensions[PIECES] = kept


@pytest.mark.parametrize("first_is_markup", [True, False])
def test_a_persons_text_never_gets_the_html_of_an_equal_markup(page: Flask, first_is_markup: bool) -> None:
    text, markup = "<i>x</i>", Markup("<i>x</i>")
    assert text == markup
    order = (markup, text) if first_is_markup else (text, markup)
    for value in (*order, *order):
        shown = piece("show.html", value=value)
        assert ("&lt;i&gt;" in shown) is (value is text)


@pytest.mark.parametrize("depth", [lambda value: [value], lambda value: {"zh": value}, Row, lambda value: ((value,),)])
@pytest.mark.parametrize("order", [(True, 1), (1, True), (1, 1.0), ("1", Markup("1")), (0, False), (None, "")])
def test_at_every_depth_a_value_stands_with_its_type(depth: Any, order: tuple[Any, Any]) -> None:
    first, second = order
    assert key_of(depth(first)) != key_of(depth(second))
    assert key_of(depth(first)) == key_of(depth(first))


@pytest.mark.parametrize("order", [(True, 1), (1, True)])
def test_true_is_not_one_in_either_order(page: Flask, order: tuple[Any, Any]) -> None:
    shown = [piece("is_true.html", value=value) for value in (*order, *order)]
    assert shown == ["yes" if value is True else "1" for value in (*order, *order)]


def test_rows_of_two_kinds_are_two_rows() -> None:
    assert key_of(Row("a")) != key_of(Other("a")) != key_of(("a", 0))


def test_one_moment_on_two_wall_clocks_is_two_texts() -> None:
    here = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    there = here.astimezone(UTC)
    assert here == there
    assert key_of(here) != key_of(there)


@pytest.mark.parametrize("value", [object(), lambda: 1, {1, 2}, b"x"])
def test_what_could_change_or_lie_is_refused(page: Flask, value: object) -> None:
    with pytest.raises(TypeError):
        piece("show.html", value=value)


@pytest.mark.parametrize("template", ["nobody.html", "token.html", "asking.html"])
def test_a_piece_knows_nobody_and_no_request(page: Flask, template: str) -> None:
    with pytest.raises(UndefinedError):
        piece(template)


def test_another_language_and_another_mode_are_other_pieces(page: Flask) -> None:
    piece("show.html", value=1)
    memory = page.extensions[EXTENSION]
    assert len(memory) == 1
    g.pop("reader")
    g.language = "en"
    piece("show.html", value=1)
    assert len(memory) == 2


def test_a_hit_that_would_be_drawn_otherwise_now_is_noticed(page: Flask) -> None:
    ticks = iter(range(10))
    page.jinja_env.globals["ticks"] = lambda: next(ticks)
    try:
        piece("now.html")
        with pytest.raises(Forgetful):
            piece("now.html")
    finally:
        del page.jinja_env.globals["ticks"]


@pytest.mark.parametrize(
    ("address", "remembered"), [("/privacy", 1), ("/privacy?x=1", 0), ("/nothing/of/ours", 0), ("/sign-in?next=/me", 0)]
)
def test_no_visitor_fills_the_memory_with_addresses(page: Flask, address: str, remembered: int) -> None:
    memory = page.extensions[EXTENSION]
    with page.test_request_context(address):
        g.without_database = True
        for _ in range(2):
            assert drawn("show.html", value=address) == f"<b>{address}</b>"
    assert len(memory) == remembered
