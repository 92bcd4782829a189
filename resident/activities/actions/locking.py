"""What is held while something changes: always activity, then shift, then record, then person.

Whoever changes a shift or any sign-up of it holds the shift; whoever decides by what one person
has elsewhere (overlaps, minutes of a day, points of a month) holds that person as well. The
order is the same everywhere, so that nobody waits in a circle. SQLite has one writer and
passes over all of this.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from resident.accounts.models import Person, PersonRow
from resident.activities.models import Activity, ServiceRecord, Shift
from resident.db import db
from resident.web.errors import NotHere


def hold_activity(activity_id: int) -> Activity:
    """The activity as it is now, held until the transaction ends."""
    return db.session.get_one(Activity, activity_id, with_for_update=True, populate_existing=True)


def hold_shift(shift_id: int, community_id: int) -> Shift:
    """The shift as it is now, with its activity, held until the transaction ends. Raises NotHere. One statement."""
    shift = db.session.scalar(
        select(Shift)
        .join(Shift.activity)
        .where(Shift.id == shift_id, Shift.community_id == community_id)
        .options(contains_eager(Shift.activity))
        .with_for_update(of=Shift)
        .execution_options(populate_existing=True)
    )
    if shift is None:
        raise NotHere
    return shift


def hold_records(record_ids: Iterable[int], community_id: int) -> list[ServiceRecord]:
    """Service records as they are now, held in the order of their ids; ids of elsewhere are passed over."""
    return list(
        db.session.scalars(
            select(ServiceRecord)
            .where(ServiceRecord.id.in_(list(record_ids)), ServiceRecord.community_id == community_id)
            .options(selectinload(ServiceRecord.shift).selectinload(Shift.activity))
            .order_by(ServiceRecord.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def hold_people(person_ids: Iterable[int]) -> None:
    """Let nobody else decide by what these people have elsewhere; writing about them goes on meanwhile."""
    db.session.execute(
        select(PersonRow.id)
        .where(PersonRow.id.in_(sorted(set(person_ids))))
        .order_by(PersonRow.id)
        .with_for_update(key_share=True)
    )


def hold_person(person: Person) -> None:
    """The same for one of them. One statement."""
    hold_people([person.id])
