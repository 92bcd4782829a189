"""The front door leads to the home community, or lets one choose."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.db import transaction
from tests.makers.communities import make_community


def found(app: Flask, *slugs: str) -> None:
    with app.app_context(), transaction():
        for slug in slugs:
            make_community(slug)


def test_the_only_community_is_the_home_community(app: Flask, client: FlaskClient) -> None:
    found(app, "guihua")
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/c/guihua/")


def test_of_several_one_chooses_and_then_comes_back_to_the_one_visited_last(app: Flask, client: FlaskClient) -> None:
    found(app, "guihua", "yulan")
    answer = client.get("/")
    assert answer.status_code == 200
    assert "/c/guihua/" in answer.text
    assert "/c/yulan/" in answer.text
    client.get("/c/yulan/")
    assert client.get("/").location == "/c/yulan/"
    assert client.get("/?choose=1").status_code == 200


def test_the_operators_home_community_comes_first(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(app, "guihua", "yulan")
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], home_community="guihua"))
    client.get("/c/yulan/")
    assert client.get("/").location == "/c/guihua/"


def test_a_cookie_that_names_no_community_is_passed_over(app: Flask, client: FlaskClient) -> None:
    found(app, "guihua", "yulan")
    client.set_cookie("community", "//evil.example")
    assert client.get("/").status_code == 200


def test_without_a_community_the_page_says_so(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'class="empty' in answer.text
