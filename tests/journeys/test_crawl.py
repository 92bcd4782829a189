"""Every page that can be reached by links, as each kind of person: it opens, and no word of ours is left untranslated."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts import sessions
from resident.accounts.models import PersonRow
from resident.accounts.queries import find_by_phone
from resident.db import db, transaction
from resident.demands.models import Answer, Comment, Demand
from resident.moderation.models import ReviewItem
from resident.notifications.models import Notification
from tests.journeys.conftest import demo_app
from tests.journeys.pseudo import Listener, spoken

PHONES = {
    "visitor": "",
    "resident": "13800000001",
    "moderator": "13800000010",
    "manager": "13800000020",
    "clerk": "13800000030",
    "worker": "13800000040",
    "dispatcher": "13800000050",
    "administrator": "13800000090",
}
MOST_PAGES = 150
pytestmark = pytest.mark.timeout(900)
KEPT_AS_IS = ("/photos/", "/static/", "tel:", "mailto:")


PEOPLES_WORDS = (
    (Demand, ("title", "body", "spot")),
    (Answer, ("body",)),
    (Comment, ("body",)),
    (PersonRow, ("display_name",)),
    (ReviewItem, ("title",)),
    (Notification, ("params",)),
)

TYPED = {"zh_Hans", "title", "reason"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo community, in which nobody writes a Latin letter: those that remain are ours."""
    app = demo_app(tmp_path_factory.mktemp("crawl"))
    with app.app_context(), transaction():
        for model, columns in PEOPLES_WORDS:
            for row in db.session.scalars(select(model)):
                for column in columns:
                    setattr(row, column, _without_latin(getattr(row, column)))
    return app


def _without_latin(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: _without_latin(value) if key in TYPED else value for key, value in words.items()}
    return re.sub("[A-Za-z]+", "某", words) if isinstance(words, str) else words


@pytest.fixture
def browser(demo: Flask) -> Callable[[str], FlaskClient]:
    """A browser for one kind of person."""

    def _browser(kind: str) -> FlaskClient:
        client = demo.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        if PHONES[kind]:
            with demo.app_context(), transaction():
                person = find_by_phone(PHONES[kind])
                assert person is not None
                token = sessions.open_session(person, device="test")
            with client.session_transaction(base_url="http://localhost") as cookie:
                cookie[sessions.COOKIE_KEY], cookie["_fresh"] = token, True
        return client

    return _browser


def pages(client: FlaskClient) -> Iterator[tuple[str, int, Listener]]:
    """Breadth first from the community's home and one's own pages, each address once."""
    waiting = deque(["/c/guihua/", "/me", "/sign-in", "/privacy", "/me/settings", "/me/data"])
    seen = set(waiting)
    count = 0
    while waiting and count < MOST_PAGES:
        path = waiting.popleft()
        answer = client.get(path, base_url="http://localhost")
        count += 1
        listener = Listener()
        if answer.mimetype == "text/html" and answer.status_code // 100 != 3:
            listener.feed(answer.get_data(as_text=True))
        yield path, answer.status_code, listener
        links = [*listener.links, answer.headers.get("Location", "")]
        for link in links:
            target = urldefrag(urljoin(path, link)).url.removeprefix("http://localhost")
            if link and target.startswith("/") and not target.startswith(KEPT_AS_IS) and target not in seen:
                seen.add(target)
                waiting.append(target)


@pytest.mark.parametrize("kind", PHONES)
def test_every_link_opens_and_every_word_is_translated(kind: str, browser: Callable[[str], FlaskClient]) -> None:
    findings = []
    with spoken():
        for path, status, listener in pages(browser(kind)):
            if status >= 400:
                findings.append(f"{path}: {status}")
            findings.extend(f"{path}: {word}" for word in listener.found)
    assert not findings, "\n".join(dict.fromkeys(findings))
