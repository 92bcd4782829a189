"""Who is served a photo, and how long it may be kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.media.actions import adopt_drafts, hide_photos, keep_drafts, publish_photos
from resident.media.decoder import THUMB_BYTES
from resident.media.files import Size, path_of
from resident.media.models import Photo
from resident.media.owners import OWNERS, PAGES, Thing
from tests.makers.communities import make_community, make_resident
from tests.makers.media import make_prepared

TOKEN = "a" * 32
SignIn = Callable[[int], FlaskClient]


@dataclass
class Stage:
    """A photo that is a draft of `author`, and somebody else."""

    app: Flask
    author_id: int
    other_id: int

    def photo(self) -> Photo:
        return db.session.query(Photo).one()

    def key(self) -> str:
        with self.app.app_context():
            return self.photo().key

    def adopt(self, *, public: bool = False) -> str:
        with self.app.app_context():
            with transaction():
                photo = self.photo()
                photo.owner_id, photo.draft_token = 7, ""
                db.session.flush()
                if public:
                    publish_photos(owner_kind="thing", owner_id=7)
            return self.photo().key


@pytest.fixture
def stage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setitem(OWNERS, "thing", lambda _person, _owner_id: True)
    with app.app_context(), transaction():
        community = make_community()
        author, other = make_resident(community), make_resident(community)
        keep_drafts(prepared=make_prepared(), community=community, owner_kind="thing", token=TOKEN, by=author)
        return Stage(app, author.id, other.id)


def fetch(browser: FlaskClient, address: str, **headers: str) -> TestResponse:
    """The answer, read to its end so that the file is closed."""
    answer = browser.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.get_data()
    answer.close()
    return answer


def see_only(monkeypatch: pytest.MonkeyPatch, *people: int) -> None:
    monkeypatch.setitem(OWNERS, "thing", lambda person, _owner_id: person is not None and person.id in people)


def test_a_draft_is_for_its_sender_alone(stage: Stage, client: FlaskClient, sign_in: SignIn) -> None:
    address = f"/photos/{stage.key()}/thumb"
    answer = fetch(sign_in(stage.author_id), address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert fetch(sign_in(stage.other_id), address).status_code == 404
    assert fetch(client, address).status_code == 404


def test_a_public_photo_may_be_kept_for_a_week(stage: Stage, client: FlaskClient) -> None:
    key = stage.adopt(public=True)
    answer = fetch(client, f"/photos/{key}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=604800"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    again = fetch(client, f"/photos/{key}", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert len(fetch(client, f"/photos/{key}/thumb").data) <= THUMB_BYTES


def test_a_page_shows_it_as_wide_as_itself_and_an_older_one_whole(stage: Stage, client: FlaskClient) -> None:
    key = stage.adopt(public=True)
    with stage.app.app_context():
        whole, wide = (path_of(stage.photo().file, size) for size in (Size.PHOTO, Size.WIDE))
    assert fetch(client, f"/photos/{key}/wide").data == wide.read_bytes()
    wide.unlink()
    assert fetch(client, f"/photos/{key}/wide").data == whole.read_bytes()


def test_a_photo_opens_in_a_page_that_leads_back_and_to_the_others(
    stage: Stage, client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, "thing", lambda owner_id: Thing(f"/c/guihua/things/{owner_id}", "灯不亮"))
    with stage.app.app_context(), transaction():
        community, author = db.session.query(CommunityRow).one(), db.session.get_one(PersonRow, stage.author_id)
        keep_drafts(prepared=make_prepared(2), community=community, owner_kind="thing", token=TOKEN, by=author)
        adopt_drafts(community=community, owner_kind="thing", owner_id=7, token=TOKEN, by=author)
        slug = community.slug
        first, second, third = [f"/c/{slug}/photos/{one.key}" for one in db.session.query(Photo).order_by(Photo.id)]
    answer = client.get(second)
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert 'href="/c/guihua/things/7"' in answer.text
    assert re.findall(rf'href="(/c/{slug}/photos/[^"]+)"', answer.text) == [first, third]
    assert re.findall(rf'href="(/c/{slug}/photos/[^"]+)"', client.get(third).text) == [second]
    opened = client.get(f"{second}?back=/c/{slug}/review/7").text
    assert f'href="/c/{slug}/review/7"' in opened
    assert "/c/guihua/things/7" not in opened
    assert re.findall(rf'href="{first}\?back=([^"]+)"', opened) == [f"/c/{slug}/review/7"]
    assert "evil.example" not in client.get(f"{second}?back=//evil.example/").text
    see_only(monkeypatch, stage.author_id)
    assert client.get(second).status_code == 404
    assert sign_in(stage.other_id).get(second).status_code == 404
    assert sign_in(stage.author_id).get(second).status_code == 200


def test_a_draft_and_a_photo_of_elsewhere_have_no_page(stage: Stage, sign_in: SignIn) -> None:
    browser = sign_in(stage.author_id)
    with stage.app.app_context(), transaction():
        here, other = db.session.query(CommunityRow).one().slug, make_community("elsewhere").slug
    assert browser.get(f"/c/{here}/photos/{stage.key()}").status_code == 404
    assert browser.get(f"/c/{other}/photos/{stage.adopt()}").status_code == 404
    assert browser.get(f"/c/{here}/photos/x").status_code == 404


def test_a_waiting_photo_is_never_kept(stage: Stage, client: FlaskClient) -> None:
    answer = fetch(client, f"/photos/{stage.adopt()}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_the_owner_decides_who_sees_it(
    stage: Stage, client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    see_only(monkeypatch, stage.author_id)
    address = f"/photos/{stage.adopt()}"
    assert fetch(sign_in(stage.author_id), address).status_code == 200
    assert fetch(sign_in(stage.other_id), address).status_code == 404
    assert fetch(client, address).status_code == 404


def test_published_among_a_few_it_is_not_kept_by_caches(
    stage: Stage, client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    see_only(monkeypatch, stage.author_id)
    address = f"/photos/{stage.adopt(public=True)}"
    assert fetch(sign_in(stage.author_id), address).headers["Cache-Control"] == "private, no-store"
    assert fetch(client, address).status_code == 404


def test_an_old_link_goes_when_the_photo_is_published_or_hidden(stage: Stage, client: FlaskClient) -> None:
    waiting = stage.adopt()
    published = stage.adopt(public=True)
    with stage.app.app_context(), transaction():
        hide_photos(owner_kind="thing", owner_id=7)
    for old in (waiting, published):
        assert fetch(client, f"/photos/{old}").status_code == 404
        assert fetch(client, f"/photos/{old}/thumb").status_code == 404
    assert fetch(client, f"/photos/{stage.key()}").status_code == 200


@pytest.mark.parametrize("key", ["nothing", "..%2f..%2fsecret_key.secret", "%00", "a" * 400])
def test_an_unknown_key_is_nothing(client: FlaskClient, key: str) -> None:
    assert fetch(client, f"/photos/{key}").status_code == 404


def test_a_lost_file_is_nothing(stage: Stage, client: FlaskClient) -> None:
    key = stage.adopt(public=True)
    with stage.app.app_context():
        path_of(stage.photo().file).unlink()
    assert fetch(client, f"/photos/{key}").status_code == 404
    assert fetch(client, f"/photos/{key}/thumb").status_code == 200


def test_an_adopted_photo_is_no_longer_a_draft(stage: Stage, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage.app.app_context(), transaction():
        author = stage.photo().uploaded_by_id
        person = db.session.get_one(PersonRow, author)
        community = db.session.scalars(select(CommunityRow)).one()
        adopt_drafts(community=community, owner_kind="thing", owner_id=7, token=TOKEN, by=person)
    see_only(monkeypatch)
    assert fetch(sign_in(stage.author_id), f"/photos/{stage.key()}").status_code == 404


@pytest.mark.parametrize("address", ["/photos/a%00b", "/photos/nothing?after=%00"])
def test_an_address_with_a_nul_is_nothing(client: FlaskClient, address: str) -> None:
    assert fetch(client, address).status_code == 404
