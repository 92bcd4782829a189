"""Redeeming: points and stock go together, come back together, and are spent once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow
from resident.db import db
from resident.notifications.models import Notification
from resident.organizations.models import MemberRole, Organization
from resident.points.actions import NotEnoughPoints
from resident.points.audits import differences
from resident.points.people import points_of as points_kept_of
from resident.rewards.actions import redeem as redeeming
from resident.rewards.actions.finishing import cancel, expire, fulfil
from resident.rewards.actions.redeem import Gone, LimitReached, OutOfStock, PriceChanged, redeem
from resident.rewards.models import NotWaiting, Redemption, RedemptionState, Reward
from resident.rewards.people import cancel_all, redemptions_as_json
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident
from tests.makers.organizations import make_member
from tests.makers.points import give_points, points_of
from tests.makers.rewards import code_of, make_clerk, make_redemption, make_reward, make_shop


@pytest.fixture
def community(session: None) -> CommunityRow:
    return make_community(pickup_days=7)


@pytest.fixture
def shop(community: CommunityRow) -> Organization:
    return make_shop(community)


@pytest.fixture
def clerk(shop: Organization) -> PersonRow:
    return make_clerk(shop)


@pytest.fixture
def reward(community: CommunityRow, shop: Organization) -> Reward:
    return make_reward(community, shop, price=120, stock=3)


@pytest.fixture
def person(community: CommunityRow) -> PersonRow:
    person = make_resident(community)
    give_points(community, person, 300)
    return person


@pytest.fixture
def redemption(reward: Reward, person: PersonRow) -> Redemption:
    return redeem(reward=reward, price=120, by=person)


def _told(person: PersonRow) -> list[str]:
    return list(
        db.session.scalars(
            select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
        )
    )


def test_points_and_stock_are_reserved_together(
    community: CommunityRow, reward: Reward, person: PersonRow, redemption: Redemption
) -> None:
    assert (reward.stock, points_of(community.id, person.id)) == (2, 180)
    assert redemption.state == RedemptionState.WAITING
    assert (redemption.name, redemption.price) == (reward.name, 120)
    assert _told(person) == ["rewards.redeemed"]
    assert list(differences()) == []


def test_it_is_kept_to_the_end_of_the_last_day_on_the_communitys_clock(redemption: Redemption) -> None:
    assert redemption.expires_at == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)


def test_the_code_has_eight_digits_and_is_not_kept_in_the_clear(redemption: Redemption) -> None:
    code = code_of(redemption)
    assert len(code) == 8
    assert code.isdecimal()
    assert code not in f"{redemption.code_encrypted} {redemption.code_lookup}"


def test_a_code_that_waits_already_is_not_given_again(
    reward: Reward, redemption: Redemption, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter([code_of(redemption), "00000007"])
    monkeypatch.setattr(redeeming, "new_code", lambda: next(draws))
    assert code_of(make_redemption(reward)) == "00000007"


def test_two_live_codes_alike_are_refused_by_the_database(reward: Reward, redemption: Redemption) -> None:
    other = make_redemption(reward)
    with pytest.raises(IntegrityError):
        db.session.execute(
            update(Redemption).where(Redemption.id == other.id).values(code_lookup=redemption.code_lookup)
        )


def test_the_last_one_goes_once(community: CommunityRow, reward: Reward) -> None:
    for _ in range(3):
        make_redemption(reward)
    late = make_resident(community)
    give_points(community, late, 300)
    with pytest.raises(OutOfStock):
        redeem(reward=reward, price=120, by=late)
    assert (reward.stock, points_of(community.id, late.id)) == (0, 300)


def test_stock_never_falls_below_none_by_a_direct_update(reward: Reward) -> None:
    with pytest.raises(IntegrityError):
        db.session.execute(update(Reward).where(Reward.id == reward.id).values(stock=-1))


def test_short_points_are_refused_and_nothing_is_taken(community: CommunityRow, reward: Reward) -> None:
    poor = make_resident(community)
    give_points(community, poor, 119)
    with pytest.raises(NotEnoughPoints):
        redeem(reward=reward, price=120, by=poor)
    assert (reward.stock, points_of(community.id, poor.id)) == (3, 119)


def test_the_price_that_was_shown_is_the_one_that_counts(reward: Reward, person: PersonRow) -> None:
    with pytest.raises(PriceChanged):
        redeem(reward=reward, price=100, by=person)


def test_so_many_for_each_person_and_a_cancelled_one_does_not_count(community: CommunityRow, person: PersonRow) -> None:
    reward = make_reward(community, price=10, per_person=1)
    first = redeem(reward=reward, price=10, by=person)
    with pytest.raises(LimitReached):
        redeem(reward=reward, price=10, by=person)
    cancel(redemption=first, by=person)
    redeem(reward=reward, price=10, by=person)


def test_a_neighbour_without_a_confirmed_home_may_not_redeem(community: CommunityRow, reward: Reward) -> None:
    newcomer = make_resident(community, confirmed=False)
    give_points(community, newcomer, 300)
    with pytest.raises(NotAllowed):
        redeem(reward=reward, price=120, by=newcomer)
    community.redeeming_needs_residence = False
    assert redeem(reward=reward, price=120, by=newcomer).state == RedemptionState.WAITING


def test_what_is_off_the_shelf_or_of_a_closed_body_is_gone(
    reward: Reward, shop: Organization, person: PersonRow, clock: Clock
) -> None:
    shop.archived_at = clock()
    with pytest.raises(Gone):
        redeem(reward=reward, price=120, by=person)
    shop.archived_at, reward.archived_at = None, clock()
    db.session.flush()
    with pytest.raises(Gone):
        redeem(reward=reward, price=120, by=person)


def test_cancelling_gives_points_and_stock_back(
    community: CommunityRow, reward: Reward, person: PersonRow, redemption: Redemption
) -> None:
    cancel(redemption=redemption, by=person)
    assert (reward.stock, points_of(community.id, person.id)) == (3, 300)
    assert redemption.state == RedemptionState.CANCELLED
    assert list(differences()) == []


def test_cancelling_twice_gives_back_once(community: CommunityRow, person: PersonRow, redemption: Redemption) -> None:
    cancel(redemption=redemption, by=person)
    with pytest.raises(NotWaiting):
        cancel(redemption=redemption, by=person)
    assert points_of(community.id, person.id) == 300


def test_nobody_cancels_for_somebody_else(community: CommunityRow, redemption: Redemption, clerk: PersonRow) -> None:
    for other in (make_resident(community), clerk):
        with pytest.raises(NotAllowed):
            cancel(redemption=redemption, by=other)


def test_handing_over_spends_the_points_once(
    community: CommunityRow, person: PersonRow, redemption: Redemption, clerk: PersonRow
) -> None:
    fulfil(redemption=redemption, by=clerk)
    assert (redemption.state, redemption.fulfilled_by_id) == (RedemptionState.FULFILLED, clerk.id)
    assert points_of(community.id, person.id) == 180
    assert _told(person) == ["rewards.redeemed", "rewards.handed_over"]
    with pytest.raises(NotWaiting) as error:
        fulfil(redemption=redemption, by=clerk)
    assert "9:00" in str(error.value.message)
    assert list(differences()) == []


def test_only_its_own_body_hands_over(
    community: CommunityRow, shop: Organization, redemption: Redemption, person: PersonRow
) -> None:
    other_clerk = make_clerk(make_shop(community, "另一家"))
    member = make_member(shop, MemberRole.MEMBER, make_resident(community))
    for somebody in (other_clerk, member, person):
        with pytest.raises(NotAllowed):
            fulfil(redemption=redemption, by=somebody)


def test_the_app_itself_redeems_cancels_and_hands_over_nothing(reward: Reward, redemption: Redemption) -> None:
    for act in (
        lambda: redeem(reward=reward, price=120, by=SYSTEM),
        lambda: cancel(redemption=redemption, by=SYSTEM),
        lambda: fulfil(redemption=redemption, by=SYSTEM),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert redemption.state == RedemptionState.WAITING


def test_nobody_but_the_clock_lets_a_redemption_expire(
    redemption: Redemption, person: PersonRow, clerk: PersonRow, clock: Clock
) -> None:
    clock.advance(days=8)
    for somebody in (person, clerk):
        with pytest.raises(NotAllowed):
            expire(redemption=redemption, by=somebody)
    assert redemption.state == RedemptionState.WAITING


def test_every_act_is_recorded_once(
    reward: Reward, redemption: Redemption, person: PersonRow, clerk: PersonRow
) -> None:
    fulfil(redemption=redemption, by=clerk)
    cancel(redemption=redeem(reward=reward, price=120, by=person), by=person)
    acts = select(AuditEvent.action).where(AuditEvent.subject_kind == "redemption").order_by(AuditEvent.id)
    assert list(db.session.scalars(acts)) == [
        "redemption.made",
        "redemption.fulfilled",
        "redemption.made",
        "redemption.cancelled",
    ]


def test_what_nobody_picked_up_goes_back_and_its_owner_is_told(
    community: CommunityRow, reward: Reward, person: PersonRow, redemption: Redemption, clock: Clock
) -> None:
    clock.advance(days=7)
    expire(redemption=redemption, by=SYSTEM)
    assert redemption.state == RedemptionState.WAITING
    clock.advance(days=1)
    expire(redemption=redemption, by=SYSTEM)
    expire(redemption=redemption, by=SYSTEM)
    assert redemption.state == RedemptionState.EXPIRED
    assert (reward.stock, points_of(community.id, person.id)) == (3, 300)
    assert _told(person) == ["rewards.redeemed", "rewards.expired"]
    assert list(differences()) == []


def test_in_its_last_second_it_is_handed_over(redemption: Redemption, clerk: PersonRow, clock: Clock) -> None:
    clock.moment = redemption.expires_at
    fulfil(redemption=redemption, by=clerk)
    assert redemption.state == RedemptionState.FULFILLED


def test_in_its_last_second_it_goes_back_where_nobody_came(redemption: Redemption, clock: Clock) -> None:
    clock.moment = redemption.expires_at - timedelta(seconds=1)
    expire(redemption=redemption, by=SYSTEM)
    assert redemption.state == RedemptionState.WAITING
    clock.advance(seconds=1)
    expire(redemption=redemption, by=SYSTEM)
    assert redemption.state == RedemptionState.EXPIRED


def test_after_its_last_day_it_is_not_handed_over_even_before_the_worker_came(
    redemption: Redemption, clerk: PersonRow, clock: Clock
) -> None:
    clock.advance(days=8)
    assert not redemption.is_waiting
    with pytest.raises(NotWaiting) as refusal:
        fulfil(redemption=redemption, by=clerk)
    assert "3月9日" in str(refusal.value.message)


@pytest.mark.parametrize("start", RedemptionState)
@pytest.mark.parametrize("end", [RedemptionState.FULFILLED, RedemptionState.CANCELLED])
def test_only_the_moves_in_the_table_are_made(
    start: RedemptionState,
    end: RedemptionState,
    redemption: Redemption,
    person: PersonRow,
    clerk: PersonRow,
    clock: Clock,
) -> None:
    redemption.state = start
    redemption.fulfilled_at = clock() if start == RedemptionState.FULFILLED else None
    redemption.returned_at = clock() if start in {RedemptionState.CANCELLED, RedemptionState.EXPIRED} else None
    db.session.flush()
    move: Callable[[], None] = (
        (lambda: fulfil(redemption=redemption, by=clerk))
        if end == RedemptionState.FULFILLED
        else (lambda: cancel(redemption=redemption, by=person))
    )
    if start == RedemptionState.WAITING:
        move()
        assert redemption.state == end
    else:
        with pytest.raises(NotWaiting):
            move()


def test_closing_an_account_gives_back_what_still_waits(
    community: CommunityRow, reward: Reward, person: PersonRow, redemption: Redemption, clerk: PersonRow
) -> None:
    second = redeem(reward=reward, price=120, by=person)
    fulfil(redemption=second, by=clerk)
    cancel_all(person)
    cancel_all(person)
    assert (redemption.state, second.state) == (RedemptionState.CANCELLED, RedemptionState.FULFILLED)
    assert (reward.stock, points_of(community.id, person.id)) == (2, 180)
    assert list(differences()) == []


def test_a_person_takes_their_redemptions_and_points_along_without_the_codes(
    person: PersonRow, redemption: Redemption
) -> None:
    (row,) = redemptions_as_json(person)
    assert (row["price"], row["state"]) == (120, "waiting")
    assert code_of(redemption) not in str(row)
    (account,) = points_kept_of(person)
    assert account["balance"] == 180
    assert [line["amount"] for line in account["statement"]] == [300, -120]
