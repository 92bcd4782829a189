"""A proxy in front that nobody told us of is said once in the log and on the administrator's page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from resident import create_app
from resident.communities.models import Role
from resident.db import transaction
from resident.web.proxies import NOTED, has_untold_proxy
from tests.conftest import Clock
from tests.makers.communities import make_community, make_staff

THROUGH = {"X-Forwarded-For": "203.0.113.7"}


@pytest.fixture(autouse=True)
def new_process(app: Flask) -> None:
    """Nothing was noted by this process before."""
    app.extensions.pop(NOTED, None)


def _said(app: Flask) -> bool:
    with app.app_context():
        return has_untold_proxy()


def test_it_is_said_once_a_day(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    with capture_logs() as lines:
        client.get("/robots.txt")
        assert not _said(app)
        for _ in range(3):
            assert client.get("/robots.txt", headers=THROUGH).status_code == 200
        assert _said(app)
        clock.advance(days=1, seconds=1)
        assert not _said(app)
        client.get("/robots.txt", headers=THROUGH)
    assert [line["event"] for line in lines if "TRUSTED_PROXIES" in line["event"]] == [
        "requests come through a proxy: set RESIDENT_TRUSTED_PROXIES"
    ] * 2


def test_another_process_does_not_say_it_again(app: Flask) -> None:
    app.test_client().get("/robots.txt", headers=THROUGH)
    with capture_logs() as lines:
        create_app(app.config["RESIDENT"]).test_client().get("/robots.txt", headers=THROUGH)
    assert [line for line in lines if "TRUSTED_PROXIES" in line["event"]] == []


def test_a_trusted_proxy_is_none_to_speak_of(app: Flask) -> None:
    trusting = create_app(replace(app.config["RESIDENT"], trusted_proxies=1))
    trusting.test_client().get("/robots.txt", headers=THROUGH)
    assert not _said(trusting)


@pytest.mark.parametrize("headers", [{}, THROUGH])
def test_the_administrator_reads_it(app: Flask, sign_in: Callable[[int], FlaskClient], headers: dict[str, str]) -> None:
    with app.app_context(), transaction():
        boss = make_staff(make_community("guihua"), Role.ADMINISTRATOR).id
    client = sign_in(boss)
    client.get("/robots.txt", headers=headers)
    assert ("RESIDENT_TRUSTED_PROXIES" in client.get("/c/guihua/admin").text) is bool(headers)
