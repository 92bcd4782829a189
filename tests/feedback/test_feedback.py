"""What people say of the app itself: open to everybody, throttled, kept a year, read by administrators."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.communities.context import community_by_slug
from resident.communities.models import Role
from resident.db import db, transaction
from resident.demands.models import Demand
from resident.feedback import actions
from resident.feedback.actions import give_feedback
from resident.feedback.jobs import forget_feedback
from resident.feedback.models import Feedback
from resident.web.errors import Later
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_organization

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
WORDS = "The type is <b>too</b> small"


@pytest.fixture
def place(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        here = make_community("guihua", phone="0571-88000018", duty_phone="0571-88000019")
        make_organization(here, kind="committee")
        other = make_community("yulan")
        return {
            "resident": make_resident(here).id,
            "administrator": make_staff(here, Role.ADMINISTRATOR).id,
            "worker": make_staff(here, Role.WORKER).id,
            "elsewhere": make_staff(other, Role.ADMINISTRATOR).id,
        }


@pytest.fixture(autouse=True)
def _without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def said(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(one.words, one.page) for one in db.session.scalars(select(Feedback).order_by(Feedback.id))]


def visit(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.get("/c/guihua/")
    return client


def test_a_visitor_says_something_and_an_administrator_reads_it(
    app: Flask, place: dict[str, int], sign_in: SignIn
) -> None:
    client = visit(app)
    page = client.get("/feedback", headers=ENGLISH | {"Referer": "http://localhost/c/guihua/demands?mine=1"}).text
    assert 'value="/c/guihua/demands"' in page
    assert "tel:0571-88000018" in page
    answer = client.post("/feedback", data={"words": WORDS, "page": "/c/guihua/demands"})
    assert (answer.status_code, answer.location) == (303, "/about")
    assert said(app) == [(WORDS, "/c/guihua/demands")]
    read = sign_in(place["administrator"]).get("/c/guihua/admin/feedback").text
    assert "The type is &lt;b&gt;too&lt;/b&gt; small" in read
    with app.app_context():
        assert db.session.scalars(select(Demand)).all() == []
    assert WORDS not in sign_in(place["elsewhere"]).get("/c/yulan/admin/feedback").text


def test_it_goes_to_the_community_on_whose_page_one_was(app: Flask, place: dict[str, int], sign_in: SignIn) -> None:
    client = visit(app)
    client.get("/c/yulan/")  # in another tab, meanwhile
    page = client.get("/feedback", headers={"Referer": "http://localhost/c/guihua/demands"}).text
    assert "tel:0571-88000018" in page
    client.post("/feedback", data={"words": WORDS, "page": "/c/guihua/demands"})
    client.post("/feedback", data={"words": "另一句", "page": "/c/nowhere/"})
    with app.app_context():
        assert [one.community_id for one in db.session.scalars(select(Feedback).order_by(Feedback.id))] == [
            community_by_slug("guihua").id,
            community_by_slug("yulan").id,
        ]


def test_where_there_is_no_community_yet_the_foot_of_a_page_leads_to_who_runs_this(app: Flask) -> None:
    client = app.test_client()
    for answer in (client.get("/feedback"), client.post("/feedback", data={"words": WORDS})):
        assert (answer.status_code, answer.location) == (303, "/about")
    about = client.get("/about")
    assert (about.status_code, 'href="/feedback"' in about.text.split("</main>")[0]) == (200, False)


def test_only_administrators_read_it(app: Flask, place: dict[str, int], sign_in: SignIn) -> None:
    for who in ("resident", "worker", "elsewhere"):
        assert sign_in(place[who]).get("/c/guihua/admin/feedback").status_code == 403, who
    assert visit(app).get("/c/guihua/admin/feedback").status_code == 303


def test_the_same_words_twice_are_kept_once_and_an_hour_later_again(
    app: Flask, place: dict[str, int], clock: Clock
) -> None:
    client = visit(app)
    for _ in range(2):
        assert client.post("/feedback", data={"words": WORDS}).status_code == 303
    assert said(app) == [(WORDS, "")]
    clock.advance(hours=1, seconds=1)
    client.post("/feedback", data={"words": WORDS})
    assert len(said(app)) == 2


@pytest.mark.parametrize("words", ["", "  ", "，", "x" * 1001])
def test_what_says_nothing_or_too_much_comes_back_at_its_field(app: Flask, place: dict[str, int], words: str) -> None:
    answer = visit(app).post("/feedback", data={"words": words})
    assert answer.status_code == 422
    assert 'id="words-e"' in answer.text
    assert said(app) == []


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", "/" + "a" * 2000, "\\x"]
)
def test_where_somebody_came_from_is_a_page_of_ours_or_nothing(app: Flask, place: dict[str, int], page: str) -> None:
    visit(app).post("/feedback", data={"words": WORDS, "page": page})
    assert [kept for _words, kept in said(app) if kept and not kept.startswith("/a")] == []
    assert all(len(kept) <= 200 for _words, kept in said(app))


def test_an_address_says_so_much_an_hour_and_loses_nothing_of_what_was_typed(
    app: Flask, place: dict[str, int], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PER_ADDRESS_AN_HOUR", 2)
    client = visit(app)
    codes = [client.post("/feedback", data={"words": f"{WORDS} {n}"}).status_code for n in range(3)]
    assert codes == [303, 303, 429]
    assert "type is &lt;b&gt;too&lt;/b&gt; small 9" in client.post("/feedback", data={"words": f"{WORDS} 9"}).text
    assert len(said(app)) == 2
    clock.advance(hours=1, seconds=1)
    assert client.post("/feedback", data={"words": WORDS}).status_code == 303


def test_a_community_takes_so_much_a_day(app: Flask, place: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "HERE_A_DAY", 1)
    with app.app_context(), transaction():
        community = community_by_slug("guihua")
        assert community
        give_feedback(community=community, words="a", page="", address="192.0.2.1")
        with pytest.raises(Later):
            give_feedback(community=community, words="b", page="", address="192.0.2.2")


def test_it_is_forgotten_after_a_year(app: Flask, place: dict[str, int], clock: Clock) -> None:
    visit(app).post("/feedback", data={"words": WORDS})
    clock.advance(days=364)
    with app.app_context():
        forget_feedback()
    assert len(said(app)) == 1
    clock.advance(days=2)
    with app.app_context():
        forget_feedback()
    assert said(app) == []


def test_who_runs_this_names_the_operator_and_what_the_app_never_does(app: Flask, place: dict[str, int]) -> None:
    client = visit(app)
    page = client.get("/about", headers=ENGLISH).text
    for words in ("tel:0571-88000018", "tel:0571-88000019", "It ranks nobody", "It requires nothing of anybody"):
        assert words in page
    foot = client.get("/c/guihua/").text
    assert 'href="/feedback"' in foot
    assert 'href="/about"' in foot


def test_an_installation_without_a_community_still_says_what_it_is(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/about").status_code == 200
    assert client.get("/feedback").location == "/about"
