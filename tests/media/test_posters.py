"""Posters: asked for, drawn by the worker, true as long as their thing reads as they do."""

import io

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, transaction
from resident.i18n import speaking
from resident.media import posters
from resident.media.files import poster_path
from resident.media.models import Poster
from resident.media.posters import ask_for_poster, draw_posters, poster_now, true_poster
from resident.media.sheets import SHEETS, Sheet
from resident.web.errors import NotAllowed, NotHere
from tests.makers.communities import make_building, make_community, make_resident

PLAIN = Sheet("长椅松了", "/c/here/things/7", "长按识别", "您也拍一张", "邻里 · 桂花社区")


class Stage:
    """A thing whose poster somebody asks for; `sheet` is what it says now, None once it is not public."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.sheet: Sheet | None = PLAIN
        with app.app_context(), transaction():
            row = make_community()
            make_building(row)
            self.community_id, self.person_id = row.id, make_resident(row).id

    def ask(self) -> None:
        with transaction():
            ask_for_poster(community=self.community, kind="thing", subject_id=7, by=self.person)

    @property
    def person(self) -> PersonRow:
        return db.session.get_one(PersonRow, self.person_id)

    @property
    def community(self) -> Community:
        return community_of(_Of(self.community_id))

    def poster(self) -> Poster:
        return db.session.scalars(select(Poster)).one()


class _Of:
    def __init__(self, community_id: int) -> None:
        self.community_id = community_id


@pytest.fixture
def stage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(app)
    monkeypatch.setitem(SHEETS, "thing", lambda _community, _number: stage.sheet)
    return stage


def test_it_is_asked_for_once_and_drawn_by_the_worker(stage: Stage) -> None:
    with stage.app.app_context():
        assert poster_now(stage.community, "thing", 7) == (False, "")
        stage.ask()
        key = stage.poster().key
        assert poster_now(stage.community, "thing", 7) == (True, "")
        stage.ask()
        assert stage.poster().key == key
        assert true_poster(key) is None
        draw_posters()
        assert poster_now(stage.community, "thing", 7) == (True, f"/posters/{key}.jpg")
        assert stage.poster().size == poster_path(key).stat().st_size


def test_a_visitor_is_served_it_until_its_thing_reads_otherwise(stage: Stage, client: FlaskClient) -> None:
    with stage.app.app_context():
        stage.ask()
        draw_posters()
        key = stage.poster().key
    answer = client.get(f"/posters/{key}.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    answer.close()
    for changed in (PLAIN._replace(title="长椅修好了"), PLAIN._replace(state="已解决"), None):
        stage.sheet = changed
        assert client.get(f"/posters/{key}.jpg").status_code == 404


def test_asked_for_again_after_a_change_it_has_another_key_and_the_old_file_goes(stage: Stage) -> None:
    with stage.app.app_context():
        stage.ask()
        draw_posters()
        old = stage.poster().key
        stage.sheet = PLAIN._replace(title="长椅修好了")
        assert poster_now(stage.community, "thing", 7) == (False, "")
        stage.ask()
        draw_posters()
        assert stage.poster().key != old
        assert not poster_path(old).exists()
        assert poster_path(stage.poster().key).exists()


def test_what_is_hidden_before_it_is_drawn_is_never_drawn(stage: Stage) -> None:
    with stage.app.app_context():
        stage.ask()
        stage.sheet = None
        draw_posters()
        assert db.session.scalars(select(Poster)).all() == []


def test_nobody_asks_for_what_is_not_public_and_the_app_itself_asks_for_none(stage: Stage) -> None:
    with stage.app.app_context():
        with pytest.raises(NotAllowed), transaction():
            ask_for_poster(community=stage.community, kind="thing", subject_id=7, by=SYSTEM)
        stage.sheet = None
        with pytest.raises(NotHere), transaction():
            ask_for_poster(community=stage.community, kind="thing", subject_id=7, by=stage.person)


def test_each_language_has_its_own(stage: Stage) -> None:
    with stage.app.app_context():
        stage.ask()
        with speaking("en"):
            assert not poster_now(stage.community, "thing", 7).is_asked
            stage.ask()
        draw_posters()
        assert {one.language for one in db.session.scalars(select(Poster))} == {"zh_Hans", "en"}


def test_the_oldest_go_where_they_take_too_much_room(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage.app.app_context():
        stage.ask()
        draw_posters()
        key = stage.poster().key
        monkeypatch.setattr(posters, "MOST_BYTES", 1000)
        draw_posters()
        assert db.session.scalars(select(Poster)).all() == []
        assert not poster_path(key).exists()


def test_a_phone_reads_its_code(stage: Stage) -> None:
    with stage.app.app_context():
        stage.ask()
        draw_posters()
        image = Image.open(io.BytesIO(poster_path(stage.poster().key).read_bytes()))
        (code,) = zxingcpp.read_barcodes(image)
        assert code.text.endswith("/c/here/things/7")
        corners = code.position
        assert corners.top_right.x - corners.top_left.x >= 240
