"""Telling everybody something: who may, to whom, until when, changed and withdrawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from resident.accounts.models import SYSTEM
from resident.communities.context import community_by_id
from resident.communities.models import Role
from resident.db import db
from resident.notices.actions import Draft, edit_notice, publish_notice, withdraw_notice
from resident.notices.models import Notice
from resident.notices.people import notices_as_json
from resident.notices.queries import archive, at_hand, current, first_for
from resident.undo.actions import undo
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.conftest import Clock
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.notices import make_notice
from tests.makers.undo import last_deed

WATER = Draft({"zh_Hans": "周五上午停水", "en": ""}, {"zh_Hans": "请先接好水", "en": ""})
TODAY = date(2026, 3, 2)  # of the tests' clock, in Shanghai
pytestmark = pytest.mark.usefixtures("session")


def titles(told: list) -> list[str]:
    return [one.title["zh_Hans"] for one in told]


def test_the_committee_tells_everybody_and_nobody_else_does() -> None:
    place = make_community()
    community = community_by_id(place.id)
    for by in (SYSTEM, make_resident(place).value, make_staff(place, Role.MODERATOR).value):
        with pytest.raises(NotAllowed):
            publish_notice(community=community, draft=WATER, by=by)
    worker = make_staff(place, Role.WORKER)
    notice = publish_notice(community=community, draft=WATER, by=worker.value)
    assert titles(current(community).rows) == ["周五上午停水"]
    assert notices_as_json(worker.value)[0]["title"]["zh_Hans"] == "周五上午停水"
    stranger = make_staff(make_community(), Role.ADMINISTRATOR).value
    for act in (lambda: withdraw_notice(notice=notice, by=stranger), lambda: edit_it(notice, by=stranger)):
        with pytest.raises(NotAllowed):
            act()


def edit_it(notice: Notice, draft: Draft = WATER, version: int = 1, **who: object) -> None:
    edit_notice(notice=notice, draft=draft, version=version, **who)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": {"zh_Hans": "", "en": ""}}),
        ("title", {"body": {"zh_Hans": "", "en": "Fill a bucket"}}),
        ("ends_on", {"ends_on": TODAY - timedelta(days=1)}),
        ("grid_ids", {"grid_ids": (4711,)}),
        ("building_ids", {"building_ids": (0,)}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, change: dict[str, object]) -> None:
    place = make_community()
    elsewhere = make_building(make_community())
    change = {name: (elsewhere.id,) if value == (0,) else value for name, value in change.items()}
    boss = make_staff(place, Role.ADMINISTRATOR).value
    with pytest.raises(Invalid) as refused:
        publish_notice(community=community_by_id(place.id), draft=replace(WATER, **change), by=boss)
    assert refused.value.field == field


def test_an_edit_carries_the_version_and_leaves_a_mark(clock: Clock) -> None:
    place = make_community()
    notice, boss = make_notice(place), make_staff(place, Role.ADMINISTRATOR).value
    same = Draft({**notice.title}, {**notice.body})
    edit_it(notice, same, by=boss)
    assert (notice.version, notice.edited_at) == (1, None)
    edit_it(notice, replace(same, is_pinned=True), by=boss)
    assert (notice.version, notice.edited_at) == (2, None)
    clock.advance(hours=1)
    with pytest.raises(Changed):
        edit_it(notice, replace(same, title={"zh_Hans": "周六停水"}), 1, by=boss)
    edit_it(notice, replace(same, title={"zh_Hans": "周六停水"}), 2, by=boss)
    assert (notice.version, notice.edited_at) == (3, clock.moment)


def test_what_is_withdrawn_is_gone_and_can_come_back() -> None:
    place = make_community()
    community = community_by_id(place.id)
    notice, boss = make_notice(place), make_staff(place, Role.ADMINISTRATOR).value
    for _twice in range(2):
        withdraw_notice(notice=notice, by=boss)
    assert current(community).rows == []
    assert notice.version == 2
    undo(deed_id=last_deed("notice.withdrawn").id, community=community, by=boss)
    assert titles(current(community).rows) == ["周五停水"]


def test_what_stands_at_the_top_comes_first_and_what_is_over_is_in_the_archive_alone(clock: Clock) -> None:
    place = make_community()
    community = community_by_id(place.id)
    make_notice(place, title="置顶", is_pinned=True)
    make_notice(place, title="今天为止", ends_on=TODAY)
    clock.advance(minutes=1)
    make_notice(place, title="新的")
    make_notice(make_community(), title="别处")
    assert titles(current(community).rows) == ["置顶", "新的", "今天为止"]
    clock.advance(days=1)
    assert titles(current(community).rows) == ["置顶", "新的"]
    assert titles(archive(community).rows) == ["今天为止"]


def test_home_begins_with_what_is_for_ones_building() -> None:
    place = make_community()
    community = community_by_id(place.id)
    mine, other = make_building(place, "1"), make_building(place, "2")
    make_notice(place, title="给1栋", building=mine)
    make_notice(place, title="给网格").grid_ids = [mine.grid_id]
    make_notice(place, title="给2栋", building=other)
    make_notice(place, title="给大家", is_pinned=True)
    db.session.flush()
    told = at_hand(community)
    neighbour = make_resident(place, building=mine).value
    assert titles(first_for(community, told, neighbour)) == ["给网格", "给1栋", "给大家"]
    assert titles(first_for(community, told, None)) == ["给大家", "给2栋", "给网格", "给1栋"]
