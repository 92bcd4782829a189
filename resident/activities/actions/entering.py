"""Minutes entered by hand, with a reason."""

from datetime import datetime, timedelta

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.locking import lock_people, lock_sign_up
from resident.activities.actions.proposing import MOST_A_DAY, Given, ask_to_confirm, propose, recorded_in, require_ended
from resident.activities.actions.reasons import WHY_BY_HAND
from resident.activities.actions.refusals import AlreadyRecorded
from resident.activities.models import How, ServiceRecord, Shift, SignUpState
from resident.activities.permissions import can_exceed, can_propose
from resident.activities.times import fits, whole_minutes
from resident.communities.models import Community
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid, NotHere
from resident.web.guards import allow
from resident.web.reasons import given

TOO_LONG = _l(
    "By hand it can be from when check-in opened until two hours after the end, and two hours longer than the shift. "
    "What was more, a worker of the committee outside your body enters with a reason, by correcting the record."
)


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
    require_ended(shift)
    if sign_up.state != SignUpState.SIGNED_UP:
        raise NotHere
    entry = by_hand(shift=shift, started_at=started_at, ended_at=ended_at, reason=reason, by=by)
    lock_people([sign_up.person_id])
    if sign_up.person_id in recorded_in(shift):
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
