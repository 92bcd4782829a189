"""What is locked while something changes: always activity, then shift, then record, then person.

Whoever changes a shift or any sign-up of it locks the shift; whoever decides by what one person
has elsewhere (overlaps, minutes of a day, points of a month) locks that person as well. The
order is the same everywhere, so that nobody waits in a circle. SQLite has one writer and
passes over all of this.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, selectinload

from resident.accounts.models import PersonRow
from resident.activities.models import Activity, ServiceRecord, Shift, SignUp
from resident.communities.models import Community
from resident.db import lock_by_id
from resident.ids import PersonId
from resident.statements import entities, entity, lock_only, value
from resident.web.errors import found

_ANEW: dict[str, Any] = {"populate_existing": True}
_SHIFT = (
    select(Shift)
    .join(Shift.activity)
    .where(Shift.id == bindparam("shift"), Shift.community_id == bindparam("community"))
    .options(
        contains_eager(Shift.activity).load_only(
            Activity.community_id,
            Activity.organization_id,
            Activity.title,
            Activity.state,
            Activity.version,
            Activity.created_by_id,
            Activity.last_ends_at,
            Activity.taken_down_at,
        )
    )
    .with_for_update(of=Shift)
    .execution_options(**_ANEW)
)
_ACTIVITY_OF_SHIFT = select(Shift.activity_id).where(
    Shift.id == bindparam("shift"), Shift.community_id == bindparam("community")
)
_SHIFT_OF_SIGN_UP = select(SignUp.shift_id).where(
    SignUp.id == bindparam("sign_up"), SignUp.community_id == bindparam("community")
)
_SIGN_UP = select(SignUp).where(SignUp.id == bindparam("sign_up")).execution_options(**_ANEW)
_RECORDS = (
    select(ServiceRecord)
    .where(
        ServiceRecord.id.in_(bindparam("records", expanding=True)),
        ServiceRecord.community_id == bindparam("community"),
    )
    .options(selectinload(ServiceRecord.shift).selectinload(Shift.activity))
    .order_by(ServiceRecord.id)
    .with_for_update()
    .execution_options(**_ANEW)
)
_PEOPLE = (
    select(PersonRow.id)
    .where(PersonRow.id.in_(bindparam("people", expanding=True)))
    .order_by(PersonRow.id)
    .with_for_update(key_share=True)  # writing about them goes on meanwhile
)


def lock_activity(activity_id: int) -> Activity:
    """The activity as it is now, locked until the transaction ends."""
    return lock_by_id(Activity, activity_id)


def lock_shift(community: Community, shift_id: int) -> Shift:
    """The shift as it is now, with its activity, locked until the transaction ends. Raises NotHere. One statement."""
    shift: Shift = found(entity(_SHIFT, shift=shift_id, community=community.id))
    return shift


def lock_shift_and_activity(community: Community, shift_id: int) -> tuple[Activity, Shift]:
    """The activity and its shift, locked in this order. Raises NotHere."""
    activity_id = found(value(_ACTIVITY_OF_SHIFT, shift=shift_id, community=community.id))
    return lock_activity(activity_id), lock_shift(community, shift_id)


def lock_sign_up(community: Community, sign_up_id: int) -> SignUp:
    """The sign-up as it is now, its shift locked. Raises NotHere."""
    lock_shift(community, found(value(_SHIFT_OF_SIGN_UP, sign_up=sign_up_id, community=community.id)))
    sign_up: SignUp = found(entity(_SIGN_UP, sign_up=sign_up_id))
    return sign_up


def lock_records(community: Community, record_ids: Collection[int]) -> Sequence[ServiceRecord]:
    """Service records as they are now, locked in the order of their ids; ids of elsewhere are passed over."""
    return entities(_RECORDS, community=community.id, records=list(record_ids))


def lock_record(community: Community, record_id: int) -> ServiceRecord:
    """One of them. Raises NotHere."""
    return found(next(iter(lock_records(community, [record_id])), None))


def lock_people(people: Iterable[PersonId]) -> None:
    """Let nobody else decide by what these people have elsewhere. One statement."""
    lock_only(_PEOPLE, people=sorted(set(people)))
