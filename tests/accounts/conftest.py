"""Codes that are caught instead of sent, and many who do something at the same moment."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from resident.accounts.entrance.channels import CodeMessage, register_channel
from resident.db import after_commit, db, transaction
from tests.accounts.coming_in import PHONE
from tests.makers.accounts import make_person
from tests.makers.communities import make_community

AtOnce = Callable[[int, Callable[[], Any]], list[Any]]


@pytest.fixture
def sent(app: Flask) -> Iterator[list[tuple[str, str]]]:
    """What a channel was given to send: (phone, code)."""
    caught: list[tuple[str, str]] = []

    def _send(message: CodeMessage) -> None:
        after_commit(f"tests {message}", lambda: caught.append((message.phone, message.code)))

    register_channel(app, _send)
    yield caught
    register_channel(app, None)


@pytest.fixture
def joined(app: Flask) -> None:
    """One person has an account, the other number has none."""
    with app.app_context(), transaction():
        make_community("guihua", phone="0571-88000018")
        make_person("李阿姨", phone=PHONE)


@pytest.fixture
def csrf_app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app as people meet it: forms need their token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def token_in(page: str) -> str:
    """The CSRF token of a page's first form that has one."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no token on this page"
    return found[1]


@pytest.fixture
def at_once(app: Flask) -> AtOnce:
    """`at_once(5, action)` runs an action in five transactions that begin together; gives what each returned."""

    def _at_once(number: int, action: Callable[[], Any]) -> list[Any]:
        start = Barrier(number, timeout=30)

        def _one() -> Any:
            with app.app_context():
                start.wait()
                try:
                    with transaction():
                        return action()
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(number) as pool:
            return [done.result() for done in [pool.submit(_one) for _ in range(number)]]

    return _at_once
