"""Records that are wrong: voided or corrected by a further record; what counts already by two people."""

from datetime import datetime

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.counting import reverse_points
from resident.activities.actions.entering import by_hand
from resident.activities.actions.locking import lock_people, lock_record
from resident.activities.actions.proposing import Given, ask_to_confirm, propose
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.models import RecordMove, RecordMoved, RecordState, ServiceRecord
from resident.activities.permissions import can_void
from resident.audit.actions import record as write_down
from resident.communities.models import Community
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.web.errors import Conflict
from resident.web.guards import allow
from resident.web.reasons import given


class TakesTwo(Conflict):
    """It counts already: one asks for it to be voided, another agrees."""

    title = _l("This counts already")
    message = _l("What counts is voided by two people: ask for it, and somebody else agrees.")


def void_record(*, record_id: int, reason: str, community: Community, by: Actor) -> ServiceRecord:
    """Take a record that does not count yet out of the way, with a reason its volunteer is told. Twice is the same.

    Raises NotHere, NotAllowed also for oneself, TakesTwo once it counts, Invalid at `reason`.
    """
    one = may_be_voided(record_id=record_id, community=community, by=by)
    if one.state == RecordState.VOIDED:
        return one
    if one.state == RecordState.FINAL:
        raise TakesTwo
    void(one=one, reason=given(reason, WHY_BY_HAND), community=community, by=by)
    return one


def correct_record(
    *, record_id: int, started_at: datetime, ended_at: datetime, reason: str, community: Community, by: Actor
) -> ServiceRecord:
    """Void a record that does not count yet and propose the right time by hand, for a second person to confirm.

    Raises what `void_record` and `propose_by_hand` raise, and RecordMoved for one voided before.
    """
    wrong = may_be_voided(record_id=record_id, community=community, by=by)
    entry = by_hand(shift=wrong.shift, started_at=started_at, ended_at=ended_at, reason=reason, by=by)
    if wrong.state == RecordState.VOIDED:
        raise RecordMoved
    if wrong.state == RecordState.FINAL:
        raise TakesTwo
    void(one=wrong, reason=entry.reason, community=community, by=by)
    return propose_instead(wrong=wrong, entry=entry, community=community, by=by, proposed_by=by)


def may_be_voided(*, record_id: int, community: Community, by: Actor) -> ServiceRecord:
    """The record, locked with its person, for who may void it. Raises NotAllowed."""
    one = lock_record(community, record_id)
    allow(can_void(by, one))
    lock_people([one.person_id])
    return one


def void(*, one: ServiceRecord, reason: str, community: Community, by: Actor) -> None:
    """Void a locked record: its points are reversed, and its person is told why."""
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
    reverse_points(record=one, by=by)


def propose_instead(
    *, wrong: ServiceRecord, entry: Given, community: Community, by: Actor, proposed_by: Actor
) -> ServiceRecord:
    """Propose what is right instead; somebody confirms it as any other record."""
    right = propose(
        shift=wrong.shift,
        person_id=wrong.person_id,
        entry=entry._replace(corrects_id=wrong.id),
        community=community,
        by=proposed_by,
    )
    ask_to_confirm(records=[right], community=community, by=by)
    return right
