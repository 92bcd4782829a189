"""Minutes that wait for somebody to confirm them, and those in their notice period."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Boolean, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from resident.accounts.models import Person, PersonRow
from resident.activities.confirmers import LEADS, MAY_CONFIRM, MAY_CONFIRM_HERE, confirming, is_asked
from resident.activities.models import IS_IN_NOTICE, IS_PROPOSED, Activity, ServiceRecord, Shift, Volunteer
from resident.communities.models import Community
from resident.communities.open_work import Lying
from resident.organizations.models import Organization
from resident.statements import rows, value
from resident.web.keyset import Keyset, Page


class ToConfirm(NamedTuple):
    """Proposed minutes as the second person reads them; a witness body is shown the number instead of the person."""

    id: int
    person: str
    minutes: int
    how: str
    reason: str
    needs_two: bool
    proposed_by: str
    title: dict[str, str]
    started_at: datetime
    ended_at: datetime
    number: int | None
    body: dict[str, str]
    sees_whom: bool  # who only witnesses sees date, body, number and minutes


class InNotice(NamedTuple):
    """A record in public notice; the volunteer number stands for the person."""

    id: int
    number: int
    minutes: int
    how: str
    notice_until: datetime
    title: dict[str, str]
    starts_at: datetime


_proposer = aliased(PersonRow)
TO_CONFIRM_HERE = (
    select(ServiceRecord.id)
    .where(MAY_CONFIRM_HERE)
    .order_by(ServiceRecord.id.desc())  # the order of the index of what is proposed
)
_PROPOSED = select(func.count()).where(ServiceRecord.community_id == bindparam("community"), IS_PROPOSED)
_ROWS_TO_CONFIRM = (
    select(
        ServiceRecord.id,
        PersonRow.display_name,
        ServiceRecord.minutes,
        ServiceRecord.how,
        ServiceRecord.reason,
        ServiceRecord.needs_two,
        _proposer.display_name.label("proposed_by"),
        Activity.title,
        ServiceRecord.started_at,
        ServiceRecord.ended_at,
        Volunteer.number,
        Organization.name.label("body"),
        or_(bindparam("is_staff", type_=Boolean), bindparam("works", type_=Boolean), LEADS).label("sees_whom"),
    )
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(Organization, Organization.id == Activity.organization_id)
    .outerjoin(
        Volunteer,
        and_(Volunteer.community_id == ServiceRecord.community_id, Volunteer.person_id == ServiceRecord.person_id),
    )
    .join(PersonRow, PersonRow.id == ServiceRecord.person_id)
    .join(_proposer, _proposer.id == ServiceRecord.proposed_by_id)
    .where(MAY_CONFIRM)
)
_PAGES_TO_CONFIRM = Keyset(ToConfirm, _ROWS_TO_CONFIRM, ServiceRecord.id, size=50)
_NEWEST_TO_CONFIRM = _ROWS_TO_CONFIRM.order_by(ServiceRecord.id.desc()).limit(bindparam("most", type_=Integer))
_IN_NOTICE = Keyset(
    InNotice,
    select(
        ServiceRecord.id,
        Volunteer.number,
        ServiceRecord.minutes,
        ServiceRecord.how,
        ServiceRecord.notice_until,
        Activity.title,
        Shift.starts_at,
    )
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(
        Volunteer,
        and_(Volunteer.community_id == ServiceRecord.community_id, Volunteer.person_id == ServiceRecord.person_id),
    )
    .where(ServiceRecord.community_id == bindparam("community"), IS_IN_NOTICE),
    ServiceRecord.id,
)


def hours_to_confirm(community: Community, person: Person, after: str = "") -> Page[ToConfirm]:
    """Proposed records this person may confirm, the newest first. One statement and those for roles and bodies."""
    confirms = confirming(community, person)
    return _PAGES_TO_CONFIRM.page(after, **confirms) if is_asked(confirms) else Page([], "")


def newest_to_confirm(community: Community, person: Person, most: int) -> list[ToConfirm]:
    """The first `most` of them, for a page that shows them beside other work; one statement."""
    return rows(ToConfirm, _NEWEST_TO_CONFIRM, most=most, **confirming(community, person))


def hours_work(community: Community, _most: int) -> Lying:
    """The minutes that wait for a second person, none of them by name; one statement."""
    return Lying(int(value(_PROPOSED, community=community.id)))


def in_notice(community: Community, after: str = "") -> Page[InNotice]:
    """Records in public notice, the newest first. One statement."""
    return _IN_NOTICE.page(after, community=community.id)
