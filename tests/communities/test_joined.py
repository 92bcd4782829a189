"""Somebody joined a home: who reads it and when, what they answer, and how a confirmation ends."""

import pytest
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.claims.actions import claim_ended_home
from resident.communities.actions import (
    end_confirmations,
    leave_home,
    mark_home,
    object_to_joining,
    settle_objection,
    use_slip,
)
from resident.communities.context import standing
from resident.communities.jobs import tell_homes
from resident.communities.models import CommunityRow, HomeObjection, Membership, ObjectionMoved, Role, Slip, SlipUse
from resident.communities.queries import busy_homes, home_of, members_of
from resident.db import db, transaction
from resident.notifications.models import Notification
from resident.web.errors import NotAllowed, NotHere
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community, make_staff
from tests.makers.slips import make_home, make_slip


def joins(slip: Slip, clock: Clock) -> PersonRow:
    """Somebody who uses a slip, an hour after what happened last."""
    clock.advance(hours=1)
    person = make_person()
    use_slip(slip=slip, moves_from=0, by=person.value)
    return person


def told(kind: str = "communities.home_joined") -> list[Notification]:
    """Who has read so."""
    return list(db.session.scalars(select(Notification).where(Notification.kind == kind).order_by(Notification.id)))


class TestTelling:
    """The worker's part, in transactions of its own."""

    @pytest.fixture(autouse=True)
    def _context(self, app: object) -> object:
        with app.app_context():  # type: ignore[attr-defined]
            yield

    def test_those_who_lived_there_before_read_it_once_and_nothing_of_it_says_who_or_when(self, clock: Clock) -> None:
        with transaction():
            slip = make_slip(make_home(make_community()))
            first, second, third = (joins(slip, clock).id for _one in range(3))
            uses = db.session.scalars(select(SlipUse)).all()
            assert len({use.tell_at for use in uses}) == 1
            due = uses[0].tell_at
        tell_homes()
        assert told() == []
        clock.moment = due
        for _time in range(2):
            tell_homes()
        assert [one.person_id for one in told()] == [first, second]
        assert third not in {one.person_id for one in told()}
        assert all(one.params == {} and one.created_at == due for one in told())

    @pytest.mark.parametrize("why", ["marked", "left again", "alone"])
    def test_nobody_reads_it(self, clock: Clock, why: str) -> None:
        with transaction():
            slip = make_slip(make_home(make_community()))
            place = db.session.get_one(CommunityRow, slip.community_id)
            people = [joins(slip, clock) for _one in range(1 if why == "alone" else 2)]
            if why == "marked":
                mark_home(home=slip.household, tells_nobody=True, by=boss_of(slip))
            if why == "left again":
                leave_home(community=place, by=people[-1].value)
        clock.advance(days=4)
        tell_homes()
        assert told() == []
        assert all(use.told_at for use in db.session.scalars(select(SlipUse)))


@pytest.mark.usefixtures("session")
class TestAnswering:
    def test_not_right_reaches_the_committee_once_and_is_settled_once(self, clock: Clock) -> None:
        place = make_community()
        slip, chief = make_slip(make_home(place)), boss_of(place)
        person = joins(slip, clock)
        objection = object_to_joining(community=place, by=person.value)
        assert object_to_joining(community=place, by=person.value) is objection
        assert {one.path for one in told("communities.home_contested")} == {
            f"/c/{place.slug}/admin/homes/{slip.household_id}"
        }
        settle_objection(objection=objection, by=chief)
        assert [one.person_id for one in told("communities.objection_settled")] == [person.id]
        with pytest.raises(ObjectionMoved):
            settle_objection(objection=objection, by=chief)

    def test_who_lives_there_no_longer_is_confirmed_nowhere_and_cannot_object(self, clock: Clock) -> None:
        place = make_community()
        person = joins(make_slip(make_home(place)), clock)
        leave_home(community=place, by=person.value)
        assert not standing(person.value, place).is_confirmed
        for act in (leave_home, object_to_joining):
            with pytest.raises(NotAllowed):
                act(community=place, by=person.value)
        assert db.session.scalars(select(HomeObjection)).all() == []

    def test_an_ended_confirmation_is_told_and_may_be_contested(self, clock: Clock) -> None:
        place = make_community()
        slip, chief = make_slip(make_home(place)), boss_of(place)
        stays, goes = joins(slip, clock), joins(slip, clock)
        assert [one.how for one in members_of(place, slip.household)] == ["slip", "slip"]
        for many in (1, 0):
            assert end_confirmations(home=slip.household, people={goes.id}, by=chief) == many
        assert [one.person_id for one in told("communities.home_ended")] == [goes.id]
        assert home_of(place, goes).ended_id == slip.household_id
        claim = claim_ended_home(community=place, by=goes.value)
        assert (claim.room, claim.state) == ("501", "waiting")
        assert standing(stays.value, place).is_confirmed
        with pytest.raises(NotHere):
            claim_ended_home(community=place, by=stays.value)

    def test_only_administrators_end_settle_and_mark(self, clock: Clock) -> None:
        place = make_community()
        slip = make_slip(make_home(place))
        person = joins(slip, clock)
        objection = object_to_joining(community=place, by=person.value)
        for by in (make_staff(place, Role.MODERATOR), boss_of(make_community()), person, SYSTEM):
            for act in (
                lambda by=by: end_confirmations(home=slip.household, people={person.id}, by=by),
                lambda by=by: settle_objection(objection=objection, by=by),
                lambda by=by: mark_home(home=slip.household, tells_nobody=True, by=by),
            ):
                with pytest.raises(NotAllowed):
                    act()
        assert db.session.scalars(select(Membership.confirmed_at)).one() is not None
        assert not db.session.scalars(select(AuditEvent).where(AuditEvent.action == "household.marked")).all()

    def test_a_home_that_many_join_in_one_day_stands_on_a_list(self, clock: Clock) -> None:
        place = make_community(time_zone="Asia/Shanghai")
        busy, calm = make_slip(make_home(place)), make_slip(make_home(place))
        for _one in range(3):
            joins(busy, clock)
        for _one in range(3):
            joins(calm, clock)
            clock.advance(days=1)
        assert {(one.home_id, one.many) for one in busy_homes(place)} == {(busy.household_id, 3)}
        clock.advance(days=30)
        assert busy_homes(place) == []
