"""Entering for somebody: who they are, whose it is then, who hears of it, and what their paper opens."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts import rotation
from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import PersonRow
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, OfflinePerson, Role, RoleGrant
from resident.communities.queries import home_of
from resident.counter.actions import NOBODY, Printed, enter_demand, look_for, make_receipt, try_receipt
from resident.counter.models import Receipt
from resident.counter.queries import Whom, progress_of
from resident.db import db, transaction
from resident.demands.actions import Draft, answer, edit_demand, see_contact, withdraw_demand
from resident.demands.models import Channel, Demand, DemandState, Visibility
from resident.demands.permissions import can_edit, can_rate, can_review
from resident.moderation.actions import ask_changes
from resident.moderation.models import ReviewItem
from resident.moderation.queries import item_of
from resident.notifications.models import Notification
from resident.web.errors import Invalid, NotAllowed, found
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand


def _enter(place: CommunityRow, worker: PersonRow, whom: Whom | None = None, chosen: int | None = None) -> Printed:
    kind = db.session.info.setdefault("kind", make_category(place))
    return enter_demand(
        community=place,
        whom=whom or Whom("赵奶奶", phone="0571-88000018"),
        chosen=chosen,
        draft=Draft(title="楼道的灯坏了", body="", category_id=kind.id, shows_name=False),
        channel=Channel.PHONE,
        consent="好的，你帮我录。",
        by=worker.value,
    )


@pytest.fixture
def place(session: object) -> CommunityRow:
    """A community."""
    return make_community()


@pytest.fixture
def worker(place: CommunityRow) -> PersonRow:
    """Who sits at the counter."""
    return make_staff(place, Role.WORKER, "王干事")


class TestEntering:
    def test_it_goes_the_way_of_every_demand_and_the_raiser_has_no_inbox(
        self, place: CommunityRow, worker: PersonRow
    ) -> None:
        demand = _enter(place, worker).demand
        assert (demand.state, demand.author and demand.author.display_name) == (DemandState.IN_REVIEW, "赵奶奶")
        assert demand.entry
        assert demand.entry.consent == "好的，你帮我录。"
        item = db.session.scalars(select(ReviewItem)).one()
        assert item.author_id == worker.id
        assert db.session.scalars(select(Notification)).all() == []
        moderator = make_staff(place, Role.MODERATOR)
        ask_changes(item=found(item_of(place, item.id)), version=item.version, reason="哪一层？", by=moderator.value)
        told = db.session.scalars(select(Notification)).all()
        assert [(one.person_id, one.kind) for one in told] == [(worker.id, "demands.changes_asked")]

    def test_who_entered_it_may_change_and_withdraw_it_but_neither_rate_nor_review(
        self, place: CommunityRow, worker: PersonRow
    ) -> None:
        demand = _enter(place, worker).demand
        kind = demand.category_id or 0
        edit_demand(demand=demand, draft=Draft("三楼的灯坏了", "", kind), version=1, by=worker.value)
        assert not can_rate(worker.value, demand)
        assert not can_edit(make_staff(place, Role.WORKER).value, demand)
        assert demand.author
        assert not can_review(demand.author.value, demand)
        for _time in range(2):
            withdraw_demand(demand=demand, by=worker.value)
        assert demand.state == DemandState.WITHDRAWN

    def test_who_has_an_account_is_found_by_name_and_door_asked_for_and_told(
        self, place: CommunityRow, worker: PersonRow
    ) -> None:
        building = make_building(place)
        there = make_resident(place, "孙 伯伯", building=building)
        whom = _behind(place, there, "孙伯伯")
        assert [one.id for one in look_for(community=place, whom=whom, by=worker.value).found] == [there.id]
        with pytest.raises(Invalid):
            _enter(place, worker, whom)
        with pytest.raises(Invalid):
            _enter(place, worker, whom, chosen=worker.id)
        demand = _enter(place, worker, whom, chosen=there.id).demand
        assert demand.author_id == there.id
        told = db.session.scalars(select(Notification)).all()
        assert [(one.person_id, one.kind) for one in told] == [(there.id, "demands.entered")]
        other = _enter(place, worker, whom, chosen=NOBODY).demand
        assert other.author_id != there.id
        found = look_for(community=place, whom=whom, by=worker.value).found
        assert {(one.id, one.has_account) for one in found} == {(there.id, True), (other.author_id, False)}

    def test_a_number_only_to_call_finds_nobody_and_is_shown_on_record(
        self, place: CommunityRow, worker: PersonRow
    ) -> None:
        demand = _enter(place, worker, Whom("赵奶奶", phone="13912345678")).demand
        offline = db.session.scalars(select(OfflinePerson)).one()
        assert (offline.phone_lookup, decrypt(offline.phone_encrypted)) == ("", "13912345678")
        own = Whom("赵奶奶", phone="13912345678", is_own_number=True)
        assert look_for(community=place, whom=own, by=worker.value).found == []
        shown = see_contact(demand=demand, by=worker.value)
        assert shown is not None
        assert (shown.phone, shown.home) == ("13912345678", None)
        kept = rotation.KEPT["offline_person"]
        assert kept.hashed is not None
        assert kept.hashed(offline, "13912345678") == ""

    def test_nobody_but_workers_enters_and_nobody_for_themselves(self, place: CommunityRow, clock: Clock) -> None:
        for one in (make_resident(place), make_staff(place, Role.MODERATOR)):
            with pytest.raises(NotAllowed):
                _enter(place, one)
        lives_here = make_resident(place, "周干事")
        db.session.add(
            RoleGrant(community_id=place.id, person_id=lives_here.id, role=Role.WORKER, granted_at=clock.moment)
        )
        with pytest.raises(NotAllowed):
            _enter(place, lives_here, _behind(place, lives_here, "周干事"), chosen=lives_here.id)
        assert db.session.scalar(select(func.count()).select_from(Demand)) == 0


class TestReceipts:
    def test_it_opens_with_number_and_code_until_a_new_one_is_made(
        self, place: CommunityRow, worker: PersonRow
    ) -> None:
        made = _enter(place, worker)
        number = made.demand.number
        assert _opens(place, number, f"{made.code[:3]} {made.code[3:]}")
        assert not _opens(place, number + 1, made.code)
        again = make_receipt(demand=made.demand, by=worker.value)
        assert (_opens(place, number, made.code), _opens(place, number, again)) == (False, True)
        assert again not in str([event.details for event in db.session.scalars(select(AuditEvent))])
        with pytest.raises(NotAllowed):
            make_receipt(demand=make_demand(place), by=worker.value)
        with pytest.raises(NotAllowed):
            make_receipt(demand=made.demand, by=make_resident(place).value)

    def test_it_ends_a_year_after_the_end(self, place: CommunityRow, worker: PersonRow, clock: Clock) -> None:
        made = _enter(place, worker)
        withdraw_demand(demand=made.demand, by=worker.value)
        clock.advance(days=364)
        assert _opens(place, made.demand.number, made.code)
        clock.advance(days=1)
        assert not _opens(place, made.demand.number, made.code)

    @pytest.mark.parametrize("seen_by", list(Visibility))
    def test_answers_are_shown_only_where_everybody_reads_them(
        self, place: CommunityRow, worker: PersonRow, seen_by: Visibility, clock: Clock
    ) -> None:
        demand = _enter(place, worker).demand
        demand.visibility, demand.published_at = seen_by, clock.moment - timedelta(hours=1)
        demand.state = DemandState.TO_ASSIGN
        demand.list_or_not()
        answer(demand=demand, body="明天来修。", by=worker.value)
        progress = progress_of(place, db.session.scalars(select(Receipt)).one())
        assert progress is not None
        assert [one.text for one in progress.answers] == (["明天来修。"] if seen_by is Visibility.ALL else [])


def test_two_at_once_make_one_receipt(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        worker = make_staff(place, Role.WORKER)
        demand, person = _enter(place, worker).demand.id, worker.id

    def _print(_which: int) -> str:
        with app.app_context(), transaction():
            return make_receipt(
                demand=db.session.get_one(Demand, demand), by=db.session.get_one(PersonRow, person).value
            )

    codes = at_once([lambda: _print(0), lambda: _print(1)])
    with app.app_context(), transaction():
        place, number = db.session.scalars(select(CommunityRow)).one(), db.session.get_one(Demand, demand).number
        assert sorted(_opens(place, number, code) for code in codes) == [False, True]


def _opens(place: CommunityRow, number: int, code: str) -> bool:
    return try_receipt(community=place, number=number, text=code, address="10.0.0.1").found is not None


def _behind(place: CommunityRow, resident: PersonRow, name: str) -> Whom:
    """Somebody of this name behind the door of a resident, as a worker writes doors."""
    home = home_of(place, resident.value)
    assert home is not None
    assert home.household is not None
    return Whom(name, home.household.building_id, "一单元", f"{home.household.room}室")
