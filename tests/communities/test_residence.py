"""Belonging to a community, and the home the committee confirms."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from resident.accounts.models import PersonRow
from resident.audit.models import AuditEvent
from resident.communities.actions import confirm_residence, ensure_membership
from resident.communities.doors import door, same_name
from resident.communities.models import Building, CommunityRow, Household, Membership, Role
from resident.communities.queries import home_of
from resident.db import db, transaction
from resident.web.errors import Invalid, NotHere
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_building, make_community, make_staff


@pytest.mark.parametrize(
    ("bare", "spellings"),
    [
        (
            "2",
            (
                "2",
                "2单元",
                "2 单元",
                "２单元",
                "二单元",
                "第二单元",
                "第2单元",
                "二單元",
                "Unit 2",
                "unit2",
                "２",
                "二",
                "②单元",
            ),
        ),
        ("12", ("12单元", "十二单元", "第十二单元", "Unit 12")),
        ("502", (" 502 室", "502房", "502号", "五〇二室", "五零二", "Room No. 502", "apt. 502")),
        ("102", ("一百零二室", "一〇二", "102號")),
        ("12A", ("no. 12a", "12A室")),
        ("1楼", ("一楼", "1楼", "1 樓", "第一楼")),
        ("地下1层", ("地下一层", "地下1层", "地下 1 层")),
        ("地下室", ("地下室", "地下 室")),
        ("地下", ("地下",)),
        ("活动室", ("活动室",)),
        ("东", ("东单元", "东")),
        ("A", ("A单元", "Unit A", "Ａ")),
        ("A座", ("A座", "a 座")),
        ("1-301", ("1-301", "1—301", "1－301", "1-301室")),
        ("8栋", ("8栋", "八栋")),
        ("8号楼", ("8号楼", "八号楼")),
        ("1层", ("一层",)),
        ("八一楼", ("八一楼",)),
        ("一百二", ("一百二",)),
        ("NORTH", ("North",)),
        ("UNITY", ("Unity",)),
        ("", ("", "  ", "单元", "室", " 号")),
    ],
)
def test_a_door_has_one_number_however_it_is_written_and_shares_it_with_no_other(
    bare: str, spellings: tuple[str, ...]
) -> None:
    assert {door(written) for written in spellings} == {bare}
    assert door(bare) == bare


@given(st.text(st.sampled_from("0123一二十百〇零第单元室号楼地下 Unitno.ABａ２")))
def test_a_door_spelt_once_is_spelt_for_good(written: str) -> None:
    assert door(door(written)) == door(written)


@pytest.mark.parametrize(
    "spellings",
    [
        ("8栋", "８栋", "八栋", "8 栋", "第八栋", "8棟"),
        ("8号楼", "八号楼", "８號樓"),
        ("第一网格", "第1网格", "一网格"),
        ("Building 8", "building  8", "BUILDING 8"),
        ("桂花苑八栋", "桂花苑8栋"),
        ("八一大楼",),
        ("81大楼",),
        ("18栋", "十八栋"),
    ],
)
def test_a_house_has_one_name_however_it_is_written(spellings: tuple[str, ...]) -> None:
    assert len({same_name(written) for written in spellings}) == 1
    assert same_name(spellings[0]) not in {same_name(other) for other in ("8幢", "9栋", "第二网格", "Building 9")}


@pytest.mark.usefixtures("session")
class TestResidence:
    def test_a_confirmed_home_makes_a_confirmed_resident(self, clock: Clock) -> None:
        place = make_community()
        building, person = make_building(place), make_person()
        confirm_residence(
            community=place,
            person=person,
            building=building,
            unit="2单元",
            room="502",
            by=make_staff(place, Role.MODERATOR),
        )
        home = home_of(place, person)
        assert home is not None
        assert home.confirmed_at == clock.moment
        assert (home.household.building_id, home.household.unit, home.household.room) == (building.id, "2", "502")

    def test_confirming_the_same_home_again_changes_nothing(self, clock: Clock) -> None:
        place = make_community()
        building, person = make_building(place), make_person()
        first = confirm_residence(
            community=place,
            person=person,
            building=building,
            unit="2",
            room="502",
            by=make_staff(place, Role.MODERATOR),
        )
        confirmed_at = first.confirmed_at
        clock.advance(days=1)
        again = confirm_residence(
            community=place,
            person=person,
            building=building,
            unit="2",
            room="502室",
            by=make_staff(place, Role.MODERATOR),
        )
        assert again is first
        assert again.confirmed_at == confirmed_at
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1

    def test_who_moves_leaves_the_home_before(self, clock: Clock) -> None:
        place = make_community()
        building, person = make_building(place), make_person()
        confirm_residence(
            community=place,
            person=person,
            building=building,
            unit="2",
            room="502",
            by=make_staff(place, Role.MODERATOR),
        )
        clock.advance(days=400)
        confirm_residence(
            community=place, person=person, building=building, unit="", room="101", by=make_staff(place, Role.MODERATOR)
        )
        home = home_of(place, person)
        assert home is not None
        assert home.household.room == "101"
        assert home.confirmed_at == clock.moment
        assert db.session.scalar(select(func.count()).select_from(Membership)) == 1

    def test_two_neighbours_of_one_flat_share_one_household(self) -> None:
        place = make_community()
        building = make_building(place)
        for _number in range(2):
            confirm_residence(
                community=place,
                person=make_person(),
                building=building,
                unit="1",
                room="101",
                by=make_staff(place, Role.MODERATOR),
            )
        assert db.session.scalar(select(func.count()).select_from(Household)) == 1

    def test_another_communitys_building_is_not_there(self) -> None:
        place, elsewhere = make_community(), make_building(make_community())
        with pytest.raises(NotHere):
            confirm_residence(
                community=place,
                person=make_person(),
                building=elsewhere,
                unit="1",
                room="1",
                by=make_staff(place, Role.MODERATOR),
            )

    @pytest.mark.parametrize(
        ("unit", "room", "field"), [("1", "室", "room"), ("1" * 11, "1", "unit"), ("1", "1" * 11, "room")]
    )
    def test_a_door_that_cannot_be_is_refused_at_its_field(self, unit: str, room: str, field: str) -> None:
        place = make_community()
        with pytest.raises(Invalid) as refused:
            confirm_residence(
                community=place,
                person=make_person(),
                building=make_building(place),
                unit=unit,
                room=room,
                by=make_staff(place, Role.MODERATOR),
            )
        assert refused.value.field == field

    def test_membership_begins_once_and_confirms_nothing(self) -> None:
        place, person = make_community(), make_person()
        first = ensure_membership(community=place, person=person)
        assert ensure_membership(community=place, person=person) is first
        assert first.confirmed_at is None


def test_one_household_is_made_by_two_who_confirm_it_at_once(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        place_id, building_id = place.id, make_building(place).id
        people = [make_person().id, make_person().id]
    together = Barrier(2, timeout=30)

    def _confirm(person_id: int) -> int | None:
        with app.app_context():
            together.wait()
            with transaction():
                place = db.session.get_one(CommunityRow, place_id)
                return confirm_residence(
                    community=place,
                    person=db.session.get_one(PersonRow, person_id),
                    building=db.session.get_one(Building, building_id),
                    unit="1",
                    room="101",
                    by=make_staff(place, Role.MODERATOR),
                ).household_id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(_confirm, people))) == 1


@pytest.mark.parametrize(
    "typed",
    ["贰单元", "两单元", "02单元", "2#", "2#单元", "单元2", "2unit", "Unit two", "Ⅱ单元", "第二单元", "２ 单元"],
)
def test_a_unit_is_one_however_its_number_is_written(typed: str) -> None:
    assert door(typed) == "2"


@pytest.mark.parametrize("typed", ["101号室", "101号房", "#101", "Rm 101", "壹零壹", "1○1", "一百零一室", "房间101"])
def test_a_room_is_one_however_its_number_is_written(typed: str) -> None:
    assert door(typed) == "101"


def test_what_only_looks_alike_stays_two() -> None:
    assert same_name("8栋") != same_name("8号楼")
    assert door("地下室") != door("地下")
    assert door("A101") != door("101")
    assert same_name("贰栋") == same_name("2栋")
