"""Service records: proposed after a shift, confirmed by a second person, corrected by a further record."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions.counting import minutes_that_day, settle, take_back
from resident.activities.actions.locking import hold_people, hold_records, hold_shift
from resident.activities.actions.presence import is_over, seen_minutes
from resident.activities.actions.refusals import AlreadyRecorded, NotNow, TooManyMinutes
from resident.activities.models import (
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
from resident.activities.permissions import NOT_OVER, OWN_HOURS, can_confirm
from resident.audit.actions import record as note
from resident.communities.models import Community, Role
from resident.communities.numbers import next_number
from resident.communities.once import find_or_make
from resident.communities.queries import people_with_role
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.web.errors import Invalid, NotAllowed, NotHere

MOST_A_DAY = 12 * 60
AT_ONCE_A_DAY = 8 * 60


@dataclass
class Proposed:
    """What became of a whole roster: the records made, and for whom none could be made, with the refusal."""

    records: list[ServiceRecord] = field(default_factory=list)
    left_out: list[tuple[Person, str]] = field(default_factory=list)


def propose_seen(shift_id: int, *, community: Community, by: Person) -> Proposed:
    """Propose what the system saw for everybody checked in and out who has no record yet; twice adds nothing.

    The view has asked `can_run`. Own hours and those beyond twelve in a day are left out by name.
    Raises NotHere, NotNow before the end of the shift.
    """
    shift = _ended(shift_id, community)
    places = _places(shift)
    recorded = _recorded(shift)
    hold_people(place.person_id for place in places)
    proposed = Proposed()
    for place in places:
        minutes = seen_minutes(place)
        if not minutes or place.person_id in recorded:
            continue
        try:
            proposed.records.append(_propose(shift, place.person.value, minutes, How.SEEN, community=community, by=by))
        except (NotAllowed, TooManyMinutes) as refusal:
            proposed.left_out.append((place.person.value, str(refusal.message)))
    _ask_to_confirm(shift, len(proposed.records), How.SEEN, community=community, by=by)
    return proposed


def propose_by_hand(
    shift_id: int, person_id: int, *, minutes: int, reason: str, community: Community, by: Person
) -> ServiceRecord:
    """Propose minutes the system did not see, with a reason, for somebody who had a place.

    The view has asked `can_run`. Raises NotHere, NotNow before the end, NotAllowed for oneself,
    AlreadyRecorded, TooManyMinutes, Invalid at `minutes` or `reason`.
    """
    shift = _ended(shift_id, community)
    place = next((place for place in _places(shift) if place.person_id == person_id), None)
    if place is None:
        raise NotHere
    _require_entry(minutes, reason)
    hold_people([person_id])
    if person_id in _recorded(shift):
        raise AlreadyRecorded
    record = _propose(
        shift, place.person.value, minutes, How.BY_HAND, reason=reason.strip(), community=community, by=by
    )
    _ask_to_confirm(shift, 1, How.BY_HAND, community=community, by=by)
    return record


def confirm_records(record_ids: Collection[int], *, community: Community, by: Person) -> int:
    """Confirm proposed minutes as the second person; gives how many now count or are in public notice.

    What somebody else has confirmed meanwhile is passed over. Raises NotAllowed where `can_confirm`
    says no for any of them: then none is confirmed.
    """
    records = [one for one in hold_records(record_ids, community.id) if one.state == RecordState.PROPOSED]
    hold_people(one.person_id for one in records)
    settled = 0
    for one in records:
        verdict = can_confirm(by, one)
        if not verdict:
            raise NotAllowed(verdict.message)
        note("record.confirm", one, by=by, minutes=one.minutes, how=one.how)
        if one.needs_two and one.confirmed_by_id is None:
            one.confirmed_by_id = by.id
            db.session.flush()
            continue
        if one.needs_two:
            one.seconded_by_id = by.id
        else:
            one.confirmed_by_id = by.id
        one.confirmed_at = clock.now()
        settle(one, community=community, by=by)
        settled += 1
    return settled


def void_record(record_id: int, *, reason: str, community: Community, by: Person) -> ServiceRecord:
    """Take a record out of the count, with a reason its volunteer is told; points it gave are taken back.

    The view has asked `can_void`. Twice is the same. Raises NotHere, NotAllowed for oneself, Invalid at `reason`.
    """
    one = _held(record_id, community)
    if one.state == RecordState.VOIDED:
        return one
    if one.person_id == by.id:
        raise NotAllowed(OWN_HOURS.message)
    _require_reason(reason)
    hold_people([one.person_id])
    one.move(RecordMove.VOID)
    one.voided_at, one.voided_by_id, one.void_reason = clock.now(), by.id, reason.strip()
    take_back(one, by=by)
    note("record.void", one, by=by, minutes=one.minutes, reason=one.void_reason)
    notify(
        [one.person_id],
        "activities.voided",
        path="/me/service",
        community_id=community.id,
        title=one.shift.activity.title,
        minutes=one.minutes,
        reason=one.void_reason,
    )
    return one


def correct_record(record_id: int, *, minutes: int, reason: str, community: Community, by: Person) -> ServiceRecord:
    """Void a record and propose the right minutes by hand in its place, for a second person to confirm.

    Raises what `void_record` and `propose_by_hand` raise, and RecordMoved for one voided before.
    """
    _require_entry(minutes, reason)
    wrong = _held(record_id, community)
    if wrong.state == RecordState.VOIDED:
        raise RecordMoved
    void_record(record_id, reason=reason, community=community, by=by)
    right = _propose(
        wrong.shift,
        wrong.person.value,
        minutes,
        How.BY_HAND,
        reason=reason.strip(),
        corrects_id=wrong.id,
        community=community,
        by=by,
    )
    _ask_to_confirm(wrong.shift, 1, How.BY_HAND, community=community, by=by)
    return right


def _propose(
    shift: Shift,
    person: Person,
    minutes: int,
    how: How,
    *,
    community: Community,
    by: Person,
    reason: str = "",
    corrects_id: int | None = None,
) -> ServiceRecord:
    if person.id == by.id:
        raise NotAllowed(OWN_HOURS.message)
    in_all = minutes_that_day(person.id, shift, community) + minutes
    if in_all > MOST_A_DAY:
        raise TooManyMinutes
    one = ServiceRecord(
        community_id=community.id,
        shift_id=shift.id,
        shift=shift,
        person_id=person.id,
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
    _number_of(person, community)
    note("record.propose", one, by=by, minutes=minutes, how=how, reason=reason)
    return one


def _ask_to_confirm(shift: Shift, count: int, how: How, *, community: Community, by: Person) -> None:
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


def _number_of(person: Person, community: Community) -> Volunteer:
    """The volunteer number, given with the first record."""
    wanted = select(Volunteer).where(Volunteer.community_id == community.id, Volunteer.person_id == person.id)
    return find_or_make(
        wanted,
        lambda: Volunteer(community_id=community.id, person_id=person.id, number=next_number(community, "volunteer")),
    )[0]


def _held(record_id: int, community: Community) -> ServiceRecord:
    found = hold_records([record_id], community.id)
    if not found:
        raise NotHere
    return found[0]


def _ended(shift_id: int, community: Community) -> Shift:
    shift = hold_shift(shift_id, community.id)
    if not is_over(shift, clock.now()):
        raise NotNow(NOT_OVER.message)
    return shift


def _places(shift: Shift) -> list[SignUp]:
    return list(
        db.session.scalars(
            select(SignUp)
            .where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.SIGNED_UP)
            .order_by(SignUp.person_id)
        )
    )


def _recorded(shift: Shift) -> set[int]:
    """Who has a record of this shift that was not voided."""
    live = select(ServiceRecord.person_id).where(
        ServiceRecord.shift_id == shift.id, ServiceRecord.state != RecordState.VOIDED
    )
    return set(db.session.scalars(live))


def _require_entry(minutes: int, reason: str) -> None:
    if not 1 <= minutes <= MOST_A_DAY:
        raise Invalid("minutes", _l("From 1 minute to 12 hours, please."))
    _require_reason(reason)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason", _l("Say why, so that people can follow it."))
