"""What is doubtful about minutes: those to be voided, those nobody can confirm, those of one time twice."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased, joinedload

from resident.accounts.models import PersonRow
from resident.activities.confirmers import NOBODY_CAN
from resident.activities.models import Activity, ServiceRecord, Shift, Voiding, VoidingState, Volunteer, WitnessBody
from resident.activities.queries.hours import OneRecord
from resident.communities.models import Community
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import entity, rows, value, written
from resident.web.keyset import Keyset, Page

MOST = 50


class ToVoid(NamedTuple):
    """A wish to void a record that counts, for whoever may be the second person."""

    id: int
    community_id: CommunityId
    record_id: int
    organization_id: int
    person_id: PersonId
    asked_by_id: PersonId
    person: str
    title: dict[str, str]
    minutes: int
    started_at: datetime
    ended_at: datetime
    reason: str
    right_from: datetime | None
    right_until: datetime | None
    asked_by: str


class Stuck(NamedTuple):
    """Minutes that nobody can confirm, as the administrator sees them; the volunteer number stands for the person."""

    id: int
    number: int
    body: dict[str, str]
    minutes: int
    how: str
    started_at: datetime
    ended_at: datetime


_asker = aliased(PersonRow)
_TO_VOID = (
    select(
        Voiding.id,
        Voiding.community_id,
        Voiding.record_id,
        Activity.organization_id,
        ServiceRecord.person_id,
        Voiding.asked_by_id,
        PersonRow.display_name,
        Activity.title,
        ServiceRecord.minutes,
        ServiceRecord.started_at,
        ServiceRecord.ended_at,
        Voiding.reason,
        Voiding.started_at,
        Voiding.ended_at,
        _asker.display_name,
    )
    .join(ServiceRecord, ServiceRecord.id == Voiding.record_id)
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(PersonRow, PersonRow.id == ServiceRecord.person_id)
    .join(_asker, _asker.id == Voiding.asked_by_id)
    .where(Voiding.community_id == bindparam("community"), Voiding.state == written(VoidingState.WAITING))
    .order_by(Voiding.id)
    .limit(MOST)
)
_VOIDING = (
    select(Voiding)
    .where(Voiding.id == bindparam("voiding"), Voiding.community_id == bindparam("community"))
    .options(joinedload(Voiding.record).joinedload(ServiceRecord.shift).joinedload(Shift.activity))
)
_WISH = select(Voiding.id).where(
    Voiding.record_id == bindparam("record"), Voiding.state == written(VoidingState.WAITING)
)
_STUCK = (
    select(
        ServiceRecord.id,
        Volunteer.number,
        Organization.name,
        ServiceRecord.minutes,
        ServiceRecord.how,
        ServiceRecord.started_at,
        ServiceRecord.ended_at,
    )
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(Organization, Organization.id == Activity.organization_id)
    .join(
        Volunteer,
        and_(Volunteer.community_id == ServiceRecord.community_id, Volunteer.person_id == ServiceRecord.person_id),
    )
    .where(NOBODY_CAN)
)
STUCK = (
    select(ServiceRecord.id)
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(NOBODY_CAN)
)
_PAGES_OF_STUCK = Keyset(Stuck, _STUCK, ServiceRecord.id)
_ONE_STUCK = STUCK.order_by(ServiceRecord.id).limit(1)  # the order leads to the index of the few that wait
_WITNESS = select(WitnessBody.organization_id).where(WitnessBody.community_id == bindparam("community"))


def to_void(community: Community) -> list[ToVoid]:
    """Wishes to void that wait for a second person, the oldest first. One statement."""
    return rows(ToVoid, _TO_VOID, community=community.id)


def voiding_of(community: Community, voiding_id: int) -> Voiding | None:
    """This community's wish of this number with its record; None for another's. One statement."""
    found: Voiding | None = entity(_VOIDING, community=community.id, voiding=voiding_id)
    return found


def is_to_void(record: OneRecord) -> bool:
    """Whether somebody has asked for this record to be voided. One statement."""
    return value(_WISH, record=record.id) is not None


def stuck(community: Community, after: str = "") -> Page[Stuck]:
    """Minutes that nobody can confirm, the newest first. One statement."""
    return _PAGES_OF_STUCK.page(after, community=community.id)


def has_stuck(community: Community) -> bool:
    """Whether there are any. One statement."""
    return value(_ONE_STUCK, community=community.id) is not None


def witness_of(community: Community) -> int | None:
    """The body that the community has named to witness minutes. One statement."""
    body: int | None = value(_WITNESS, community=community.id)
    return body
