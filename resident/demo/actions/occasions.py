"""The demo activities and rewards: called for, reviewed, served, confirmed, redeemed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from resident import clock
from resident.activities.actions.activities import ActivityText, create_activity
from resident.activities.actions.presence import check_in, check_out
from resident.activities.actions.records import confirm_records
from resident.activities.actions.seen import propose_seen
from resident.activities.actions.shifts import ShiftPlan, add_shift
from resident.activities.actions.sign_ups import join_waitlist, sign_up
from resident.activities.models import Activity, Shift, SignUp, SignUpState
from resident.db import db
from resident.demo.actions.cast import Cast, manager, started
from resident.demo.occasions import ACTIVITIES, DemoActivity, DemoShift
from resident.demo.regular import REGULAR
from resident.demo.shelf import ASKED, REWARDS, DemoReward
from resident.rewards.actions.finishing import fulfil
from resident.rewards.actions.redeem import redeem
from resident.rewards.actions.shelf import Offer, offer_reward
from resident.rewards.models import Reward

CONFIRMERS = {"volunteers": "jianguo", "team": "admin", "station": "admin"}
UNCONFIRMED_DAYS = 3
ANNOUNCED_BEFORE = timedelta(days=6)
STOCKED = timedelta(days=30)


def run_activities(cast: Cast) -> None:
    """Every activity in the order in which it was called for."""
    for told in sorted((*ACTIVITIES, *REGULAR), key=lambda told: told.shifts[0].day):
        _run(cast, told)


def _run(cast: Cast, told: DemoActivity) -> None:
    announced = min(cast.at(told.shifts[0].day, told.shifts[0].start) - ANNOUNCED_BEFORE, cast.now - timedelta(hours=5))
    with clock.at(announced):
        activity, shifts = _call_for(cast, told)
    if told.state == "in_review":
        return
    with clock.at(announced + timedelta(minutes=50)):
        cast.approve("activity", activity.id)
        for shift, plan in zip(shifts, told.shifts, strict=True):
            for name in plan.people:
                sign_up(shift_id=shift.id, community=cast.community, by=cast.people[name])
            for name in plan.waiting:
                join_waitlist(shift_id=shift.id, community=cast.community, by=cast.people[name])
    for shift, plan in zip(shifts, told.shifts, strict=True):
        if plan.day < 0:
            _serve(cast, told, shift, plan)


def _call_for(cast: Cast, told: DemoActivity) -> tuple[Activity, list[Shift]]:
    manager = cast.people[told.manager]
    text = ActivityText(
        title=told.title,
        body=told.about,
        conditions={},
        risks=told.risks,
        protections=told.protections,
        picture=told.picture,
        contact_name=manager.display_name,
    )
    first, *others = (_plan(cast, shift) for shift in told.shifts)
    activity = create_activity(
        organization_id=cast.bodies[told.body].id, text=text, first_shift=first, community=cast.community, by=manager
    )
    db.session.flush()
    shifts = [db.session.query(Shift).filter_by(activity_id=activity.id).one()]
    added = [add_shift(activity_id=activity.id, plan=plan, by=manager) for plan in others]
    shifts += [shift for shift in added if isinstance(shift, Shift)]
    return activity, shifts


def _plan(cast: Cast, shift: DemoShift) -> ShiftPlan:
    starts_at, ends_at = cast.at(shift.day, shift.start), cast.at(shift.day, shift.end)
    return ShiftPlan(name={}, place=shift.place, starts_at=starts_at, ends_at=ends_at, capacity=shift.capacity)


def _serve(cast: Cast, told: DemoActivity, shift: Shift, plan: DemoShift) -> None:
    """Everybody comes and goes on time, and scans the code; the minutes are proposed that evening.

    But for the newest they are confirmed next day; of those the manager has pressed for the first on the roster.
    """
    manager = cast.people[told.manager]
    is_new = plan.day > -UNCONFIRMED_DAYS
    for moment, step in ((shift.starts_at, check_in), (shift.ends_at, check_out)):
        for number, place in enumerate(_signed_up(shift)):
            by = manager if is_new and number == 0 else place.person.value
            _as_of(moment, partial(step, sign_up_id=place.id, community=cast.community, by=by, key=shift.check_in_key))
    evening = shift.ends_at + timedelta(minutes=20)
    with clock.at(evening):
        proposed = propose_seen(shift_id=shift.id, community=cast.community, by=manager)
    if is_new:
        return
    with clock.at(evening + timedelta(hours=14)):
        ids = [record.id for record in proposed.records]
        confirm_records(record_ids=ids, community=cast.community, by=cast.people[CONFIRMERS[told.body]])


def _signed_up(shift: Shift) -> list[SignUp]:
    signed_up = select(SignUp).where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.SIGNED_UP)
    return list(db.session.scalars(signed_up.order_by(SignUp.id)))


def _as_of(moment: datetime, step: Callable[[], object]) -> None:
    with clock.at(moment):
        step()


def stock_rewards(cast: Cast) -> None:
    """Fill the shelf; some have fetched something, for others something waits."""
    with clock.at(cast.now - STOCKED):
        shelf = {told.picture: _offer(cast, told) for told in REWARDS}
        givers = {told.picture: manager(cast, told.body) for told in REWARDS}
    for asked in ASKED:
        reward, person = shelf[asked.reward], cast.people[asked.person]
        with clock.at(started(asked.days, cast.now)):
            redemption = redeem(reward=reward, price=reward.price, by=person)
        if asked.fetched is not None:
            with clock.at(started(asked.fetched, cast.now)):
                fulfil(redemption=redemption, by=givers[asked.reward])


def _offer(cast: Cast, told: DemoReward) -> Reward:
    offer = Offer(name=told.name, about=told.about, picture=told.picture, price=told.price, per_person=None)
    body = cast.bodies[told.body].id
    made = offer_reward(
        community=cast.community, organization_id=body, offer=offer, stock=told.stock, by=cast.people["admin"]
    )
    if not isinstance(made, Reward):
        raise TypeError("an administrator's reward stands on the shelf at once")
    return made
