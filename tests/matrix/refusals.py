"""What everybody is refused: each form sent blank, wrong, too late and too often, each button by everybody."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient

from resident.db import db, transactions
from tests.makers.things import KINDS
from tests.matrix.forms import Form, Forms, Sent
from tests.matrix.modes import SPENT, in_mode
from tests.matrix.people import Clients
from tests.matrix.seen import OK, REFUSED, Seen, ask, endpoint_of, seen

MOST_ALIKE = 2  # pages on which one form is tried


@contextmanager
def nothing_stays() -> Iterator[None]:
    """Whatever is sent changes nothing: the next one finds the same community."""
    with patch.object(transactions, "_commit", lambda: db.session.rollback()):
        yield


def refused_pages(app: Flask, clients: Clients, pages: list[Seen], changes: list[str]) -> Iterator[Seen]:
    """Every page that somebody gets instead of what was meant."""
    with nothing_stays():
        for page, form in forms_of(app, pages):
            for mode, sent in ways_to_send(form, page.mode):
                yield from refused(app, clients[page.who], page.who, form.action or page.path, sent, mode)
        for who in KINDS:
            for path in changes:
                yield from refused(app, clients[who], who, path, (), "")


def forms_of(app: Flask, pages: list[Seen]) -> Iterator[tuple[Seen, Form]]:
    """Each form, on a few of the pages that hold it."""
    count: dict[tuple[str, frozenset[str]], int] = defaultdict(int)
    for page in pages:
        for form in Forms(page.html).found if page.status == OK else []:
            key = endpoint_of(app, form.action or page.path, "POST") + page.mode, form.names
            count[key] += 1
            if count[key] <= MOST_ALIKE:
                yield page, form


def ways_to_send(form: Form, mode: str) -> Iterator[tuple[str, Sent]]:
    """What is sent by this form, and in which circumstances."""
    yield mode, form.blank()
    yield mode, form.wrong()
    yield mode or SPENT, form.usual()
    if late := form.late():
        yield mode, late


def refused(app: Flask, client: FlaskClient, who: str, path: str, sent: Sent, mode: str) -> Iterator[Seen]:
    """The page that refuses this, if one does; what the browser keeps stays as it was."""
    kept = dict(client._cookies)
    with in_mode(app, mode):
        answer = ask(client, path, sent)
    client._cookies = kept
    if answer.status_code >= REFUSED and (page := seen(who, path, answer, sent, mode)):
        yield page
    answer.close()
