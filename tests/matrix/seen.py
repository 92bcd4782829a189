"""A page as somebody got it, and what it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.matrix.forms import Sent

HERE = "http://localhost"
OK, REFUSED, MOVED = 200, 400, 300
MARK = re.compile(r'(?:class|action)="([^"]*)"')


@dataclass(frozen=True)
class Kind:
    """One page that stands for all of its kind: who gets it from where, by sending what, in which circumstances."""

    name: str
    who: str
    path: str
    status: int = OK
    sent: Sent | None = None
    mode: str = ""


@dataclass(frozen=True)
class Seen:
    """A page as somebody got it, and what it is made of."""

    who: str
    path: str
    status: int
    marks: frozenset[str]
    html: str
    sent: Sent | None = None
    mode: str = ""

    @property
    def is_error_page(self) -> bool:
        """Whether this is the page of a refusal, not the one that was asked for."""
        return "error__pic" in self.marks


def ask(client: FlaskClient, path: str, sent: Sent | None = None) -> TestResponse:
    """Open a page or send a form, as a browser without scripts does."""
    if sent is None:
        return client.get(path, base_url=HERE)
    fields: dict[str, list[str]] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)
    return client.post(path, base_url=HERE, data=fields, headers={"Origin": HERE})


def seen(who: str, path: str, answer: TestResponse, sent: Sent | None = None, mode: str = "") -> Seen | None:
    """What came back, where it is a page."""
    if answer.mimetype != "text/html" or answer.status_code // 100 * 100 == MOVED:
        return None
    html = answer.get_data(as_text=True)
    return Seen(who, path, answer.status_code, frozenset(marks_of(html)), html, sent, mode)


def marks_of(html: str) -> Iterator[str]:
    """What a page is made of: its classes, and where its forms go."""
    for words in MARK.findall(html):
        yield from (re.sub(r"\d+|(?<=/)[\w-]{20,}", "…", word.split("?")[0]) for word in words.split())


def endpoint_of(app: Flask, path: str, method: str = "GET") -> str:
    """What answers at an address; nothing where there is no such route."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path.partition("?")[0], method=method)
    except HTTPException:
        return ""
    return str(endpoint)


def name_of(app: Flask, page: Seen) -> str:
    """What kind of page it is: the page of an error by its number, a refused form by its route and number, others by route."""
    if page.is_error_page:
        return f"{page.status}" + ("" if "topbar" in page.marks else " bare") + (f"@{page.mode}" if page.mode else "")
    endpoint = endpoint_of(app, page.path, "GET" if page.sent is None else "POST")
    refused = f"!{page.status}" if page.status >= REFUSED else ""
    return endpoint + refused + (f"@{page.mode}" if page.mode and not refused else "")
