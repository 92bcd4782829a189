"""Nobody waits beside a free place: whatever frees a person moves them up where they wait."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from resident.activities.actions import (
    cancel_activity,
    cancel_shift,
    cancel_sign_up,
    mark_no_show,
    move_shift,
    sign_up,
)
from resident.activities.models import Activity, Shift, SignUp, SignUpState
from resident.activities.people import end_sign_ups
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow
from resident.db import db
from resident.notifications.models import Notification
from resident.organizations.actions import archive_organization
from resident.undo.actions import undo
from resident.undo.models import Deed
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift, shift_plan
from tests.makers.communities import boss_of, make_community, make_resident
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")


class Clash:
    """Somebody has a place in one shift and waits for another at the same time, which has had a free place since."""

    def __init__(self) -> None:
        here = make_community()
        self.community: Community = community_by_id(here.id)
        self.person = make_resident(here)
        self.body = make_organization(here)
        self.manager = make_member(self.body)
        self.first: Activity = make_activity(here, body=self.body, manager=self.manager)
        self.has = make_shift(self.first, capacity=1)
        self.waits_for: Shift = make_shift(make_activity(here), capacity=1)
        self.place = make_place(self.has, self.person)
        self.waiting: SignUp = make_place(self.waits_for, self.person, waiting=True)

    def is_moved_up(self) -> bool:
        """Whether the free place is theirs now, and they know."""
        db.session.expire_all()
        told = db.session.scalars(
            select(Notification.person_id).where(Notification.kind == "activities.moved_up")
        ).all()
        is_up = self.waiting.state == SignUpState.SIGNED_UP
        assert self.waits_for.taken == (1 if is_up else 0)
        assert told == ([self.person.id] if is_up else [])
        return is_up


def _move_away(there: Clash) -> None:
    plan = replace(shift_plan(hours=72), capacity=1)
    move_shift(shift_id=there.has.id, plan=plan, version=there.has.version, community=there.community, by=there.manager)


FREED: dict[str, Callable[[Clash], object]] = {
    "gave the place back": lambda there: cancel_sign_up(
        shift_id=there.has.id, community=there.community, by=there.person.value
    ),
    "shift called off": lambda there: cancel_shift(
        shift_id=there.has.id, reason="下雨", community=there.community, by=there.manager
    ),
    "activity called off": lambda there: cancel_activity(
        activity_id=there.first.id, reason="下雨", community=there.community, by=there.manager
    ),
    "shift moved to another time": _move_away,
    "body archived": lambda there: archive_organization(organization=there.body, settles=1, by=boss_of(there.body)),
}


@pytest.mark.parametrize("way", FREED)
def test_who_is_freed_moves_up_where_they_wait(way: str) -> None:
    there = Clash()
    assert not there.is_moved_up()
    FREED[way](there)
    assert there.is_moved_up()


def test_who_did_not_come_moves_up_in_a_later_shift_that_overlaps(clock: Clock) -> None:
    there = Clash()
    there.waits_for.starts_at, there.waits_for.ends_at = (
        there.has.starts_at.replace(minute=30),
        there.has.ends_at.replace(minute=45),
    )
    db.session.flush()
    clock.advance(hours=24, minutes=1)
    mark_no_show(sign_up_id=there.place.id, community=there.community, by=there.manager)
    assert there.is_moved_up()


def test_undoing_a_sign_up_frees_as_well() -> None:
    there = Clash()
    there.has.capacity = 2
    other = make_resident(db.session.get_one(CommunityRow, there.community.id))
    waiting = make_place(there.waits_for, other, waiting=True)
    sign_up(shift_id=there.has.id, community=there.community, by=other.value)
    deed = db.session.scalars(select(Deed.id).where(Deed.by_id == other.id)).one()
    undo(deed_id=deed, community=there.community, by=other.value)
    db.session.expire_all()
    assert waiting.state == SignUpState.SIGNED_UP


def test_an_account_that_closes_moves_up_nowhere_and_frees_its_place_for_the_next() -> None:
    there = Clash()
    behind = make_place(there.has, waiting=True)
    end_sign_ups(there.person.value)
    db.session.expire_all()
    assert {there.place.state, there.waiting.state} == {SignUpState.CANCELLED}
    assert behind.state == SignUpState.SIGNED_UP
    assert there.waits_for.taken == 0


def test_a_place_in_a_third_shift_at_that_time_still_stands_in_the_way() -> None:
    there = Clash()
    make_place(make_shift(there.first, capacity=1), there.person)
    cancel_sign_up(shift_id=there.has.id, community=there.community, by=there.person.value)
    assert not there.is_moved_up()


def test_the_order_of_the_list_holds_for_those_who_are_freed() -> None:
    there = Clash()
    later = make_place(there.waits_for, waiting=True)
    cancel_sign_up(shift_id=there.has.id, community=there.community, by=there.person.value)
    db.session.expire_all()
    assert (there.waiting.state, later.state) == (SignUpState.SIGNED_UP, SignUpState.WAITING)
