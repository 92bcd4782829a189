"""Every kind of page of the demo community, and as whom it is opened: each address of each route, in the states it has."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from resident.accounts.models import PersonRow
from resident.db import db, transaction
from tests.makers.things import address, rules, things_of
from tests.matrix.modes import BROKEN, BUSY, in_mode
from tests.matrix.people import Jars, everybody, in_the_middle, jar
from tests.matrix.refusals import refused_pages
from tests.matrix.seen import HERE, Kind, Seen, ask, name_of, seen

FIRST = ("/c/guihua/", "/me", "/c/guihua/admin", "/c/guihua/desk", "/c/guihua/review")
NOWHERE = ("/nowhere", "/c/nowhere/", "/c/guihua/nowhere")
MOST_PAGES = 130  # of one person: more of the same comes after that
MOST_STATES = 3  # of one kind
SAYS_MORE = 3  # classes and forms that a page must have which the others of its kind have not
LINK = re.compile(r'<a [^>]*href="([^"]*)"')
PICTURE, FILE, MACHINES, LEADS_ON = "a picture", "a file", "for machines", "leads on to a page"
NO_PAGES = {
    "accounts.data_file": FILE,
    "activities.code": PICTURE,
    "admin.sheets.example": FILE,
    "admin.staff_sheets.example": FILE,
    "demands.code": PICTURE,
    "desk.begin": LEADS_ON,
    "health.alive": MACHINES,
    "health.ready": MACHINES,
    "home.go_on": LEADS_ON,
    "media.poster": PICTURE,
    "media.show": PICTURE,
    "media.thumb": PICTURE,
    "media.wide": PICTURE,
    "moderation.begin": LEADS_ON,
    "notices.code": PICTURE,
    "receipts.scanned": LEADS_ON,
    "redemptions.code": PICTURE,
    "rewards.code": PICTURE,
    "robots.index": MACHINES,
    "rosters.begin": LEADS_ON,
    "second_factors.code": PICTURE,
    "shifts.code": PICTURE,
    "sign_ups.code": PICTURE,
    "slips.scanned": LEADS_ON,
}


def look_for_kinds(app: Flask) -> tuple[list[tuple[Kind, str]], Jars]:
    """Every kind of page with its HTML, and the cookies of everybody who opens one."""
    with app.app_context():
        things = things_of(app)
        with transaction():
            db.session.execute(update(PersonRow).values(language=None, reading_mode=None))  # the cookies decide
    between = in_the_middle(app)
    clients = everybody(app)
    asked = [*FIRST, *NOWHERE, *(address(rule, things) for method, rule in rules(app) if method == "GET")]
    pages = [page for who, client in clients.items() for page in walk(client, who, asked)]
    for who, one in between.items():
        with in_mode(app, one.mode):
            pages += [page for path in one.paths if (page := seen(who, path, ask(one.client, path), mode=one.mode))]
    pages += bad_moments(app, clients["resident"])
    clients |= {who: one.client for who, one in between.items()}
    jars = {who: jar(client) for who, client in clients.items()}
    changes = [address(rule, things) for method, rule in rules(app) if method == "POST"]
    return list(named(app, [*pages, *refused_pages(app, clients, pages, changes)])), jars


def walk(client: FlaskClient, who: str, asked: list[str]) -> Iterator[Seen]:
    """Every route's address, and what can be reached from home by links; each once, pages alone."""
    waiting = deque(asked)
    known = set(waiting)
    most = len(known) + MOST_PAGES
    while waiting and most:
        path, most = waiting.popleft(), most - 1
        answer = ask(client, path)
        page = seen(who, path, answer)
        if page:
            yield page
        for link in LINK.findall(page.html) if page else [answer.headers.get("Location", "")]:
            target = urldefrag(urljoin(path, link.replace("&amp;", "&"))).url.removeprefix(HERE)
            is_page = link and target.startswith("/") and not target.startswith(("/static/", "/photos/"))
            if is_page and target not in known:
                known.add(target)
                waiting.append(target)
        answer.close()


def bad_moments(app: Flask, client: FlaskClient) -> Iterator[Seen]:
    """What everybody gets while the database is busy, and when something is broken."""
    for mode in (BUSY, BROKEN):
        with in_mode(app, mode):
            page = seen("resident", FIRST[0], ask(client, FIRST[0]), mode=mode)
        assert page is not None
        yield page


def named(app: Flask, pages: list[Seen]) -> Iterator[tuple[Kind, str]]:
    """Of the pages those that stand for all of their kind, by name."""
    kinds: dict[str, list[Seen]] = defaultdict(list)
    for page in pages:
        kinds[name_of(app, page)].append(page)
    for name, some in sorted(kinds.items()):
        for i, page in enumerate(states(some)):
            numbered = f"{name}{f'~{i}' if i else ''}"
            yield Kind(numbered, page.who, page.path, page.status, page.sent, page.mode), page.html


def states(pages: list[Seen]) -> Iterator[Seen]:
    """The fewest pages that show what those of one kind are made of, up to a few."""
    missing = set().union(*(page.marks for page in pages))
    for i in range(MOST_STATES):
        best = max(pages, key=lambda page: len(page.marks & missing))
        if i and len(best.marks & missing) < SAYS_MORE:
            return
        missing -= best.marks
        yield best
