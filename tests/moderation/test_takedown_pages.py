"""Pages of what is taken down: 404 for the public, a line for its author and the staff."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.moderation.models import Takedown
from tests.conftest import Clock
from tests.makers.communities import make_resident, make_staff
from tests.moderation.test_takedowns import KINDS, WHY, make_scene
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


@dataclass
class Town:
    """Ids and addresses, for requests."""

    slug: str
    path: str
    subject: int
    author: int
    first: int
    second: int
    administrator: int
    neighbour: int
    worker: int

    @property
    def take_down(self) -> str:
        return f"/c/{self.slug}/take-down"


def make_town(app: Flask, kind: str, clock: Clock) -> Town:
    with app.app_context(), transaction():
        from resident.moderation.removable import KINDS as REGISTERED

        scene = make_scene(kind, clock)
        row = db.session.get_one(CommunityRow, scene.community.id)
        return Town(
            slug=row.slug,
            path=REGISTERED[kind].about(scene.subject).path,
            subject=scene.subject.id,
            author=scene.author.id,
            first=scene.first.id,
            second=scene.second.id,
            administrator=scene.administrator.id,
            neighbour=make_resident(row, "小周").id,
            worker=make_staff(row, Role.WORKER, "沈丽").id,
        )


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def town(app: Flask, kind: str, clock: Clock) -> Town:
    return make_town(app, kind, clock)


def down(town: Town, kind: str, browser: FlaskClient) -> str:
    answer = browser.post(f"{town.take_down}/{kind}/{town.subject}", data={"reason": WHY})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_moderator_finds_the_way_from_its_page_and_takes_it_down(kind: str, town: Town, sign_in: SignIn) -> None:
    moderator = sign_in(town.first)
    address = f"{town.take_down}/{kind}/{town.subject}"
    assert address in moderator.get(town.path).text
    assert address not in sign_in(town.neighbour).get(town.path).text
    assert moderator.get(address).status_code == 200
    page = moderator.get(down(town, kind, moderator), headers=ENGLISH).text
    assert WHY in page
    assert "a colleague decides whether it comes back" in page


def test_the_reason_is_asked_for_and_what_was_chosen_stays(kind: str, town: Town, sign_in: SignIn) -> None:
    answer = sign_in(town.first).post(f"{town.take_down}/{kind}/{town.subject}", data={"reason": ""})
    assert answer.status_code == 422
    answer = sign_in(town.first).post(f"{town.take_down}/{kind}/{town.subject}", data={"reason": "字" * 301})
    assert answer.status_code == 422
    assert "字" * 301 in answer.text


def test_a_second_moderator_is_told_on_the_same_page(kind: str, town: Town, sign_in: SignIn) -> None:
    down(town, kind, sign_in(town.first))
    answer = sign_in(town.second).post(f"{town.take_down}/{kind}/{town.subject}", data={"reason": WHY}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "It is down already" in answer.text


@pytest.mark.parametrize("who", ["author", "neighbour", "administrator", "worker"])
def test_nobody_else_comes_to_the_form(kind: str, town: Town, sign_in: SignIn, who: str) -> None:
    browser, address = sign_in(getattr(town, who)), f"{town.take_down}/{kind}/{town.subject}"
    assert browser.get(address).status_code == 403
    assert browser.post(address, data={"reason": WHY}).status_code == 403


@pytest.mark.parametrize("address", ["demand/999", "nothing/1", "comment/0"])
def test_what_there_is_not_is_not_here(app: Flask, sign_in: SignIn, clock: Clock, address: str) -> None:
    town = make_town(app, "demand", clock)
    assert sign_in(town.first).get(f"{town.take_down}/{address}").status_code == 404


@pytest.mark.parametrize("kind", ["demand", "activity", "reward"])
def test_the_public_gets_404_and_its_author_a_line(client: FlaskClient, kind: str, town: Town, sign_in: SignIn) -> None:
    page = down(town, kind, sign_in(town.first))
    assert client.get(town.path).status_code == 404
    assert sign_in(town.neighbour).get(town.path).status_code == 404
    for person in (town.author, town.second):
        seen = sign_in(person).get(town.path)
        assert seen.status_code == 200
        assert WHY in seen.text
        assert page in seen.text
    sign_in(town.second).post(f"{page}/restore")
    assert client.get(town.path).status_code == 200


@pytest.mark.parametrize("kind", ["comment"])
def test_a_comment_goes_for_the_public_and_stays_for_its_writer(
    client: FlaskClient, kind: str, town: Town, sign_in: SignIn
) -> None:
    assert "我家也是。" in client.get(town.path).text
    down(town, kind, sign_in(town.first))
    for stranger in (client, sign_in(town.neighbour)):
        assert "我家也是。" not in stranger.get(town.path).text
        assert "我家也是。" not in stranger.get(f"{town.path}/comments").text
    for person in (town.author, town.second):
        text = sign_in(person).get(town.path).text
        assert "我家也是。" in text
        assert WHY in text


@pytest.mark.parametrize("kind", ["photo"])
def test_a_photo_goes_for_the_public_under_its_old_link_too(
    app: Flask, client: FlaskClient, kind: str, town: Town, sign_in: SignIn
) -> None:
    assert "f" * 43 in client.get(town.path).text
    down(town, kind, sign_in(town.first))
    text = sign_in(town.author).get(town.path).text
    assert WHY in text
    assert "f" * 43 not in text
    with app.app_context():
        from resident.media.models import Photo

        key = db.session.get_one(Photo, town.subject).key
    assert key in text
    assert key not in client.get(town.path).text
    for stranger in (client, sign_in(town.neighbour)):
        assert stranger.get(f"/photos/{key}").status_code == 404


def test_the_author_appeals_and_a_colleague_decides_in_the_queue(kind: str, town: Town, sign_in: SignIn) -> None:
    page = down(town, kind, sign_in(town.first))
    author = sign_in(town.author)
    assert author.get(page).status_code == 200
    refused = author.post(f"{page}/appeal", data={"appeal": ""})
    assert refused.status_code == 422
    assert author.post(f"{page}/appeal", data={"appeal": "没有说谁。"}).status_code == 303
    assert author.post(f"{page}/appeal", data={"appeal": "没有说谁。"}).status_code == 409
    assert author.post(f"{page}/restore").status_code == 403
    first, second = sign_in(town.first), sign_in(town.second)
    queue = second.get(f"/c/{town.slug}/review?kind=appeal").text
    address = queue.split('class="item', 1)[1].split('href="', 1)[1].split("?", 1)[0]
    assert "没有说谁。" in second.get(address).text
    assert 'value="approved"' not in first.get(address).text
    assert first.post(address, data={"decision": "approved", "version": 1}).status_code == 403
    assert second.post(address, data={"decision": "changes_asked", "version": 1, "reason": "改"}).status_code == 403
    assert second.post(address, data={"decision": "approved", "version": 1}).status_code == 303
    assert author.get(page).status_code == 200
    assert author.post(f"{page}/appeal", data={"appeal": "没有说谁。"}).status_code == 409


@pytest.mark.parametrize("who", ["neighbour", "worker"])
def test_why_it_is_down_is_nobody_elses_business(
    client: FlaskClient, kind: str, town: Town, sign_in: SignIn, who: str
) -> None:
    page = down(town, kind, sign_in(town.first))
    browser = sign_in(getattr(town, who))
    assert browser.get(page).status_code == 404
    assert browser.post(f"{page}/appeal", data={"appeal": "x"}).status_code == 404
    assert browser.post(f"{page}/restore").status_code == 404
    assert client.get(page).status_code == 303


def test_moderators_list_what_was_taken_down(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    town = make_town(app, "demand", clock)
    moderator = sign_in(town.first)
    address = f"/c/{town.slug}/taken-down"
    assert moderator.get(address).status_code == 200
    page = down(town, "demand", moderator)
    with statements_of(app) as few:
        assert page in moderator.get(address).text
    with app.app_context(), transaction():
        kept = db.session.scalars(db.select(Takedown)).one()
        for number in range(2, 12):
            copy = {name: getattr(kept, name) for name in ("community_id", "kind", "title", "reason", "taken_down_at")}
            db.session.add(Takedown(**copy, subject_id=1000 + number, taken_down_by_id=kept.taken_down_by_id))
    with statements_of(app) as many:
        moderator.get(address)
    assert len(many) == len(few)
    assert sign_in(town.neighbour).get(address).status_code == 403
