"""Every kind of page of the demo community, and as whom it is opened: each address of each route, in the states it has."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.exceptions import HTTPException

from resident.accounts import sessions
from resident.accounts.models import PersonRow, SignInSession
from resident.accounts.queries import find_by_phone
from resident.db import db, transaction
from tests.makers.things import KINDS, PEOPLE, address, rules, things_of

HERE = "http://localhost"
FIRST = ("/c/guihua/", "/me", "/c/guihua/admin", "/c/guihua/desk", "/c/guihua/review")
MOST_PAGES = 130  # of one person: more of the same comes after that
MOST_STATES = 3  # of one route
SAYS_MORE = 3  # classes and forms that a page must have which the others of its route have not
NEWCOMER = "13955556666"
MARK = re.compile(r'(?:class|action)="([^"]*)"')
LINK = re.compile(r'<a [^>]*href="([^"]*)"')


@dataclass(frozen=True)
class Kind:
    """One page that stands for all of its kind."""

    name: str
    who: str
    path: str
    status: int = 200


@dataclass(frozen=True)
class Seen:
    """A page as somebody got it, and what it is made of."""

    who: str
    path: str
    status: int
    marks: frozenset[str]
    html: str


Jars = dict[str, dict[str, str]]


def look_for_kinds(app: Flask) -> tuple[list[tuple[Kind, str]], Jars]:
    """Every kind of page with its HTML, and the cookies of everybody who opens one."""
    clients = people(app)
    pages: dict[str, list[Seen]] = defaultdict(list)
    with app.app_context():
        things = things_of(app)
        with transaction():
            db.session.execute(update(PersonRow).values(language=None, reading_mode=None))  # the cookies decide
    asked = [address(rule, things) for method, rule in rules(app) if method == "GET"]
    for who, client in clients.items():
        for seen in walk(client, who, asked):
            pages[endpoint_of(app, seen)].append(seen)
    found = [
        (Kind(f"{endpoint}{f'~{i}' if i else ''}", page.who, page.path, page.status), page.html)
        for endpoint, some in sorted(pages.items())
        for i, page in enumerate(states(some))
    ]
    return found, {who: jar(client) for who, client in clients.items()}


def people(app: Flask) -> dict[str, FlaskClient]:
    """A browser for everybody: nobody, each role, and whoever is on the way in or asked for a fresh code."""
    clients = {who: app.test_client() for who in (*KINDS, "stale", "asked", "new")}
    with app.app_context(), transaction():
        ids = {who: find_by_phone(phone).id for who, phone in PEOPLE.items()}  # type: ignore[union-attr]
        ids |= {"stranger": app.config["STRANGER"], "stale": ids["chief"]}
        tokens = {
            who: sessions.open_session(db.session.get_one(PersonRow, id_), device="test") for who, id_ in ids.items()
        }
        last = (
            db.session.query(SignInSession).filter_by(person_id=ids["chief"]).order_by(SignInSession.id.desc()).first()
        )
        assert last is not None
        last.fresh_at = last.created_at.replace(year=last.created_at.year - 1)
    for who, token in tokens.items():
        with clients[who].session_transaction(base_url=HERE) as cookie:
            cookie[sessions.COOKIE_KEY], cookie["_fresh"] = token, True
    for who, number in (("asked", PEOPLE["resident"]), ("new", NEWCOMER)):
        answer = clients[who].post("/sign-in", base_url=HERE, data={"phone": number}, follow_redirects=True)
    code = re.search(r"data-demo-code[^>]*>(\d+)", answer.text)
    assert code is not None
    clients["new"].post("/sign-in/code", base_url=HERE, data={"code": code[1]})
    return clients


def jar(client: FlaskClient) -> dict[str, str]:
    """The cookies of a browser, by name."""
    return {cookie.key: cookie.value for cookie in client._cookies.values()}


def walk(client: FlaskClient, who: str, asked: list[str]) -> Iterator[Seen]:
    """Every route's address, and what can be reached from home by links; each once, pages alone."""
    waiting = deque([*FIRST, *asked])
    known = set(waiting)
    most = len(known) + MOST_PAGES
    while waiting and most:
        path, most = waiting.popleft(), most - 1
        answer = client.get(path, base_url=HERE)
        if answer.mimetype != "text/html" or answer.status_code // 100 == 3:
            links = [answer.headers.get("Location", "")]
        else:
            html = answer.get_data(as_text=True)
            links = LINK.findall(html)
            yield Seen(who, path, answer.status_code, frozenset(marks_of(html)), html)
        answer.close()
        for link in links:
            target = urldefrag(urljoin(path, link.replace("&amp;", "&"))).url.removeprefix(HERE)
            if (
                link
                and target.startswith("/")
                and not target.startswith(("/static/", "/photos/"))
                and target not in known
            ):
                known.add(target)
                waiting.append(target)


def marks_of(html: str) -> Iterator[str]:
    """What a page is made of: its classes, and where its forms go."""
    for words in MARK.findall(html):
        yield from (re.sub(r"\d+|(?<=/)[\w-]{20,}", "…", word.split("?")[0]) for word in words.split())


def endpoint_of(app: Flask, seen: Seen) -> str:
    """What answers: a route by its name, a refusal by its number."""
    if seen.status != 200:
        return str(seen.status)
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(seen.path).path)
    except HTTPException:
        return "other"
    return str(endpoint)


def states(pages: list[Seen]) -> Iterator[Any]:
    """The fewest pages that show what those of one route are made of, up to a few."""
    missing = set().union(*(page.marks for page in pages))
    for i in range(MOST_STATES):
        best = max(pages, key=lambda page: len(page.marks & missing))
        if i and len(best.marks & missing) < SAYS_MORE:
            return
        missing -= best.marks
        yield best
