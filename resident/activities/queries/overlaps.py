"""Records of one person at one time."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, null, or_, select, true
from sqlalchemy.orm import aliased

from resident.accounts.models import PersonRow
from resident.activities.models import Activity, RecordState, ServiceRecord, Shift
from resident.communities.models import Community
from resident.statements import value, written
from resident.web.keyset import Keyset, Page


class Pair(NamedTuple):
    """Two records of one person that overlap since before the rule; of another community's only the time is known."""

    id: int
    other_id: int
    person: str
    title: dict[str, str]
    started_at: datetime
    ended_at: datetime
    other_is_here: bool
    other_title: dict[str, str] | None
    other_started_at: datetime
    other_ended_at: datetime


_one, _other, _there, _then = aliased(ServiceRecord), aliased(ServiceRecord), aliased(Shift), aliased(Activity)
_IS_HERE = _other.community_id == _one.community_id
_OVERLAPS = (
    select(
        _one.id,
        _other.id,
        PersonRow.display_name,
        Activity.title,
        _one.started_at,
        _one.ended_at,
        _IS_HERE,
        case((_IS_HERE, _then.title), else_=null()),
        _other.started_at,
        _other.ended_at,
    )
    .join(_other, _other.person_id == _one.person_id)
    .join(PersonRow, PersonRow.id == _one.person_id)
    .join(Shift, Shift.id == _one.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(_there, _there.id == _other.shift_id)
    .join(_then, _then.id == _there.activity_id)
    .where(
        _one.community_id == bindparam("community"),
        _one.overlapped_before == true(),  # in the words of the index
        _one.state != written(RecordState.VOIDED),
        _other.state != written(RecordState.VOIDED),
        or_(_one.id < _other.id, and_(~_IS_HERE, _one.id != _other.id)),
        _one.started_at < _other.ended_at,
        _one.ended_at > _other.started_at,
    )
)
_PAIRS = Keyset(Pair, _OVERLAPS, _one.id, _other.id, ascending=True)
_ONE_PAIR = _OVERLAPS.with_only_columns(_one.id).order_by(_one.id).limit(1)  # the same


def overlaps(community: Community, after: str = "") -> Page[Pair]:
    """Pairs of records that overlap since before the rule, until one of each is voided. One statement."""
    return _PAIRS.page(after, community=community.id)


def has_overlaps(community: Community) -> bool:
    """Whether there are any. One statement."""
    return value(_ONE_PAIR, community=community.id) is not None
