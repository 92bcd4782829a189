"""Founding a community and deciding its settings."""

import pytest
from sqlalchemy import select

from resident.accounts.models import SYSTEM
from resident.audit.models import AuditEvent
from resident.communities.actions import change_settings, follow_earlier, found_community
from resident.communities.context import communities, community_by_id
from resident.communities.models import Role
from resident.db import db
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.makers.communities import boss_of, make_community, make_staff
from tests.recorded import recorded

pytestmark = pytest.mark.usefixtures("session")
NAME = {"zh_Hans": "桂花社区", "en": "Osmanthus Community"}


def test_a_community_is_founded_once_under_its_slug() -> None:
    founded = found_community(slug="guihua", name=NAME, by=SYSTEM)
    assert communities() == [founded]
    with pytest.raises(Invalid) as refused:
        found_community(slug="guihua", name=NAME, by=SYSTEM)
    assert refused.value.field == "slug"


@pytest.mark.parametrize("slug", ["", "a", "Gui", "1st", "gui hua", "gui/hua", "桂花", "a" * 41])
def test_a_slug_must_be_able_to_stand_in_an_address(slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        found_community(slug=slug, name=NAME, by=SYSTEM)
    assert refused.value.field == "slug"


def test_a_community_needs_a_name() -> None:
    with pytest.raises(Invalid) as refused:
        found_community(slug="guihua", name={"zh_Hans": "", "en": ""}, by=SYSTEM)
    assert refused.value.field == "name"


def test_changed_settings_count_the_version_and_are_on_record() -> None:
    place = make_community()
    change_settings(community=place, version=1, by=boss_of(place), notice_days=0, raising_needs_residence=True)
    assert (place.notice_days, place.raising_needs_residence, place.version) == (0, True, 2)
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.details == {
        "names": ["notice_days", "raising_needs_residence"],
        "notice_days": [7, 0],
        "raising_needs_residence": [False, True],
    }


def test_saving_what_stands_there_changes_nothing() -> None:
    place = make_community()
    change_settings(community=place, version=1, by=boss_of(place), notice_days=7)
    assert place.version == 1
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_a_form_opened_before_a_colleague_saved_is_stale() -> None:
    place = make_community()
    change_settings(community=place, version=1, by=boss_of(place), pickup_days=3)
    with pytest.raises(Changed):
        change_settings(community=place, version=1, by=boss_of(place), points_per_hour=20)
    assert (place.pickup_days, place.points_per_hour) == (3, 10)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notice_days", -1),
        ("review_promise_minutes", 0),
        ("pickup_days", 0),
        ("points_monthly_cap", 79),
        ("points_daily_cap", 601),
        ("office_hours", ""),
        ("office_hours", "12:00-08:00"),
        ("own_days", {"2027-02-22": "worked"}),
    ],
)
def test_what_is_out_of_bounds_is_refused_at_its_field(name: str, value: object) -> None:
    place = make_community()
    with pytest.raises(Invalid) as refused:
        change_settings(community=place, version=1, by=boss_of(place), **{name: value})
    assert refused.value.field in {name, "points_monthly_cap", "days_worked"}
    assert place.version == 1


def test_what_is_no_setting_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        change_settings(community=make_community(), version=1, by=boss_of(make_community()), slug="other")


def test_an_open_day_of_another_kind_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        place = make_community()
        change_settings(community=place, version=1, by=boss_of(place), own_days={"2027-02-20": "half"})


def test_a_goal_has_words_and_hours_or_neither() -> None:
    place = make_community()
    boss, words, none = boss_of(place), {"zh_Hans": "陪伴独居老人", "en": ""}, {"zh_Hans": "", "en": ""}
    change_settings(community=place, version=1, by=boss, goal=none, goal_hours=None)
    assert place.version == 1
    for goal, hours, field in ((words, None, "goal_hours"), (none, 60, "goal"), (words, 0, "goal_hours")):
        with pytest.raises(Invalid) as refused:
            change_settings(community=place, version=1, by=boss, goal=goal, goal_hours=hours)
        assert refused.value.field == field
    change_settings(community=place, version=1, by=boss, goal=words, goal_hours=60)
    for half in ({"goal": none}, {"goal_hours": None}):
        with pytest.raises(Invalid):
            change_settings(community=place, version=2, by=boss, **half)
    change_settings(community=place, version=2, by=boss, goal_hours=80)
    change_settings(community=place, version=3, by=boss, goal=none, goal_hours=None)
    assert (place.goal_hours, place.version) == (None, 4)


def test_whether_an_earlier_list_is_followed_is_said_by_administrators_and_who_imports() -> None:
    row = make_community()
    community, administrator = community_by_id(row.id), make_staff(row, Role.ADMINISTRATOR)
    follow_earlier(community=community, follows=False, by=SYSTEM)
    for _twice in range(2):
        follow_earlier(community=community, follows=True, by=administrator)
    assert row.follows_earlier
    assert [one[0] for one in recorded()] == ["community.changed"] * 2
    with pytest.raises(NotAllowed):
        follow_earlier(community=community, follows=False, by=make_staff(row, Role.WORKER))
