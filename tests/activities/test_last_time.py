"""A call for an activity begins with the words of the last one: its first screen asks what, when, where and how many."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from resident.activities.models import Activity, Shift
from resident.activities.queries import last_time
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.organizations.models import Organization
from tests.activities.conftest import Neighbourhood
from tests.makers.activities import make_activity, make_shift, two
from tests.makers.organizations import make_organization

SignIn = Callable[[int], FlaskClient]
FOLD = re.compile(r"<details( open)?><summary><svg[^\n]*?<b>([^<]*)</b>(?:<span class=\"meta\">(.*?)</span>)?", re.S)


def _folds(page: str) -> dict[str, tuple[bool, str]]:
    """Whether each line is open, and what it says beside its name."""
    return {name: (bool(is_open), note) for is_open, name, note in FOLD.findall(page[page.index("<h1") :])}


def test_the_lines_say_what_they_hold_and_that_it_is_as_last_time(sign_in: SignIn, here: Neighbourhood) -> None:
    folds = _folds(sign_in(here.manager).get(f"{here.path}/new").text)
    assert folds["活动室"] == (False, "和上次同一个地方")
    assert folds["做什么、谁能来"] == (False, "和上次一样：一起包饺子。")
    assert folds["风险和保障"] == (False, "和上次一样：有热锅。")
    assert folds["负责人：赵秀英"][0] is False


def test_title_and_day_are_never_those_of_the_last_time(sign_in: SignIn, here: Neighbourhood) -> None:
    page = sign_in(here.manager).get(f"{here.path}/new").text
    for name in ("title_zh_Hans", "title_en", "day", "starts_at", "ends_at", "sign_up_until"):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value=""', page), name
    assert re.search(r'<input[^>]*name="capacity"[^>]*value="2"', page)


def test_the_same_again_has_the_title_and_the_place_as_well(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        make_activity(db.session.get_one(CommunityRow, here.community), body=_body(here), title="别的")
    page = sign_in(here.manager).get(f"{here.path}/new?like={here.activity}").text
    assert 'value="包饺子"' in page
    assert 'value="活动室"' in page


def test_without_a_last_time_what_is_needed_is_open(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        db.session.execute(delete(Shift))
        db.session.execute(delete(Activity))
    folds = _folds(sign_in(here.manager).get(f"{here.path}/new").text)
    is_open = {name for name, (is_open, _note) in folds.items() if is_open}
    assert is_open == {"集合地点", "做什么、谁能来", "风险和保障", "负责人"}
    assert folds["报名到开始为止"] == (False, "")


def test_sending_works_without_opening_a_line(sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    fields = _sent_as_shown(browser.get(f"{here.path}/new").text)
    when = {"day": "2026-03-05", "starts_at": "14:00", "ends_at": "16:00"}
    answer = browser.post(f"{here.path}/new", data=fields | when | {"title_zh_Hans": "又包饺子"})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "一起包饺子。" in page
    assert "活动室" in page


def test_an_error_inside_a_line_opens_it_and_the_summary_links_to_it(sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    fields = _sent_as_shown(browser.get(f"{here.path}/new").text) | {"conditions_zh_Hans": "长" * 201}
    page = browser.post(f"{here.path}/new", data=fields).text
    folds = _folds(page)
    assert folds["做什么、谁能来"][0]
    assert not folds["风险和保障"][0]
    assert 'href="#conditions_zh_Hans"' in page
    assert 'id="conditions_zh_Hans"' in page


@pytest.mark.parametrize(
    "fields", [{"state": "withdrawn"}, {"state": "not_approved"}, {"state": "changes_asked"}, {"organization_id": None}]
)
def test_what_was_refused_or_is_another_bodys_is_nobodys_last_time(
    app: Flask, here: Neighbourhood, fields: dict[str, object]
) -> None:
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, here.community)
        other = make_activity(community, body=_body(here), title="别的")
        for name, value in fields.items():
            setattr(other, name, value or make_organization(community).id)
        db.session.flush()
        last = last_time(community, [here.body])
        assert last is not None
        assert last.id == here.activity


def test_the_last_shift_is_the_one_that_comes_last_and_one_without_shifts_has_none(
    app: Flask, here: Neighbourhood
) -> None:
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, here.community)
        activity = db.session.get_one(Activity, here.activity)
        make_shift(activity, hours=99, capacity=7).place = two("东门")
        make_shift(activity, hours=50, capacity=5)
        last = last_time(community, [here.body])
        assert last is not None
        assert (last.capacity, last.place) == (7, two("东门"))
        make_activity(community, body=activity.organization, title="还没有班次")
        last = last_time(community, [here.body])
        assert last is not None
        assert (last.capacity, last.place) == (None, None)


def _body(here: Neighbourhood) -> Organization:
    return db.session.get_one(Activity, here.activity).organization


def _sent_as_shown(page: str) -> dict[str, str]:
    """What the form sends when nobody touches it."""
    form = page[page.index("<h1") : page.index("</main>")]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or "checked" in tag):
            fields[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*([^<]*)</textarea>', form):
        fields[name] = text
    for name, value in re.findall(r'<select[^>]*name="(\w+)".*?<option selected value="(\d+)"', form, re.S):
        fields[name] = value
    return fields
