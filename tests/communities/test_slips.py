"""Slips for the doors: made, printed again as they were, run out, withdrawn."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.communities.actions import print_slip, print_slips, withdraw_slip
from resident.communities.context import community_of
from resident.communities.models import Building, Role, Slip, SlipMoved, SlipState
from resident.communities.queries import slip_behind, slips_of
from resident.communities.slip_codes import grouped, normal_code
from resident.db import db, transaction
from resident.web.errors import NotAllowed, NotHere
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.communities import boss_of, make_building, make_community, make_staff
from tests.makers.slips import code_of, make_home, make_slip


def events(action: str) -> int:
    """How often this was recorded."""
    return db.session.scalar(select(func.count()).where(AuditEvent.action == action)) or 0


@pytest.mark.usefixtures("session")
class TestPrinting:
    def test_every_home_gets_a_slip_once_and_it_prints_again_as_it_was(self, clock: Clock) -> None:
        place = make_community()
        building, chief = make_building(place), boss_of(place)
        for room in ("101", "102"):
            make_home(place, building, room=room)
        first = [code_of(slip) for slip in print_slips(community=place, building=building, by=chief)]
        make_home(place, building, room="103")
        clock.advance(days=179)
        again = [code_of(slip) for slip in print_slips(community=place, building=building, by=chief)]
        assert again[:2] == first
        assert len(set(again)) == 3
        assert (events("slip.made"), events("building.slips_printed")) == (3, 2)
        assert all(
            len(code) == 10 and code not in str(slip.code_encrypted)
            for slip, code in zip(slips_of(place, building), again, strict=True)
        )

    def test_one_that_ran_out_is_replaced_and_opens_nothing_any_more(self, clock: Clock) -> None:
        place = make_community()
        home = make_home(place)
        old = make_slip(home)
        assert old.until == clock.moment + timedelta(days=180)
        clock.advance(days=180)
        assert not old.is_in_time
        new = make_slip(home)
        assert (old.state, new.is_in_time) == (SlipState.EXPIRED, True)
        assert code_of(new) != code_of(old)
        assert slip_behind(place, code_of(old)) is old
        with pytest.raises(SlipMoved):
            withdraw_slip(slip=old, by=boss_of(place))

    def test_withdrawn_twice_is_once_and_the_next_has_another_code(self) -> None:
        place = make_community()
        slip, chief = make_slip(make_home(place)), boss_of(place)
        for _time in range(2):
            assert withdraw_slip(slip=slip, by=chief).state == SlipState.WITHDRAWN
        assert events("slip.withdrawn") == 1
        assert code_of(make_slip(slip.household)) != code_of(slip)

    def test_one_that_all_have_used_prints_again_as_it_was(self) -> None:
        slip = make_slip(make_home(make_community()))
        slip.used = slip.places
        assert make_slip(slip.household) is slip

    def test_a_code_opens_nothing_in_another_community(self) -> None:
        slip = make_slip(make_home(make_community()))
        assert slip_behind(community_of(slip), code_of(slip)) is slip
        assert slip_behind(make_community(), code_of(slip)) is None

    def test_only_administrators_print_and_withdraw(self) -> None:
        place = make_community()
        slip = make_slip(make_home(place))
        for by in (
            make_staff(place, Role.MODERATOR),
            make_staff(place, Role.WORKER),
            boss_of(make_community()),
            SYSTEM,
        ):
            for act in (
                partial(print_slips, community=place, building=slip.household.building),
                partial(print_slip, home=slip.household),
                partial(withdraw_slip, slip=slip),
            ):
                with pytest.raises(NotAllowed):
                    act(by=by)

    def test_a_garden_and_another_communitys_building_have_none(self) -> None:
        place = make_community()
        garden = make_building(place)
        garden.kind = "garden"
        for building in (garden, make_building(make_community())):
            with pytest.raises(NotHere):
                print_slips(community=place, building=building, by=boss_of(place))


def test_two_who_print_at_once_print_the_same(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        building = make_building(place)
        make_home(place, building)
        number, chief = building.id, boss_of(place).id

    def _print() -> list[str]:
        with app.app_context(), transaction():
            row = db.session.get_one(Building, number)
            by = db.session.get_one(PersonRow, chief).value
            return [code_of(slip) for slip in print_slips(community=community_of(row), building=row, by=by)]

    first, second = at_once([_print, _print])
    assert first == second
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Slip)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "482 913 0075",
        "4829130075",
        "482-913-0075",
        "４８２ ９１３ ００７５",
        "住户码：482 913 0075",
        " 4 8 2 9 1 3 0 0 7 5 ",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert normal_code(typed) == "4829130075"
    assert grouped(normal_code(typed)) == "482 913 0075"


@pytest.mark.parametrize("typed", ["", "482913007", "48291300751", "1" * 5000, "四八二"])
def test_what_is_not_ten_digits_is_no_code(typed: str) -> None:
    assert normal_code(typed) == ""
