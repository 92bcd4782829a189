"""Which cookies we set, and that over https nobody else on our domain can set one for us."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from resident import create_app
from resident.db import db, transaction
from tests.conftest import test_settings
from tests.makers.communities import make_community

OURS = {"session", "community", "language", "reading_mode"}


def _cookies(app: Flask, address: str) -> dict[str, str]:
    """What a visitor's browser is told to keep, by name."""
    browser = app.test_client()
    set_cookies = [
        cookie
        for answer in (
            browser.get("/c/guihua/", base_url=address),
            browser.get("/sign-in", base_url=address),
            browser.post("/language", data={"language": "en"}, base_url=address),
            browser.post("/reading-mode", data={"mode": "care"}, base_url=address),
        )
        for cookie in answer.headers.getlist("Set-Cookie")
    ]
    page = browser.get("/c/guihua/", base_url=address).text
    assert ('<html lang="en"' in page, 'data-mode="care"' in page) == (True, True)
    return {cookie.partition("=")[0]: cookie for cookie in set_cookies}


def _put_away(made: Flask) -> None:
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def https(app: Flask) -> Iterator[Flask]:
    """The app behind a proxy with a certificate."""
    address = "https://linli.example.cn"
    made = create_app(replace(app.config["RESIDENT"], public_url=address))
    made.config.update(TESTING=True)
    with made.app_context(), transaction():
        make_community("guihua")
    yield made
    _put_away(made)


def test_over_https_every_cookie_is_for_this_host_alone(https: Flask) -> None:
    cookies = _cookies(https, "https://linli.example.cn")
    assert set(cookies) == {f"__Host-{name}" for name in OURS}
    for cookie in cookies.values():
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie


def test_a_cookie_under_the_plain_name_is_not_ours(https: Flask) -> None:
    browser = https.test_client()
    for name, value in (("language", "en"), ("reading_mode", "care")):
        browser.set_cookie(name, value, domain="linli.example.cn")
    page = browser.get("/c/guihua/", base_url="https://linli.example.cn", headers={"Accept-Language": "zh"}).text
    assert ('<html lang="en"' in page, 'data-mode="care"' in page) == (False, False)


def test_on_this_machine_itself_cookies_work_without_https(app: Flask) -> None:
    made = create_app(replace(app.config["RESIDENT"], public_url="http://127.0.0.1:8000"))
    with made.app_context(), transaction():
        make_community("guihua")
    cookies = _cookies(made, "http://127.0.0.1:8000")
    assert set(cookies) == OURS
    assert not any("Secure" in cookie for cookie in cookies.values())
    _put_away(made)


@pytest.mark.parametrize(("public_url", "demo", "secure"), [("", False, True), ("", True, False)])
def test_where_nobody_says_how_we_are_reached_only_a_demo_sends_cookies_in_clear(
    tmp_path, public_url: str, demo: bool, secure: bool
) -> None:
    made = create_app(test_settings(tmp_path, "sqlite://", public_url=public_url, demo=demo))
    assert made.config["SESSION_COOKIE_SECURE"] is secure


def test_a_form_sent_in_clear_to_a_site_with_https_is_shown_the_way(https: Flask) -> None:
    answer = https.test_client().post("/sign-in", data={"phone": "1"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "https://linli.example.cn" in answer.text
    assert "secure address" in answer.text
