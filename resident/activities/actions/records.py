"""Service records: proposed after a shift, confirmed by a second person, corrected by a further record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Actor, Person
from resident.activities.actions.counting import announce_or_count, minutes_that_day, reverse_points
from resident.activities.actions.locking import lock_people, lock_record, lock_records, lock_shift, lock_sign_up
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.actions.refusals import AlreadyRecorded, NotNow, TooManyMinutes
from resident.activities.models import (
    IS_LIVE,
    How,
    RecordMove,
    RecordMoved,
    RecordState,
    ServiceRecord,
    Shift,
    SignUp,
    SignUpState,
    Volunteer,
)
from resident.activities.permissions import (
    can_confirm,
    can_enter_minutes,
    can_propose,
    can_run,
    can_void,
    not_for_oneself,
)
from resident.activities.times import minutes_inside
from resident.audit.actions import record as write_down
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
from resident.statements import column, entities
from resident.web.errors import Invalid, NotAllowed, NotHere
from resident.web.guards import allow
from resident.web.reasons import given

MOST_A_DAY = 12 * 60
AT_ONCE_A_DAY = 8 * 60
_SIGNED_UP = (
    select(SignUp)
    .where(SignUp.shift_id == bindparam("shift"), SignUp.state == SignUpState.SIGNED_UP)
    .options(joinedload(SignUp.person))
    .order_by(SignUp.person_id)
)
_RECORDED = select(ServiceRecord.person_id).where(ServiceRecord.shift_id == bindparam("shift"), IS_LIVE)


@dataclass
class Proposed:
    """What became of a whole roster: the records made, and for whom none could be made, with the refusal."""

    shift: Shift
    records: list[ServiceRecord] = field(default_factory=list)
    left_out: list[tuple[Person, str]] = field(default_factory=list)


def propose_seen(shift_id: int, *, community: Community, by: Actor) -> Proposed:
    """Propose what the system saw for everybody checked in and out who has no record yet; twice adds nothing.

    Own hours and those beyond twelve in a day are left out by name. Raises NotHere, NotAllowed,
    NotNow before the end of the shift.
    """
    shift = lock_shift(community, shift_id)
    allow(can_run(by, shift.activity))
    _require_ended(shift)
    sign_ups: Sequence[SignUp] = entities(_SIGNED_UP, shift=shift.id)
    recorded = _recorded(shift)
    lock_people(one.person_id for one in sign_ups)
    proposed = Proposed(shift)
    for one in sign_ups:
        minutes = minutes_inside(shift, one.checked_in_at, one.checked_out_at)
        if not minutes or one.person_id in recorded:
            continue
        try:
            proposed.records.append(_propose(shift, one.person_id, minutes, How.SEEN, community=community, by=by))
        except (NotAllowed, TooManyMinutes) as refusal:
            proposed.left_out.append((one.person.value, str(refusal.message)))
    _ask_to_confirm(shift, len(proposed.records), How.SEEN, community=community, by=by)
    return proposed


def propose_by_hand(sign_up_id: int, *, minutes: int, reason: str, community: Community, by: Actor) -> ServiceRecord:
    """Propose minutes the system did not see, with a reason, for somebody who had a place.

    Raises NotHere, NotAllowed also for oneself, NotNow before the end, AlreadyRecorded, TooManyMinutes,
    Invalid at `minutes` or `reason`.
    """
    sign_up = lock_sign_up(community, sign_up_id)
    shift = sign_up.shift
    allow(can_propose(by, shift, sign_up.person_id))
    _require_ended(shift)
    if sign_up.state != SignUpState.SIGNED_UP:
        raise NotHere
    reason = _entry(minutes, reason)
    lock_people([sign_up.person_id])
    if sign_up.person_id in _recorded(shift):
        raise AlreadyRecorded
    record = _propose(shift, sign_up.person_id, minutes, How.BY_HAND, reason=reason, community=community, by=by)
    _ask_to_confirm(shift, 1, How.BY_HAND, community=community, by=by)
    return record


def confirm_records(record_ids: Collection[int], *, community: Community, by: Actor) -> int:
    """Confirm proposed minutes as the second person; gives how many now count or are in public notice.

    What somebody else has confirmed meanwhile is passed over. Raises NotAllowed where `can_confirm`
    says no for any of them: then none is confirmed.
    """
    records = [one for one in lock_records(community, record_ids) if one.state == RecordState.PROPOSED]
    lock_people(one.person_id for one in records)
    done = 0
    for one in records:
        allow(can_confirm(by, one))
        write_down("service_record.confirmed", one, by=by, minutes=one.minutes, how=one.how)
        if one.needs_two and one.confirmed_by_id is None:
            one.confirmed_by_id = by.id
            db.session.flush()
            continue
        if one.needs_two:
            one.seconded_by_id = by.id
        else:
            one.confirmed_by_id = by.id
        one.confirmed_at = clock.now()
        announce_or_count(one, community=community, by=by)
        done += 1
    return done


def void_record(record_id: int, *, reason: str, community: Community, by: Actor) -> ServiceRecord:
    """Take a record out of the count, with a reason its volunteer is told; points it gave are reversed.

    Twice is the same. Raises NotHere, NotAllowed also for oneself, Invalid at `reason`.
    """
    one = lock_record(community, record_id)
    allow(can_void(by, one))
    if one.state == RecordState.VOIDED:
        return one
    reason = given(reason, WHY_BY_HAND)
    lock_people([one.person_id])
    one.move(RecordMove.VOID)
    one.voided_at, one.voided_by_id, one.void_reason = clock.now(), by.id, reason
    write_down("service_record.voided", one, by=by, minutes=one.minutes, reason=reason)
    notify(
        [one.person_id],
        "activities.voided",
        path="/me/service",
        community_id=community.id,
        title=one.shift.activity.title,
        minutes=one.minutes,
        reason=reason,
    )
    reverse_points(one, by=by)
    return one


def correct_record(record_id: int, *, minutes: int, reason: str, community: Community, by: Actor) -> ServiceRecord:
    """Void a record and propose the right minutes by hand in its place, for a second person to confirm.

    Raises what `void_record` and `propose_by_hand` raise, and RecordMoved for one voided before.
    """
    wrong = lock_record(community, record_id)
    allow(can_void(by, wrong))
    reason = _entry(minutes, reason)
    if wrong.state == RecordState.VOIDED:
        raise RecordMoved
    void_record(record_id, reason=reason, community=community, by=by)
    right = _propose(
        wrong.shift,
        wrong.person_id,
        minutes,
        How.BY_HAND,
        reason=reason,
        corrects_id=wrong.id,
        community=community,
        by=by,
    )
    _ask_to_confirm(wrong.shift, 1, How.BY_HAND, community=community, by=by)
    return right


def _propose(
    shift: Shift,
    person_id: PersonId,
    minutes: int,
    how: How,
    *,
    community: Community,
    by: Actor,
    reason: str = "",
    corrects_id: int | None = None,
) -> ServiceRecord:
    allow(not_for_oneself(by, person_id))
    in_all = minutes_that_day(person_id, shift, community) + minutes
    if in_all > MOST_A_DAY:
        raise TooManyMinutes
    one = ServiceRecord(
        community_id=community.id,
        shift_id=shift.id,
        shift=shift,
        person_id=person_id,
        minutes=minutes,
        how=how,
        reason=reason,
        needs_two=in_all > AT_ONCE_A_DAY,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        corrects_id=corrects_id,
    )
    db.session.add(one)
    db.session.flush()
    _give_number(person_id, community)
    write_down("service_record.proposed", one, by=by, minutes=minutes, how=how, reason=reason)
    return one


def _ask_to_confirm(shift: Shift, count: int, how: How, *, community: Community, by: Actor) -> None:
    """Tell those who may be the second person that something waits for them."""
    if not count:
        return
    people = people_with_role(community, Role.WORKER)
    if how is How.SEEN:
        people += people_of(community, shift.activity.organization_id, MemberRole.MANAGER)
    notify(
        [person_id for person_id in people if person_id != by.id],
        "activities.to_confirm",
        path=f"/c/{community.slug}/activities/hours",
        community_id=community.id,
        title=shift.activity.title,
        count=count,
    )


def _give_number(person_id: PersonId, community: Community) -> None:
    """The volunteer number comes with the first record."""
    find_or_make(
        select(Volunteer).where(Volunteer.community_id == community.id, Volunteer.person_id == person_id),
        lambda: Volunteer(community_id=community.id, person_id=person_id, number=next_number(community, "volunteer")),
    )


def _require_ended(shift: Shift) -> None:
    verdict = can_enter_minutes(shift, clock.now())
    if not verdict:
        raise NotNow(verdict.message)


def _recorded(shift: Shift) -> set[int]:
    """Who has a record of this shift that was not voided."""
    return set(column(_RECORDED, shift=shift.id))


def _entry(minutes: int, reason: str) -> str:
    """The reason of minutes entered by hand. Raises Invalid at the field that cannot be."""
    if not 1 <= minutes <= MOST_A_DAY:
        raise Invalid("minutes", _l("From 1 minute to 12 hours, please."))
    return given(reason, WHY_BY_HAND)
