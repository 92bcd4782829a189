"""Who waits longest, and is free at that time, gets the place that has become free."""

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.locking import lock_people
from resident.activities.actions.sign_ups import WANTED, is_elsewhere, times_of
from resident.activities.models import Shift, SignUp, SignUpMove, SignUpState
from resident.activities.times import overlapping
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.notifications.actions import notify
from resident.statements import entity, written

_other, _theirs = aliased(Shift), aliased(SignUp)
_NEXT_FREE = (
    select(SignUp)
    .where(
        SignUp.shift_id == bindparam("shift"),
        SignUp.state == written(SignUpState.WAITING),
        SignUp.id > bindparam("last"),
        ~exists().where(
            _theirs.person_id == SignUp.person_id,
            _theirs.state == written(SignUpState.SIGNED_UP),
            _theirs.no_show_at.is_(None),
            _theirs.shift_id == _other.id,
            overlapping(_other, WANTED),
        ),
    )
    .order_by(SignUp.id)
    .limit(1)
)


def move_up(*, shift: Shift, community: Community, by: Actor) -> None:
    """Give free places of a locked shift to those who wait, in their order; who has another shift then is passed over.

    It follows from what made the place free, whose action has asked whether that is allowed.
    """
    last = 0
    while shift.taken < shift.capacity:
        waiting: SignUp | None = entity(_NEXT_FREE, shift=shift.id, last=last, **times_of(shift))
        if waiting is None:
            return
        last = waiting.id
        lock_people([waiting.person_id])
        if is_elsewhere(shift, waiting.person_id):
            continue
        waiting.move(SignUpMove.MOVE_UP)
        waiting.moved_up_at = clock.now()
        shift.taken += 1
        db.session.flush()
        record("sign_up.moved_up", waiting, by=by, shift=shift.id)
        notify(
            [waiting.person_id],
            "activities.moved_up",
            path=_where(shift, community),
            community_id=community.id,
            title=shift.activity.title,
            starts_at=shift.starts_at.isoformat(),
        )


def _where(shift: Shift, community: Community) -> str:
    """Where the message leads: the page of an activity that was taken down is not there."""
    return (
        f"/c/{community.slug}/activities/{shift.activity_id}" if shift.activity.taken_down_at is None else "/me/service"
    )
