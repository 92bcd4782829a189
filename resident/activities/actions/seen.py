"""Minutes that the app saw: from checking in to checking out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Actor, Person
from resident.activities.actions.locking import lock_people, lock_shift
from resident.activities.actions.proposing import Given, ask_to_confirm, propose, recorded_in, require_ended
from resident.activities.actions.refusals import AlreadyThere, TooManyMinutes
from resident.activities.models import How, ServiceRecord, Shift, SignUp, SignUpState
from resident.activities.permissions import can_run
from resident.activities.times import seen_time
from resident.communities.models import Community
from resident.statements import entities, written
from resident.web.errors import NotAllowed
from resident.web.guards import allow


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


def propose_seen(*, shift_id: int, community: Community, by: Actor) -> Proposed:
    """Propose what check-in and check-out say for everybody who has no record yet; twice adds nothing.

    Own hours, those beyond twelve in a day and those of a time that is recorded elsewhere are left out by name.
    Raises NotHere, NotAllowed, NotNow before the end of the shift.
    """
    shift = lock_shift(community, shift_id)
    allow(can_run(by, shift.activity))
    require_ended(shift)
    sign_ups: Sequence[SignUp] = entities(_SIGNED_UP, shift=shift.id)
    recorded = recorded_in(shift)
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


def _given(shift: Shift, sign_up: SignUp) -> Given | None:
    """What check-in and check-out say: seen where the volunteer did both, else noted by whoever pressed."""
    seen = seen_time(shift, sign_up.checked_in_at, sign_up.checked_out_at)
    if seen is None:
        return None
    began, minutes = seen
    is_seen = {sign_up.checked_in_by_id, sign_up.checked_out_by_id} == {sign_up.person_id}
    return Given(began, began + timedelta(minutes=minutes), How.SEEN if is_seen else How.NOTED)
