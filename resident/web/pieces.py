"""Pieces of pages that are remembered by what they show: a row, a card, a list of chips, the tab bar, the foot.

A piece is a template that sees its arguments and the reader (language, reading mode, the community's part of the
address, its office hours and working days with its wall clock, and the day) and nothing else: nobody signed in, no
request, no session, no token. Its HTML is remembered by exactly these, so that nothing can be stale and nobody is shown another's. In the key every value
stands with its type, at every depth: text never equals markup, `True` never equals 1.
"""

from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from resident import clock
from resident.dates import Office, local, office_at_hand
from resident.i18n import language
from resident.memory import EXTENSION, Memory
from resident.web.pages import care_phone, reading_mode
from resident.web.parts import is_fragment_wanted
from resident.web.piece_keys import key_of
from resident.web.templating import PlainGlobals

PIECES = "resident_pieces"
# What would make a piece depend on who asks, or on when.
NOT_FOR_PIECES = (
    "request",
    "session",
    "g",
    "config",
    "csrf_token",
    "get_flashed_messages",
    "url_for",
    "is_part",
    "care_phone",
    "keeps",
    "kept_form",
)


class Reader(NamedTuple):
    """All that a piece knows of who reads it."""

    language: str
    mode: str
    place: str
    office: Office
    today: date

    @property
    def number(self) -> int:
        """Stands for all of it in the keys of a page's pieces, which would else look through it once a piece."""
        return _number_of(self)


_NUMBERS = count()


@lru_cache(maxsize=4096)
def _number_of(_reader: Reader) -> int:
    """Another one for every reader, and one that was never used for a reader who was forgotten meanwhile."""
    return next(_NUMBERS)


class Pieces:
    """The environment in which pieces are drawn, and the memory they are kept in."""

    def __init__(self, app: Flask) -> None:
        self.environment = PlainGlobals(
            loader=app.jinja_env.loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=list(app.jinja_env.extensions),
        )
        self.environment.filters = app.jinja_env.filters
        self.environment.tests = app.jinja_env.tests
        self.environment.globals = {
            name: value for name, value in app.jinja_env.globals.items() if name not in NOT_FOR_PIECES
        }

    def draw(self, template: str, reader: Reader, values: dict[str, Any]) -> Markup:
        """The HTML of a piece."""
        drawn = self.environment.get_template(template).render(
            values, language=reader.language, mode=reader.mode, place=reader.place
        )
        return Markup(drawn)  # noqa: S704


def setup(app: Flask) -> None:
    """`piece(template, **values)` for the templates of pages, and `drawn` for those with an address in them.

    And what pages ask of the request at hand and pieces must not: whether a part is wanted, whom to call in care mode.
    """
    app.jinja_env.globals.update(piece=piece, drawn=drawn, is_part=is_fragment_wanted, care_phone=care_phone)


def piece(template: str, **values: Any) -> Markup:
    """The HTML of a template for these values, remembered. Raises TypeError for a value whose key could lie."""
    reader = _reader()
    key = (template, g.reader_number, key_of(values))
    memory: Memory = current_app.extensions[EXTENSION]
    return memory.get(key, lambda: _pieces().draw(template, reader, values))


def drawn(template: str, **values: Any) -> Markup:
    """The same, remembered only on a page of ours without a query: else every visitor could fill the memory."""
    if request.url_rule is not None and not request.query_string:
        return piece(template, **values)
    return _pieces().draw(template, _reader(), values)


def _pieces() -> Pieces:
    """Made at the first piece, when every package has added its filters."""
    app = current_app
    if PIECES not in app.extensions:
        app.extensions[PIECES] = Pieces(app._get_current_object())  # type: ignore[attr-defined]
    made: Pieces = app.extensions[PIECES]
    return made


def _reader() -> Reader:
    """Once a request: none of it changes within one."""
    if "reader" not in g:
        community = g.get("community")
        place = f"/c/{community.slug}" if community else ""
        g.reader = Reader(language(), reading_mode(), place, office_at_hand(), local(clock.now()).date())
        g.reader_number = g.reader.number
    reader: Reader = g.reader
    return reader
