"""Security headers, caching and compression of what the app itself answers."""

import gzip

import pytest

from resident import create_app
from resident.web.headers import CONTENT_SECURITY_POLICY
from tests.conftest import test_settings


@pytest.mark.parametrize("path", ["/probe/long", "/probe/status/404", "/healthz", "/probe/busy"])
def test_every_answer_carries_the_headers(browser, path):
    headers = browser.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert {"HX-Request", "Cookie", "Accept-Language"} <= set(headers["Vary"].split(", "))


def test_the_policy_allows_nothing_inline_and_nobody_else():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_demo_mode_does_not_ask_for_https(tmp_path):
    app = create_app(test_settings(tmp_path, "sqlite://", demo=True))
    answer = app.test_client().get("/healthz")
    assert "Strict-Transport-Security" not in answer.headers
    assert app.config["SESSION_COOKIE_SECURE"] is False


def test_cookies_are_for_this_site_and_not_for_scripts(tmp_path):
    app = create_app(test_settings(tmp_path, "sqlite://", public_url="https://linli.example.cn"))
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_a_long_page_is_compressed_for_those_who_read_that(browser):
    plain = browser.get("/probe/long")
    assert "Content-Encoding" not in plain.headers
    packed = browser.get("/probe/long", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 10


def test_a_short_answer_is_not_worth_it(browser):
    assert "Content-Encoding" not in browser.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


def test_a_visitors_page_sets_no_cookie_and_may_be_asked_for_again(browser):
    answer = browser.get("/probe/long")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_page_for_somebody_is_for_nobody_else(browser):
    browser.set_cookie("community", "guihua")
    assert browser.get("/probe/long").headers["Cache-Control"] == "private, no-cache"


def test_a_built_file_is_kept_for_a_year_and_only_built_files_are_served(browser):
    page = browser.get("/probe/status/404").text
    address = page.split('href="/static/', 1)[1].split('"', 1)[0]
    answer = browser.get(f"/static/{address}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()
    assert browser.get("/static/css/tokens.css").status_code == 404
    assert browser.get("/static/../app.py").status_code == 404


@pytest.mark.parametrize("path", ["/probe/status/404", "/probe/note", "/me"])
def test_what_is_for_people_alone_is_for_no_index(browser, path):
    assert browser.get(path).headers["X-Robots-Tag"] == "noindex"


def test_a_public_page_may_be_found(browser):
    assert "X-Robots-Tag" not in browser.get("/probe/long").headers
    assert browser.get("/robots.txt").text.startswith("User-agent: *")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/c/guihua", "/c/guihua/"),
        ("/c/guihua?a=b&c=%E6%A1%82", "/c/guihua/?a=b&c=%E6%A1%82"),
        ("/c//guihua", "/c/guihua/"),
        ("//evil.example//c", "/evil.example/c"),
    ],
)
def test_a_redirect_never_repeats_the_host_that_was_sent(browser, path, wanted):
    asked = {"HTTP_HOST": "evil.example", "PATH_INFO": path.partition("?")[0]}
    answer = browser.get(path, environ_overrides=asked)
    assert answer.headers.get("Location", wanted) == wanted
    assert answer.status_code == (308 if "guihua" in path else 404)
    assert "http://" not in answer.headers.get("Location", "")
