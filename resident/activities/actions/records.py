"""Service records after they were proposed: confirmed by a second person, voided, corrected by a further record."""

from collections.abc import Collection
from datetime import datetime

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.counting import announce_or_count, reverse_points
from resident.activities.actions.locking import lock_people, lock_record, lock_records
from resident.activities.actions.proposing import ask_to_confirm, by_hand, propose
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.models import RecordMove, RecordMoved, RecordState, ServiceRecord
from resident.activities.permissions import can_confirm, can_void
from resident.audit.actions import record as write_down
from resident.communities.models import Community
from resident.db import db
from resident.notifications.actions import notify
from resident.web.guards import allow
from resident.web.reasons import given


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


def correct_record(
    record_id: int, *, started_at: datetime, ended_at: datetime, reason: str, community: Community, by: Actor
) -> ServiceRecord:
    """Void a record and propose the right time by hand in its place, for a second person to confirm.

    Raises what `void_record` and `propose_by_hand` raise, and RecordMoved for one voided before.
    """
    wrong = lock_record(community, record_id)
    allow(can_void(by, wrong))
    entry = by_hand(wrong.shift, started_at, ended_at, reason, by=by)
    if wrong.state == RecordState.VOIDED:
        raise RecordMoved
    void_record(record_id, reason=entry.reason, community=community, by=by)
    entry = entry._replace(corrects_id=wrong.id)
    right = propose(wrong.shift, wrong.person_id, entry, community=community, by=by)
    ask_to_confirm([right], community=community, by=by)
    return right
