"""Minutes proposed after a shift: those of a whole roster, or one person's by hand with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Actor, Person
from resident.activities.actions.counting import minutes_that_day
from resident.activities.actions.locking import lock_people, lock_shift, lock_sign_up
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.actions.refusals import (
    AlreadyRecorded,
    AlreadyThere,
    NotNow,
    TooManyMinutes,
    already_there,
)
from resident.activities.confirmers import outsiders_for
from resident.activities.models import IS_LIVE, How, ServiceRecord, Shift, SignUp, SignUpState, Volunteer
from resident.activities.permissions import can_enter_minutes, can_exceed, can_propose, can_run, not_for_oneself
from resident.activities.times import fits, seen_time, whole_minutes
from resident.audit.actions import record as write_down
from resident.columns import UtcDateTime
from resident.communities.models import Community, Role
from resident.communities.numbers import next_number
from resident.communities.once import find_or_make
from resident.communities.queries import people_with_role
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.statements import column, entities, entity, written
from resident.web.errors import Invalid, NotAllowed, NotHere
from resident.web.guards import allow
from resident.web.reasons import given

MOST_A_DAY = 12 * 60
AT_ONCE_A_DAY = 8 * 60
TOO_LONG = _l(
    "By hand it can be from when check-in opened until two hours after the end, and two hours longer than the shift. "
    "What was more, a worker of the committee outside your body enters with a reason, by correcting the record."
)


class Given(NamedTuple):
    """What one person gave: from when until when, how it is known, and why it was entered so."""

    started_at: datetime
    ended_at: datetime
    how: How
    reason: str = ""
    corrects_id: int | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes of it."""
        return whole_minutes(self.started_at, self.ended_at)


@dataclass
class Proposed:
    """What became of a whole roster: the records made, and for whom none could be made, with the refusal."""

    shift: Shift
    records: list[ServiceRecord] = field(default_factory=list)
    left_out: list[tuple[Person, str]] = field(default_factory=list)


_SIGNED_UP = (
    select(SignUp)
    .where(SignUp.shift_id == bindparam("shift"), SignUp.state == written(SignUpState.SIGNED_UP))
    .options(joinedload(SignUp.person))
    .order_by(SignUp.person_id)
)
_RECORDED = select(ServiceRecord.person_id).where(ServiceRecord.shift_id == bindparam("shift"), IS_LIVE)
_AT_THAT_TIME = (
    select(ServiceRecord)
    .where(
        ServiceRecord.person_id == bindparam("person"),
        IS_LIVE,
        ServiceRecord.started_at < bindparam("ended_at", type_=UtcDateTime),
        ServiceRecord.ended_at > bindparam("started_at", type_=UtcDateTime),
    )
    .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
    .order_by(ServiceRecord.started_at, ServiceRecord.id)
    .limit(1)
)
_VOLUNTEER = select(Volunteer).where(
    Volunteer.community_id == bindparam("community"), Volunteer.person_id == bindparam("person")
)


def propose_seen(*, shift_id: int, community: Community, by: Actor) -> Proposed:
    """Propose what check-in and check-out say for everybody who has no record yet; twice adds nothing.

    Own hours, those beyond twelve in a day and those of a time that is recorded elsewhere are left out by name.
    Raises NotHere, NotAllowed, NotNow before the end of the shift.
    """
    shift = lock_shift(community, shift_id)
    allow(can_run(by, shift.activity))
    _require_ended(shift)
    sign_ups: Sequence[SignUp] = entities(_SIGNED_UP, shift=shift.id)
    recorded = _recorded(shift)
    lock_people(one.person_id for one in sign_ups)
    proposed = Proposed(shift)
    for one in sign_ups:
        given_time = None if one.person_id in recorded else _given(shift, one)
        if given_time is None:
            continue
        try:
            proposed.records.append(
                propose(shift=shift, person_id=one.person_id, entry=given_time, community=community, by=by)
            )
        except (NotAllowed, TooManyMinutes, AlreadyThere) as refusal:
            proposed.left_out.append((one.person.value, str(refusal.message)))
    for how in (How.SEEN, How.NOTED):
        ask_to_confirm(records=[one for one in proposed.records if one.how == how], community=community, by=by)
    return proposed


def propose_by_hand(
    *, sign_up_id: int, started_at: datetime, ended_at: datetime, reason: str, community: Community, by: Actor
) -> ServiceRecord:
    """Propose a time the system did not see, with a reason, for somebody who had a place.

    Raises NotHere, NotAllowed also for oneself, NotNow before the end, AlreadyRecorded, AlreadyThere, TooManyMinutes,
    Invalid at `started_at`, `ended_at` or `reason`.
    """
    sign_up = lock_sign_up(community, sign_up_id)
    shift = sign_up.shift
    allow(can_propose(by, shift, sign_up.person_id))
    _require_ended(shift)
    if sign_up.state != SignUpState.SIGNED_UP:
        raise NotHere
    entry = by_hand(shift=shift, started_at=started_at, ended_at=ended_at, reason=reason, by=by)
    lock_people([sign_up.person_id])
    if sign_up.person_id in _recorded(shift):
        raise AlreadyRecorded
    record = propose(shift=shift, person_id=sign_up.person_id, entry=entry, community=community, by=by)
    ask_to_confirm(records=[record], community=community, by=by)
    return record


def by_hand(*, shift: Shift, started_at: datetime, ended_at: datetime, reason: str, by: Actor) -> Given:
    """A time entered by hand, in whole minutes. Raises Invalid at the field that cannot be.

    It is never longer than the shift and its time for checking out without the reason of a worker outside the body.
    """
    minutes = whole_minutes(started_at, ended_at)
    if minutes < 1:
        raise Invalid("ended_at", _l("The end must come after the start."))
    if ended_at > clock.now():
        raise Invalid("ended_at", _l("This time has not come yet."))
    if minutes > MOST_A_DAY:
        raise Invalid("ended_at", _l("From 1 minute to 12 hours, please."))
    if not fits(shift, started_at, ended_at) and not can_exceed(by, shift.activity):
        raise Invalid("ended_at", TOO_LONG)
    return Given(started_at, started_at + timedelta(minutes=minutes), How.BY_HAND, given(reason, WHY_BY_HAND))


def propose(*, shift: Shift, person_id: PersonId, entry: Given, community: Community, by: Actor) -> ServiceRecord:
    """The new record of a locked person. Raises NotAllowed for oneself, TooManyMinutes, AlreadyThere."""
    allow(not_for_oneself(by, person_id))
    in_all = minutes_that_day(person_id, shift, community) + entry.minutes
    if in_all > MOST_A_DAY:
        raise TooManyMinutes
    other = entity(_AT_THAT_TIME, person=person_id, started_at=entry.started_at, ended_at=entry.ended_at)
    if other is not None:
        raise already_there(other, community)
    one = ServiceRecord(
        community_id=community.id,
        shift_id=shift.id,
        shift=shift,
        person_id=person_id,
        minutes=entry.minutes,
        needs_two=in_all > AT_ONCE_A_DAY,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        **entry._asdict(),
    )
    db.session.add(one)
    db.session.flush()
    _give_number(person_id, community)
    write_down(
        "service_record.proposed",
        one,
        by=by,
        minutes=one.minutes,
        started_at=one.started_at.isoformat(),
        how=one.how,
        reason=one.reason,
    )
    return one


def ask_to_confirm(*, records: Sequence[ServiceRecord], community: Community, by: Actor) -> None:
    """Tell those who may be the second person that something waits for them; the records are of one shift and kind.

    Where nobody is left, the administrators are told what mends it.
    """
    if not records:
        return
    activity = records[0].shift.activity
    people = outsiders_for(records[0])
    if records[0].how == How.SEEN:
        people = people_with_role(community, Role.WORKER)
        people += people_of(community, activity.organization_id, MemberRole.MANAGER)
        people = people if set(people) - {by.id} else outsiders_for(records[0])
    hours = f"/c/{community.slug}/activities/hours"
    about: dict[str, Any] = {"community_id": community.id, "title": activity.title, "count": len(records)}
    if wanted := [person_id for person_id in people if person_id != by.id]:
        notify(wanted, "activities.to_confirm", path=hours, **about)
    else:
        notify(people_with_role(community, Role.ADMINISTRATOR), "activities.stuck", path=f"{hours}/stuck", **about)


def _given(shift: Shift, sign_up: SignUp) -> Given | None:
    """What check-in and check-out say: seen where the volunteer did both, else noted by whoever pressed."""
    seen = seen_time(shift, sign_up.checked_in_at, sign_up.checked_out_at)
    if seen is None:
        return None
    began, minutes = seen
    is_seen = {sign_up.checked_in_by_id, sign_up.checked_out_by_id} == {sign_up.person_id}
    return Given(began, began + timedelta(minutes=minutes), How.SEEN if is_seen else How.NOTED)


def _give_number(person_id: PersonId, community: Community) -> None:
    """The volunteer number comes with the first record."""
    find_or_make(
        _VOLUNTEER,
        lambda: Volunteer(community_id=community.id, person_id=person_id, number=next_number(community, "volunteer")),
        community=community.id,
        person=person_id,
    )


def _require_ended(shift: Shift) -> None:
    verdict = can_enter_minutes(shift, clock.now())
    if not verdict:
        raise NotNow(verdict.message)


def _recorded(shift: Shift) -> set[int]:
    """Who has a record of this shift that was not voided."""
    return set(column(_RECORDED, shift=shift.id))
