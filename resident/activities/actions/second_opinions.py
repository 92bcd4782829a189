"""Voiding what somebody else has confirmed takes two: the wish, and who agrees or keeps the record."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.entering import by_hand
from resident.activities.actions.locking import lock_people, lock_record
from resident.activities.actions.proposing import Given
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.actions.voiding import correct_record, may_be_voided, propose_instead, void, void_record
from resident.activities.models import How, RecordMoved, RecordState, ServiceRecord, Voiding, VoidingMove, VoidingState
from resident.activities.permissions import can_answer_voiding, can_keep
from resident.audit.actions import record as write_down
from resident.communities.models import Community, Role
from resident.communities.queries import people_with_role
from resident.db import db, lock_by_id
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.statements import entity, value, written
from resident.web.errors import found
from resident.web.guards import allow
from resident.web.reasons import given

_WAITING = select(Voiding).where(
    Voiding.record_id == bindparam("record"), Voiding.state == written(VoidingState.WAITING)
)
_RECORD_OF = select(Voiding.record_id).where(
    Voiding.id == bindparam("voiding"), Voiding.community_id == bindparam("community")
)


def put_right(
    *,
    record_id: int,
    reason: str,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    community: Community,
    by: Actor,
) -> ServiceRecord | Voiding:
    """Void a record, or correct it where the right time is given; of one that counts already, ask for it.

    Raises what each of the three raises.
    """
    if lock_record(community, record_id).state == RecordState.FINAL:
        right = {"started_at": started_at, "ended_at": ended_at}
        return ask_to_void(record_id=record_id, reason=reason, **right, community=community, by=by)
    if started_at is None or ended_at is None:
        return void_record(record_id=record_id, reason=reason, community=community, by=by)
    return correct_record(
        record_id=record_id, started_at=started_at, ended_at=ended_at, reason=reason, community=community, by=by
    )


def ask_to_void(
    *,
    record_id: int,
    reason: str,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    community: Community,
    by: Actor,
) -> Voiding:
    """Ask for a record that counts to be voided, or corrected where the right time is given; until somebody else agrees it counts.

    A second wish for the same record is the first one. Raises NotHere, NotAllowed also for oneself, RecordMoved for
    what does not count, Invalid at a field.
    """
    wrong = may_be_voided(record_id=record_id, community=community, by=by)
    if started_at is not None and ended_at is not None:
        by_hand(shift=wrong.shift, started_at=started_at, ended_at=ended_at, reason=reason, by=by)
    reason = given(reason, WHY_BY_HAND)
    if wrong.state != RecordState.FINAL:
        raise RecordMoved
    waiting: Voiding | None = entity(_WAITING, record=wrong.id)
    if waiting is not None:
        return waiting
    one = Voiding(
        community_id=community.id,
        record_id=wrong.id,
        record=wrong,
        reason=reason,
        started_at=started_at,
        ended_at=ended_at,
        asked_by_id=by.id,
        asked_at=clock.now(),
    )
    db.session.add(one)
    write_down("voiding.asked", one, by=by, record=wrong.id, reason=reason)
    _ask_for_second(one, community=community, by=by)
    return one


def agree_to_void(*, voiding_id: int, community: Community, by: Actor) -> ServiceRecord:
    """Agree as the second person: the record is voided, points it gave are reversed, the right time is proposed.

    Raises NotHere, NotAllowed for who asked and for the volunteer, VoidingMoved once it is answered; and what
    proposing the right time raises: then nothing is voided.
    """
    one = _locked(voiding_id, community)
    allow(can_answer_voiding(by, one))
    one.move(VoidingMove.AGREE)
    one.answered_by_id, one.answered_at = by.id, clock.now()
    write_down("voiding.agreed", one, by=by, record=one.record_id)
    void(one=one.record, reason=one.reason, community=community, by=by)
    if one.started_at is not None and one.ended_at is not None:
        entry = Given(one.started_at, one.ended_at, How.BY_HAND, one.reason)
        propose_instead(wrong=one.record, entry=entry, community=community, by=by, proposed_by=one.asked_by.value)
    return one.record


def keep_record(*, voiding_id: int, community: Community, by: Actor) -> ServiceRecord:
    """Let the record count on: a second person does not agree, or who asked thinks better of it. Who asked is told.

    Raises NotHere, NotAllowed, VoidingMoved once it is answered.
    """
    one = _locked(voiding_id, community)
    allow(can_keep(by, one))
    one.move(VoidingMove.DECLINE)
    one.answered_by_id, one.answered_at = by.id, clock.now()
    write_down("voiding.declined", one, by=by, record=one.record_id)
    if by.id != one.asked_by_id:
        notify([one.asked_by_id], "activities.kept", **_about(one, community))
    return one.record


def _locked(voiding_id: int, community: Community) -> Voiding:
    """The wish with its record, the record locked first, as everywhere. Raises NotHere."""
    record_id = found(value(_RECORD_OF, voiding=voiding_id, community=community.id))
    lock_people([lock_record(community, record_id).person_id])
    return lock_by_id(Voiding, voiding_id)


def _ask_for_second(one: Voiding, *, community: Community, by: Actor) -> None:
    activity = one.record.shift.activity
    people: list[PersonId] = people_with_role(community, Role.WORKER)
    people += people_of(community, activity.organization_id, MemberRole.MANAGER)
    wanted = [person_id for person_id in people if person_id not in (by.id, one.record.person_id)]
    if not wanted:
        wanted = people_with_role(community, Role.ADMINISTRATOR)
    notify(wanted, "activities.to_void", **_about(one, community))


def _about(one: Voiding, community: Community) -> dict[str, Any]:
    return {
        "path": f"/c/{community.slug}/activities/hours",
        "community_id": community.id,
        "title": one.record.shift.activity.title,
        "minutes": one.record.minutes,
        "reason": one.reason,
    }
