"""What waits, and what the one who reads it has read today: how much is left, and how long that takes at this pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import bindparam, func, literal, null, select, type_coerce

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.moderation.models import DECISIONS, ReviewItem, ReviewState
from resident.statements import in_one_of, rows, written

SECONDS_EACH = 30  # what a decision takes as a rule, reading included
A_BREAK = 300  # seconds between two decisions in which nobody was reading
ENOUGH = 3  # decisions in a row before somebody's own pace is known
FASTEST = 5
MOST_TODAY = 300


class ReadToday(NamedTuple):
    """One decision of today, and since when what it was about had waited."""

    submitted_at: datetime
    decided_at: datetime


@dataclass(frozen=True)
class Waiting:
    """What waits in a community: how many of each kind, of those somebody's own, since when the oldest does, until when the first was promised; and what they read today, the latest first."""

    by_kind: dict[str, int]
    own: dict[str, int]
    oldest_at: datetime | None
    due_at: datetime | None
    today: Sequence[ReadToday]

    @property
    def is_late(self) -> bool:
        """Whether something is past what was promised."""
        return self.due_at is not None and self.due_at < clock.now()

    @property
    def total(self) -> int:
        """How much there is."""
        return sum(self.by_kind.values())

    def left(self, kind: str) -> int:
        """How much of a kind, or of all (''), a colleague did not leave to others: one's own is not one's to decide."""
        counted = {name: number - self.own[name] for name, number in self.by_kind.items()}
        return counted.get(kind, 0) if kind else sum(counted.values())

    @property
    def seconds_each(self) -> int:
        """The median of what one took for a decision today, breaks apart; before a few of them `SECONDS_EACH`."""
        moments = [one.decided_at for one in self.today]
        took = [(later - earlier).total_seconds() for later, earlier in pairwise(moments)]
        took = [one for one in took if one < A_BREAK]
        return SECONDS_EACH if len(took) < ENOUGH else max(FASTEST, round(median(took)))

    @property
    def longest(self) -> ReadToday | None:
        """What had been there longest of what was read today."""
        return min(self.today, default=None)


class _Line(NamedTuple):
    kind: str
    number: int
    own: int
    since: datetime
    due_at: datetime | None
    decided_at: datetime | None


_MINE = (
    select(ReviewItem.submitted_at, ReviewItem.decided_at)
    .where(
        ReviewItem.community_id == bindparam("community"),
        ReviewItem.decided_at >= bindparam("midnight", type_=ReviewItem.decided_at.type),
        ReviewItem.decided_by_id == bindparam("person"),
        in_one_of(ReviewItem.state, DECISIONS),
    )
    .order_by(ReviewItem.decided_at.desc())
    .limit(MOST_TODAY)
    .subquery()
)
_STANDING = (
    select(
        ReviewItem.kind,
        func.count(),
        func.count().filter(ReviewItem.author_id == bindparam("person")),
        func.min(ReviewItem.submitted_at),
        func.min(ReviewItem.due_at),
        type_coerce(null(), ReviewItem.decided_at.type),
    )
    .where(ReviewItem.community_id == bindparam("community"), ReviewItem.state == written(ReviewState.WAITING))
    .group_by(ReviewItem.kind)
    .union_all(
        select(
            literal(""),
            literal(1),
            literal(0),
            _MINE.c.submitted_at,
            type_coerce(null(), ReviewItem.due_at.type),
            _MINE.c.decided_at,
        )
    )
)


def waiting_in(community: Community, person: Person) -> Waiting:
    """What waits, by kind, the kind of the oldest first, and what this person has decided since midnight; one statement."""
    lines = rows(_Line, _STANDING, community=community.id, person=person.id, midnight=_midnight(community))
    counts = sorted((one for one in lines if one.kind), key=lambda one: one.since)
    today = [ReadToday(one.since, one.decided_at) for one in lines if one.decided_at is not None]
    return Waiting(
        {one.kind: one.number for one in counts},
        {one.kind: one.own for one in counts},
        counts[0].since if counts else None,
        min((one.due_at for one in counts if one.due_at is not None), default=None),
        sorted(today, key=lambda one: one.decided_at, reverse=True),
    )


def _midnight(community: Community) -> datetime:
    here = clock.local(clock.now(), community.time_zone)
    return datetime.combine(here.date(), time(), here.tzinfo)
