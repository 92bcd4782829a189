"""Reading the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from resident.accounts.models import Person
from resident.communities.models import Building, Community, CommunityRow, Household, Membership
from resident.db import db
from resident.moderation.models import DECISIONS, ReviewItem, ReviewState
from resident.web.keyset import Page, page_of

KEYS = (ReviewItem.submitted_at, ReviewItem.id)
BEFORE, LISTED, LATELY = 5, 20, 21


@dataclass(frozen=True)
class Waiting:
    """What waits in a community: how many of each kind, and since when the oldest does."""

    by_kind: dict[str, int]
    oldest_at: datetime | None

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


class PlaceInLine(NamedTuple):
    """Where something stands in the queue (1 is next), and how many minutes a decision usually takes."""

    place: int
    usual_minutes: int


@dataclass(frozen=True)
class AuthorSoFar:
    """What a moderator may know of an author: how earlier posts fared; `last` has kind, title, state, decided_at."""

    approved: int
    rejected: int
    last: Sequence[Any]


def waiting_count(community_id: int) -> int:
    """How many items wait in this community; one statement."""
    return db.session.scalar(select(func.count()).where(*_waits(community_id))) or 0


def waiting_in(community_id: int) -> Waiting:
    """What waits, by kind; one statement."""
    rows = db.session.execute(
        select(ReviewItem.kind, func.count().label("number"), func.min(ReviewItem.submitted_at).label("oldest_at"))
        .where(*_waits(community_id))
        .group_by(ReviewItem.kind)
        .order_by(func.min(ReviewItem.submitted_at))
    ).all()
    return Waiting({row.kind: row.number for row in rows}, min((row.oldest_at for row in rows), default=None))


def queue_page(community_id: int, kind: str, after: str) -> Page:
    """Waiting items with their authors, oldest first, of one kind or of all (''); one statement."""
    query = _listed(select(ReviewItem).where(*_waits(community_id, kind)))
    return page_of(query, KEYS, after, LISTED, ascending=True)


def item_of(community: Community, item_id: int) -> tuple[ReviewItem, Membership | None] | None:
    """An item with who decided on it, its author, and the author's home here; one statement."""
    row = db.session.execute(
        _listed(select(ReviewItem, Membership))
        .outerjoin(
            Membership,
            and_(
                Membership.community_id == ReviewItem.community_id,
                Membership.person_id == ReviewItem.author_id,
                Membership.confirmed_at.is_not(None),
            ),
        )
        .outerjoin(Household, Membership.household_id == Household.id)
        .outerjoin(Building, Household.building_id == Building.id)
        .options(
            joinedload(ReviewItem.decided_by),
            contains_eager(Membership.household).contains_eager(Household.building),
        )
        .where(ReviewItem.community_id == community.id, ReviewItem.id == item_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def queue_around(item: ReviewItem, kind: str) -> list[ReviewItem]:
    """The part of the queue an item stands in: up to BEFORE earlier ones, then itself and later ones; one statement."""
    ids = select(ReviewItem.id).where(*_waits(item.community_id, kind))
    here = _place(item)
    earlier = ids.where(tuple_(*KEYS) < here).order_by(*(key.desc() for key in KEYS)).limit(BEFORE).subquery()
    later = ids.where(tuple_(*KEYS) >= here).order_by(*KEYS).limit(LISTED - BEFORE).subquery()
    near = select(earlier.c.id).union_all(select(later.c.id))
    return list(db.session.scalars(_listed(select(ReviewItem).where(ReviewItem.id.in_(near))).order_by(*KEYS)))


def next_to_decide(item: ReviewItem, kind: str, by: Person) -> ReviewItem | None:
    """What `by` decides on next: the one after `item`, else the oldest that was passed over; one statement."""
    is_passed = case((tuple_(*KEYS) > _place(item), 0), else_=1)
    query = select(ReviewItem).where(
        *_waits(item.community_id, kind), ReviewItem.author_id != by.id, ReviewItem.id != item.id
    )
    return db.session.scalar(query.order_by(is_passed, *KEYS).limit(1))


def author_so_far(item: ReviewItem, last: int = 5) -> AuthorSoFar:
    """How the author's other posts in this community fared; one statement."""
    rows = db.session.execute(
        select(
            ReviewItem.kind,
            ReviewItem.title,
            ReviewItem.state,
            ReviewItem.decided_at,
            func.count().filter(ReviewItem.state == ReviewState.APPROVED).over().label("approved"),
            func.count().filter(ReviewItem.state == ReviewState.REJECTED).over().label("rejected"),
        )
        .where(
            ReviewItem.community_id == item.community_id,
            ReviewItem.author_id == item.author_id,
            ReviewItem.state.in_(DECISIONS),
            ReviewItem.id != item.id,
        )
        .order_by(ReviewItem.decided_at.desc(), ReviewItem.id.desc())
        .limit(last)
    ).all()
    return AuthorSoFar(rows[0].approved, rows[0].rejected, rows) if rows else AuthorSoFar(0, 0, [])


def place_in_line(kind: str, subject_id: int) -> PlaceInLine | None:
    """For the author's page: where it stands and how long it usually takes; None where it does not wait. Two statements."""
    other = aliased(ReviewItem)
    row = db.session.execute(
        select(ReviewItem.community_id, CommunityRow.review_promise_minutes, func.count(other.id).label("place"))
        .join(CommunityRow, CommunityRow.id == ReviewItem.community_id)
        .join(
            other,
            and_(
                other.community_id == ReviewItem.community_id,
                other.state == ReviewState.WAITING,
                tuple_(other.submitted_at, other.id) <= tuple_(*KEYS),
            ),
        )
        .where(ReviewItem.kind == kind, ReviewItem.subject_id == subject_id, ReviewItem.state == ReviewState.WAITING)
        .group_by(ReviewItem.community_id, CommunityRow.review_promise_minutes)
    ).one_or_none()
    if row is None:
        return None
    return PlaceInLine(row.place, usual_wait(row.community_id) or row.review_promise_minutes)


def usual_wait(community_id: int) -> int | None:
    """The median wait in minutes of what was decided lately, None before the first decision; one statement."""
    waits = [
        (decided_at - submitted_at).total_seconds()
        for decided_at, submitted_at in db.session.execute(
            select(ReviewItem.decided_at, ReviewItem.submitted_at)
            .where(ReviewItem.community_id == community_id, ReviewItem.state.in_(DECISIONS))
            .order_by(ReviewItem.decided_at.desc())
            .limit(LATELY)
        )
        if decided_at is not None
    ]
    return max(1, round(median(waits) / 60)) if waits else None


def _waits(community_id: int, kind: str = "") -> list[ColumnElement[bool]]:
    """The conditions of waiting in this community."""
    conditions = [ReviewItem.community_id == community_id, ReviewItem.state == ReviewState.WAITING]
    return [*conditions, ReviewItem.kind == kind] if kind else conditions


def _listed(query: Any) -> Any:
    """The query with each item's author."""
    return query.join(ReviewItem.author).options(contains_eager(ReviewItem.author))


def _place(item: ReviewItem) -> ColumnElement[Any]:
    return tuple_(literal(item.submitted_at, ReviewItem.submitted_at.type), literal(item.id, ReviewItem.id.type))
