"""Minutes proposed after a shift: those of a whole roster, or one person's by hand with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.counting import minutes_that_day
from resident.activities.actions.refusals import NotNow, TooManyMinutes, already_there
from resident.activities.confirmers import outsiders_for
from resident.activities.models import IS_LIVE, How, ServiceRecord, Shift, Volunteer
from resident.activities.permissions import can_enter_minutes, not_for_oneself
from resident.activities.times import whole_minutes
from resident.audit.actions import record as write_down
from resident.columns import UtcDateTime
from resident.communities.models import Community, Role
from resident.communities.numbers import next_number
from resident.communities.once import find_or_make
from resident.communities.queries import people_with_role
from resident.db import db
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.statements import column, entity
from resident.web.guards import allow

MOST_A_DAY = 12 * 60
AT_ONCE_A_DAY = 8 * 60


class Given(NamedTuple):
    """What one person gave: from when until when, how it is known, and why it was entered so."""

    started_at: datetime
    ended_at: datetime
    how: How
    reason: str = ""
    corrects_id: int | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes of it."""
        return whole_minutes(self.started_at, self.ended_at)


_RECORDED = select(ServiceRecord.person_id).where(ServiceRecord.shift_id == bindparam("shift"), IS_LIVE)
_AT_THAT_TIME = (
    select(ServiceRecord)
    .where(
        ServiceRecord.person_id == bindparam("person"),
        IS_LIVE,
        ServiceRecord.started_at < bindparam("ended_at", type_=UtcDateTime),
        ServiceRecord.ended_at > bindparam("started_at", type_=UtcDateTime),
    )
    .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
    .order_by(ServiceRecord.started_at, ServiceRecord.id)
    .limit(1)
)
_VOLUNTEER = select(Volunteer).where(
    Volunteer.community_id == bindparam("community"), Volunteer.person_id == bindparam("person")
)


def propose(*, shift: Shift, person_id: PersonId, entry: Given, community: Community, by: Actor) -> ServiceRecord:
    """The new record of a locked person. Raises NotAllowed for oneself, TooManyMinutes, AlreadyThere."""
    allow(not_for_oneself(by, person_id))
    in_all = minutes_that_day(person_id, shift, community) + entry.minutes
    if in_all > MOST_A_DAY:
        raise TooManyMinutes
    other = entity(_AT_THAT_TIME, person=person_id, started_at=entry.started_at, ended_at=entry.ended_at)
    if other is not None:
        raise already_there(other, community)
    one = ServiceRecord(
        community_id=community.id,
        shift_id=shift.id,
        shift=shift,
        person_id=person_id,
        minutes=entry.minutes,
        needs_two=in_all > AT_ONCE_A_DAY,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        **entry._asdict(),
    )
    db.session.add(one)
    db.session.flush()
    _give_number(person_id, community)
    write_down(
        "service_record.proposed",
        one,
        by=by,
        minutes=one.minutes,
        started_at=one.started_at.isoformat(),
        how=one.how,
        reason=one.reason,
    )
    return one


def ask_to_confirm(*, records: Sequence[ServiceRecord], community: Community, by: Actor) -> None:
    """Tell those who may be the second person that something waits for them; the records are of one shift and kind.

    Where nobody is left, the administrators are told what mends it.
    """
    if not records:
        return
    activity = records[0].shift.activity
    people = outsiders_for(records[0])
    if records[0].how == How.SEEN:
        people = people_with_role(community, Role.WORKER)
        people += people_of(community, activity.organization_id, MemberRole.MANAGER)
        people = people if set(people) - {by.id} else outsiders_for(records[0])
    hours = f"/c/{community.slug}/activities/hours"
    about: dict[str, Any] = {"community_id": community.id, "title": activity.title, "count": len(records)}
    if wanted := [person_id for person_id in people if person_id != by.id]:
        notify(wanted, "activities.to_confirm", path=hours, **about)
    else:
        notify(people_with_role(community, Role.ADMINISTRATOR), "activities.stuck", path=f"{hours}/stuck", **about)


def _give_number(person_id: PersonId, community: Community) -> None:
    """The volunteer number comes with the first record."""
    find_or_make(
        _VOLUNTEER,
        lambda: Volunteer(community_id=community.id, person_id=person_id, number=next_number(community, "volunteer")),
        community=community.id,
        person=person_id,
    )


def require_ended(shift: Shift) -> None:
    """Minutes are known when the shift is over. Raises NotNow."""
    verdict = can_enter_minutes(shift, clock.now())
    if not verdict:
        raise NotNow(verdict.message)


def recorded_in(shift: Shift) -> set[int]:
    """Who has a record of this shift that was not voided."""
    return set(column(_RECORDED, shift=shift.id))
