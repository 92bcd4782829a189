"""What a body said the last time it called people: the next call begins with it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from resident.activities.models import Activity, ActivityState, Shift
from resident.communities.models import Community
from resident.organizations.models import Organization
from resident.statements import in_one_of, row

_UNOPPOSED = (ActivityState.IN_REVIEW, ActivityState.PUBLISHED, ActivityState.CANCELLED)
_Earlier = aliased(Activity)
_OF_BODIES = (
    Organization.id.in_(bindparam("bodies", expanding=True)),
    Organization.community_id == bindparam("community"),
)
_MEANT = (
    select(_Earlier.id)
    .join(Organization, Organization.id == _Earlier.organization_id)
    .where(_Earlier.id == bindparam("like"), *_OF_BODIES)
    .scalar_subquery()
)
_NEWEST_OF_EACH = (
    select(_Earlier.id)
    .where(
        _Earlier.organization_id == Organization.id,
        in_one_of(_Earlier.state, _UNOPPOSED),
        _Earlier.taken_down_at.is_(None),
    )
    .order_by(_Earlier.id.desc())
    .limit(1)
    .correlate(Organization)
    .scalar_subquery()
)
_NEWEST = select(func.max(_NEWEST_OF_EACH)).where(*_OF_BODIES).scalar_subquery()


class LastTime(NamedTuple):
    """The words of an activity and of its last shift, without any day or hour; None where it never had a shift."""

    id: int
    organization_id: int
    title: dict[str, str]
    body: dict[str, str]
    conditions: dict[str, str]
    risks: dict[str, str]
    protections: dict[str, str]
    picture: str
    contact_name: str
    name: dict[str, str] | None
    place: dict[str, str] | None
    capacity: int | None


_LAST = (
    select(
        Activity.id,
        Activity.organization_id,
        Activity.title,
        Activity.body,
        Activity.conditions,
        Activity.risks,
        Activity.protections,
        Activity.picture,
        Activity.contact_name,
        Shift.name,
        Shift.place,
        Shift.capacity,
    )
    .outerjoin(Shift, Shift.activity_id == Activity.id)
    .where(Activity.id == func.coalesce(_MEANT, _NEWEST))
    .order_by(Shift.starts_at.desc(), Shift.id.desc())
    .limit(1)
)


def last_time(community: Community, bodies: Sequence[int], *, like: int = 0) -> LastTime | None:
    """The activity of these bodies that is meant, or else the last they called for that nobody refused. One statement."""
    return row(LastTime, _LAST, community=community.id, bodies=bodies, like=like)
