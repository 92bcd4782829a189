"""How much a request may carry."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask, request, session
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.test import EnvironBuilder

from resident.web import uploads
from resident.web.uploads import MOST_PARTS

LITTLE, MUCH = 70_000, 240_000
Sent = dict[str, object]


@pytest.fixture
def small_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Two forms behind a CSRF check, one of which takes photos."""
    monkeypatch.setattr(uploads, "MOST_BYTES", MUCH)
    monkeypatch.setattr(uploads, "MOST_BYTES_OF_VISITORS", 2 * LITTLE)
    monkeypatch.setattr(uploads, "MOST_BYTES_OF_TEXT", LITTLE)
    app = Flask("small")
    app.config.update(SECRET_KEY="s" * 40)
    uploads.setup(app)
    CSRFProtect(app)

    @app.get("/sign-in")
    def sign_in() -> str:
        session["_user_id"] = "token"
        return generate_csrf()

    @app.get("/look")
    def look() -> str:
        return generate_csrf()

    @app.post("/photos")
    @uploads.uploads
    def photos() -> str:
        return str(sum(len(file.read()) for file in request.files.values()))

    @app.post("/parts")
    @uploads.uploads
    def parts() -> str:
        return str(request.max_form_parts)

    @app.post("/words")
    def words() -> str:
        return str(len(request.files) + len(request.form))

    return app.test_client()


def form(token: str, size: int) -> Sent:
    return {"photos": (io.BytesIO(b"x" * size), "photo.jpg"), "csrf_token": token}


def test_who_has_signed_in_may_send_photos(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/photos", data=form(token, 3 * LITTLE)).text == str(3 * LITTLE)


def test_above_the_limit_it_is_too_large(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/photos", data=form(token, 2 * MUCH)).status_code == 413


def test_a_visitor_may_send_little(small_app: FlaskClient) -> None:
    token = small_app.get("/look").text
    assert small_app.post("/photos", data=form(token, 10)).text == "10"
    assert small_app.post("/photos", data=form(token, 3 * LITTLE)).status_code == 413


def test_other_forms_take_little_from_anybody(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/words", data=form(token, 3 * LITTLE)).status_code == 413


def test_only_a_form_with_files_may_be_large(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/photos", data={"text": "x" * 3 * LITTLE, "csrf_token": token}).status_code == 413


def test_words_beside_the_photos_stay_small(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/photos", data={**form(token, 10), "text": "x" * 3 * LITTLE}).status_code == 413


def test_a_form_with_photos_has_few_parts(small_app: FlaskClient) -> None:
    token = small_app.get("/sign-in").text
    assert small_app.post("/parts", data=form(token, 10)).text == str(MOST_PARTS)


def test_words_that_are_no_upload_are_few(small_app: FlaskClient) -> None:
    token = small_app.get("/look").text
    for sent in ({"text": "x" * (LITTLE + 1)}, {f"field{number}": "" for number in range(2_000)}):
        assert small_app.post("/words", data={**sent, "csrf_token": token}).status_code == 413
        multipart = {**sent, "csrf_token": token}
        assert small_app.post("/words", data=multipart, content_type="multipart/form-data").status_code == 413
    assert small_app.post("/words", data={"text": "x" * (LITTLE // 2), "csrf_token": token}).text == "2"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/look?q=" + "x" * 3_000, {}, 200),
        ("/look?q=" + "x" * 5_000, {}, 414),
        ("/" + "x" * 2_000, {}, 414),
        ("/look", {"Accept-Language": "x" * 10_000}, 431),
        ("/look", {"Referer": "http://localhost/" + "x" * 10_000}, 431),
        ("/look", {"Accept-Language": "x" * 4_000}, 200),
    ],
)
def test_an_address_and_a_header_have_an_end(
    small_app: FlaskClient, path: str, headers: dict[str, str], status: int
) -> None:
    assert small_app.get(path, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("path", "kind", "is_signed_in", "most"),
    [
        ("/photos", "multipart/form-data; boundary=b", True, MUCH),
        ("/photos", "multipart/form-data; boundary=b", False, 2 * LITTLE),
        ("/photos", "application/x-www-form-urlencoded", True, LITTLE),
        ("/words", "multipart/form-data; boundary=b", True, LITTLE),
        ("/nowhere", "multipart/form-data; boundary=b", True, LITTLE),
    ],
)
def test_the_web_server_is_told_the_same_limits(
    small_app: FlaskClient, path: str, kind: str, is_signed_in: bool, most: int
) -> None:
    small_app.get("/sign-in" if is_signed_in else "/look")
    cookie = small_app.get_cookie("session")
    assert cookie
    header = {"Cookie": f"session={cookie.value}"}
    environ = EnvironBuilder(path, method="POST", content_type=kind, headers=header).get_environ()
    assert uploads.allowance(small_app.application, environ) == most
