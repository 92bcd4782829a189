"""Raising and changing a demand over HTTP, good input and bad."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands import actions
from resident.demands.models import Demand, DemandCategory, DemandState, WrongState
from resident.media.models import Photo
from tests.conftest import Clock
from tests.demands.conftest import Town, make_place
from tests.makers.demands import make_category

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


def _count(app: Flask, model: type[Demand] | type[Photo] = Demand) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def _picture(size: tuple[int, int] = (40, 30)) -> BytesIO:
    picture = BytesIO()
    Image.new("RGB", size, "green").save(picture, "JPEG")
    picture.seek(0)
    return picture


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient, town: Town) -> None:
    answer = client.get(town.url("/new"))
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


def test_a_demand_is_raised_and_a_double_tap_leads_to_the_same_one(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    first = browser.post(town.url("/new"), data=town.form(spot="2单元"))
    second = browser.post(town.url("/new"), data=town.form(spot="2单元"))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location == town.url("/1")
    assert _count(town.app) == 1
    demand = town.read(1)
    assert (demand.state, demand.spot, demand.shows_name) == ("in_review", "2单元", True)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Please fill this in."),
        ("title", "短", "4 to 60"),
        ("title", "长" * 61, "4 to 60"),
        ("body", "长" * 2001, "At most 2000"),
        ("spot", "长" * 61, "At most 60"),
        ("category_id", "999999", "Please choose one of these."),
        ("category_id", "abc", "Please choose one of these."),
        ("category_id", "9" * 30, "Please choose one of these."),
        ("building_id", "999999", "Please choose one of these."),
        ("building_id", "-1", "Please choose one of these."),
        ("visibility", "street", "Please choose one of these."),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_typed_is_lost(
    town: Town, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    kept = "楼上有两位<b>独居</b>老人，{{ 7*7 }}"
    answer = sign_in(town.author).post(
        town.url("/new"), data=town.form(**{"spot": kept, field: value}), headers=ENGLISH
    )
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert words in page
    assert kept in page or field == "spot"
    assert not value.strip() or value in page or field in {"category_id", "building_id", "visibility"}
    assert _count(town.app) == 0


def test_a_line_is_enough_and_its_words_say_which_kind_it_is(town: Town, sign_in: SignIn) -> None:
    with town.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, town.community)
        noise, other = (make_category(community, *names) for names in (("噪音扰民", "Noise"), ("其他", "Other")))
        kinds = {"门禁刷卡没反应": town.category, "楼下半夜打桩睡不着": noise.id, "想借活动室": other.id}
    browser = sign_in(town.author)
    for number, (title, kind) in enumerate(kinds.items(), start=1):
        sent = town.form(title=title, body="", category_id="", token=f"{number}" * 24)
        assert browser.post(town.url("/new"), data=sent).location == town.url(f"/{number}")
        assert (town.read(number).category_id, town.read(number).body) == (kind, "")
    chosen = town.form(title="楼下半夜打桩睡不着", body="", token="c" * 24)
    browser.post(town.url("/new"), data=chosen)
    assert town.read(4).category_id == town.category


def test_where_nothing_can_be_guessed_the_kind_is_asked_for(town: Town, sign_in: SignIn) -> None:
    answer = sign_in(town.author).post(
        town.url("/new"), data=town.form(title="想借活动室", body="", category_id=""), headers=ENGLISH
    )
    assert answer.status_code == 422
    assert "Please choose one of these." in unescape(answer.text)
    assert _count(town.app) == 0


def test_the_own_building_is_chosen_already_but_for_who_has_none(town: Town, sign_in: SignIn) -> None:
    chosen = rf'name="building_id" value="{town.building}" aria-label="[^"]*" checked'
    assert re.search(chosen, sign_in(town.author).get(town.url("/new")).text)
    assert not re.search(
        r'name="building_id" value="\d+"[^>]* checked', sign_in(town.worker).get(town.url("/new")).text
    )


def test_a_photo_sent_ahead_comes_along_with_its_form_alone(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    ahead = town.url("/photos")
    tile = browser.post(ahead, data={"token": "t" * 24, "photos": (_picture(), "door.jpg")})
    other = browser.post(ahead, data={"token": "u" * 24, "photos": (_picture(), "lock.jpg")})
    assert (tile.status_code, other.status_code) == (200, 200)
    assert tile.text.count('name="drop_photo"') == 1
    assert "<html" not in tile.text
    answer = browser.post(town.url("/new"), data=town.form())
    assert browser.get(answer.location).text.count("<img") == 1


@pytest.mark.parametrize("changes", [{"photos": b"no photo"}, {"token": "?"}, {"photos": ""}])
def test_what_cannot_be_kept_ahead_is_said_in_words_and_nothing_is_kept(
    town: Town, sign_in: SignIn, changes: dict[str, object]
) -> None:
    sent = {"token": "t" * 24, "photos": (_picture(), "door.jpg"), **changes}
    if isinstance(sent["photos"], bytes):
        sent["photos"] = (BytesIO(sent["photos"]), "lock.jpg")
    answer = sign_in(town.author).post(town.url("/photos"), data=sent, headers=ENGLISH)
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert ("lock.jpg" in answer.text) == bool(changes.get("photos"))
    assert _count(town.app, Photo) == 0


def test_a_photo_is_sent_ahead_by_who_may_raise_a_demand(town: Town, client: FlaskClient) -> None:
    answer = client.post(town.url("/photos"), data={"token": "t" * 24, "photos": (_picture(), "door.jpg")})
    assert answer.status_code == 303
    assert _count(town.app, Photo) == 0


def test_the_page_names_its_reader_to_the_phone_and_nobody_elses(
    town: Town, sign_in: SignIn, client: FlaskClient
) -> None:
    pages = [sign_in(one).get(town.url("/new")).text for one in (town.author, town.neighbour)]
    keys = [re.search(r'data-draft="(draft:[0-9a-f]{20}:[a-z0-9-]+)"', page) for page in pages]
    marks = [re.search(r'<html[^>]* data-who="([0-9a-f]{20})"', page) for page in pages]
    assert all(key and mark and f":{mark[1]}:" in key[1] for key, mark in zip(keys, marks, strict=True))
    assert len({key and key[1] for key in keys}) == len(keys)
    assert 'data-who=""' in client.get(town.url()).text
    assert "data-who" not in client.get("/c/nowhere/").text


def test_another_communitys_category_and_building_are_no_choice(app: Flask, town: Town, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        other = make_place()
        ids = {"category_id": other.category.id, "building_id": other.building.id}
    for field, value in ids.items():
        answer = sign_in(town.author).post(town.url("/new"), data=town.form(**{field: value}))
        assert answer.status_code == 422
    assert _count(app) == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("门禁坏了😀👨‍👩‍👧𠮷", "门禁坏了😀👨‍👩‍👧𠮷"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ config }}{% raw %}", "{{ config }}{% raw %}"),
        ("门禁\u202e坏了\u200f\u2066了", "门禁坏了了"),
        ("门禁\x00坏\x1b了了", "门禁坏了了"),
        ("  门禁\r\n坏了  ", "门禁 坏了"),
    ],
)
def test_whatever_people_type_stays_plain_text(town: Town, sign_in: SignIn, typed: str, stored: str) -> None:
    browser = sign_in(town.author)
    assert browser.post(town.url("/new"), data=town.form(title=typed)).status_code == 303
    assert town.read(1).title == stored
    page = browser.get(town.url("/1")).text
    assert "<script>alert" not in page
    assert stored in unescape(page)


def test_photos_arrive_and_a_broken_one_is_named_while_the_good_ones_are_kept(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    files = [(_picture(), "door.jpg"), (BytesIO(b"not a photo"), "lock.jpg")]
    answer = browser.post(town.url("/new"), data=town.form(photos=files), headers=ENGLISH)
    assert answer.status_code == 422
    assert "lock.jpg" in answer.text
    assert answer.text.count("drop_photo") == 1
    answer = browser.post(town.url("/new"), data=town.form())
    assert answer.location == town.url("/1")
    page = browser.get(answer.location)
    assert page.text.count("/wide") == 1


def test_a_photo_taken_out_again_does_not_come_along(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form(title="", photos=[(_picture(), "door.jpg"), (_picture(), "b.jpg")]))
    with town.app.app_context():
        key = db.session.scalars(select(Photo.key).order_by(Photo.id)).first()
    browser.post(town.url("/new"), data=town.form(drop_photo=key))
    with town.app.app_context():
        assert db.session.scalars(select(Photo.owner_id)).all() == [town.read(1).id]


def test_ten_photos_are_one_too_many_and_the_text_is_kept(town: Town, sign_in: SignIn) -> None:
    files = [(_picture(), f"{n}.jpg") for n in range(10)]
    answer = sign_in(town.author).post(town.url("/new"), data=town.form(photos=files), headers=ENGLISH)
    assert answer.status_code == 422
    assert "At most nine photos" in answer.text
    assert "刷卡和按密码都没反应" in answer.text


def test_while_it_waits_the_author_sees_the_place_in_line_and_changes_it(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form(token="a" * 24))
    browser.post(town.url("/new"), data=town.form(token="b" * 24))
    assert "It is number 2 in line." in browser.get(town.url("/2"), headers=ENGLISH).text
    page = browser.get(town.url("/2/edit"))
    assert "从上周末开始" in page.text
    answer = browser.post(town.url("/2/edit"), data=town.form(title="门禁还是坏的", version="1"))
    assert answer.location == town.url("/2")
    assert (town.read(2).title, town.read(2).version) == ("门禁还是坏的", 2)


def test_a_stale_form_shows_both_texts(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form())
    browser.post(town.url("/1/edit"), data=town.form(title="在手机上改的", version="1"))
    answer = browser.post(town.url("/1/edit"), data=town.form(title="在电脑上改的", version="1"))
    assert answer.status_code == 409
    assert "在手机上改的" in answer.text
    assert "在电脑上改的" in answer.text
    assert 'value="2"' in answer.text
    assert browser.post(town.url("/1/edit"), data=town.form(title="在电脑上改的", version="2")).status_code == 303


def test_new_photos_of_a_stale_form_are_kept_for_the_next_try(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form())
    browser.post(town.url("/1/edit"), data=town.form(title="在手机上改的", version="1"))
    stale = town.form(version="1", token="k" * 24, photos=[(_picture(), "a.jpg")])
    answer = browser.post(town.url("/1/edit"), data=stale)
    assert (answer.status_code, answer.text.count("drop_photo")) == (409, 1)
    assert browser.post(town.url("/1/edit"), data=town.form(version="2", token="k" * 24)).status_code == 303
    assert browser.get(town.url("/1")).text.count("/wide") == 1


def test_an_edit_that_comes_after_the_review_shows_what_was_typed(town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browser = sign_in(town.author)
    typed = town.form(title="门禁还是坏的", body="改过的<b>细节</b>", version="1")
    late = browser.post(town.url(f"/{number}/edit"), data=typed, headers=ENGLISH)
    assert late.status_code == 409
    assert "What you wrote" in late.text
    assert "门禁还是坏的" in late.text
    assert "改过的&lt;b&gt;细节" in late.text
    assert "What you wrote" not in browser.get(town.url(f"/{number}/edit"), headers=ENGLISH).text


def test_an_edit_overtaken_inside_its_transaction_shows_what_was_typed(
    town: Town, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.make(state=DemandState.IN_REVIEW)

    def too_late(*_args: object, **_more: object) -> None:
        raise WrongState

    monkeypatch.setattr(actions, "edit_demand", too_late)
    late = sign_in(town.author).post(town.url(f"/{number}/edit"), data=town.form(body="改过的", version="1"))
    assert late.status_code == 409
    assert "改过的" in late.text


def test_photos_of_a_waiting_demand_are_added_and_removed_with_an_edit(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form(photos=[(_picture(), "a.jpg")]))
    with town.app.app_context():
        key = db.session.scalars(select(Photo.key)).one()
    data = town.form(version="1", token="e" * 24, drop_photo=key, photos=[(_picture(), "b.jpg"), (_picture(), "c.jpg")])
    assert browser.post(town.url("/1/edit"), data=data).status_code == 303
    with town.app.app_context():
        keys = db.session.scalars(select(Photo.key).where(Photo.owner_id == town.read(1).id)).all()
    assert len(keys) == 2
    assert key not in keys


def test_what_is_published_is_no_longer_changed(town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browser = sign_in(town.author)
    assert browser.get(town.url(f"/{number}/edit")).status_code == 409
    assert browser.post(town.url(f"/{number}/edit"), data=town.form(version="1")).status_code == 409
    assert sign_in(town.neighbour).get(town.url(f"/{number}/edit")).status_code == 403


def test_the_author_withdraws_once_and_again_without_harm(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=DemandState.IN_REVIEW)
    browser = sign_in(town.author)
    assert browser.post(town.url(f"/{number}/withdraw")).status_code == 303
    assert browser.post(town.url(f"/{number}/withdraw")).status_code == 303
    assert town.read(number).state == "withdrawn"
    in_hand = town.make(state=DemandState.IN_HAND)
    assert browser.post(town.url(f"/{in_hand}/withdraw")).status_code == 409
    assert sign_in(town.neighbour).post(town.url(f"/{in_hand}/withdraw")).status_code == 403


def test_of_an_archived_category_only_the_demand_that_has_it_still_speaks(
    town: Town, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(town.author)
    browser.post(town.url("/new"), data=town.form())
    with town.app.app_context(), transaction():
        archived = db.session.get_one(DemandCategory, town.category)
        archived.archived_at = clock()
        db.session.add(DemandCategory(community_id=archived.community_id, position=2, name={"zh_Hans": "其他"}))
    assert browser.post(town.url("/new"), data=town.form(token="z" * 24)).status_code == 422
    assert browser.post(town.url("/1/edit"), data=town.form(version="1")).status_code == 303


def test_the_place_is_chosen_on_the_plan_of_the_estate(app: Flask, town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town.author)
    page = browser.get(town.url("/new")).text
    assert f'type="radio" name="building_id" value="{town.building}"' in page
    answer = browser.post(town.url("/new"), data=town.form(building_id=str(town.building), title="灯"))
    assert answer.status_code == 422
    assert f'value="{town.building}" aria-label="' in answer.text
    chosen = answer.text.split(f'name="building_id" value="{town.building}"', 1)[1].split(">", 1)[0]
    assert "checked" in chosen
    nowhere = browser.post(town.url("/new"), data=town.form(building_id="", title="灯")).text
    assert "checked" not in nowhere.split(f'name="building_id" value="{town.building}"', 1)[1].split(">", 1)[0]


def test_a_form_that_comes_back_leaves_the_kind_open_for_the_words_still_to_come(town: Town, sign_in: SignIn) -> None:
    answer = sign_in(town.author).post(town.url("/new"), data=town.form(title="", category_id=""))
    assert answer.status_code == 422
    assert not re.search(r'<input[^>]* checked[^>]* name="category_id"|name="category_id"[^>]* checked', answer.text)
