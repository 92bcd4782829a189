"""Reading the review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import and_, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, Household, Membership
from resident.ids import PersonId
from resident.moderation.kinds import KINDS
from resident.moderation.models import DECISIONS, ReviewItem, ReviewState
from resident.moderation.queries.waits import usually_by
from resident.statements import column, in_one_of, row, rows, value, written
from resident.web.keyset import Keyset, Page

BEFORE, LISTED, LAST = 5, 20, 5


class InLine(Protocol):
    """What stands in the queue, or stood there."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def rank(self) -> int:
        """Whether it goes before all others (0)."""

    @property
    def submitted_at(self) -> datetime:
        """With the number its place in the line."""

    @property
    def author_id(self) -> PersonId:
        """Who wrote it."""


class Listed(NamedTuple):
    """One line of the queue."""

    id: int
    kind: str
    title: dict[str, str]
    author_id: PersonId
    author: str
    submitted_at: datetime
    rank: int


class Item(NamedTuple):
    """An item with who decided on it, its author, and the building of the author's confirmed home here."""

    id: int
    kind: str
    subject_id: int
    title: dict[str, str]
    version: int
    state: str
    reason: str
    submitted_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    decided_by_id: PersonId | None
    author_id: PersonId
    author: str
    author_language: str | None
    building: dict[str, str] | None
    rank: int


class PlaceInLine(NamedTuple):
    """Where something stands in the queue (1 is next), and until when it is usually decided; None where that is over."""

    place: int
    usually_by: datetime | None


class Fared(NamedTuple):
    """What became of one post of an author, and of all of them: how many were approved, how many rejected."""

    kind: str
    subject_id: int
    title: dict[str, str]
    state: str
    reason: str
    decided_at: datetime
    approved: int
    rejected: int


@dataclass(frozen=True)
class AuthorSoFar:
    """What a moderator may know of an author: how earlier posts fared."""

    approved: int
    rejected: int
    last: Sequence[Fared]

    def asked_of(self, item: Item) -> Fared | None:
        """The changes that were asked of this very thing the last time, where it was sent back and has come again."""
        earlier = (one for one in self.last if (one.kind, one.subject_id) == (item.kind, item.subject_id))
        last = next(earlier, None)
        return last if last is not None and last.state == ReviewState.CHANGES_ASKED else None


class _Place(NamedTuple):
    place: int
    since: datetime
    due: datetime | None


_KEYS = (ReviewItem.rank, ReviewItem.submitted_at, ReviewItem.id)
_PLACE = tuple_(*_KEYS)
_HERE = tuple_(bindparam("here_rank"), bindparam("here_at", type_=ReviewItem.submitted_at.type), bindparam("here"))
_IN_COMMUNITY = (ReviewItem.community_id == bindparam("community"), ReviewItem.state == written(ReviewState.WAITING))
_OF_KIND = (*_IN_COMMUNITY, ReviewItem.kind.in_(bindparam("kinds", expanding=True)))
IN_QUEUE = select(ReviewItem.id).where(*_IN_COMMUNITY)
OLDEST = select(func.min(ReviewItem.submitted_at)).where(*_IN_COMMUNITY)
FIRST_DUE = select(func.min(ReviewItem.due_at)).where(*_IN_COMMUNITY)
_LISTED = select(
    ReviewItem.id,
    ReviewItem.kind,
    ReviewItem.title,
    ReviewItem.author_id,
    PersonRow.display_name,
    ReviewItem.submitted_at,
    ReviewItem.rank,
).join(ReviewItem.author)
_QUEUE = Keyset(Listed, _LISTED.where(*_OF_KIND), *_KEYS, size=LISTED, ascending=True)
_IDS = select(ReviewItem.id).where(*_OF_KIND)
_EARLIER = _IDS.where(_PLACE < _HERE).order_by(*(key.desc() for key in _KEYS)).limit(BEFORE).subquery()
_LATER = _IDS.where(_PLACE >= _HERE).order_by(*_KEYS).limit(LISTED - BEFORE).subquery()
_AROUND = _LISTED.where(ReviewItem.id.in_(select(_EARLIER.c.id).union_all(select(_LATER.c.id)))).order_by(*_KEYS)
_OTHERS = _IDS.where(ReviewItem.author_id != bindparam("person"), ReviewItem.id != bindparam("here")).order_by(*_KEYS)
_FOLLOWING = _OTHERS.where(_PLACE > _HERE).limit(1).subquery()
_FIRST = _IDS.where(ReviewItem.author_id != bindparam("person")).order_by(*_KEYS).limit(1)
_PASSED_OVER = _OTHERS.limit(1).subquery()
_NEXT = (
    select(_FOLLOWING.c.id, literal(0).label("turn"))
    .union_all(select(_PASSED_OVER.c.id, literal(1).label("turn")))
    .order_by("turn")
)
_DECIDER = aliased(PersonRow)
_ITEM = (
    select(
        ReviewItem.id,
        ReviewItem.kind,
        ReviewItem.subject_id,
        ReviewItem.title,
        ReviewItem.version,
        ReviewItem.state,
        ReviewItem.reason,
        ReviewItem.submitted_at,
        ReviewItem.decided_at,
        _DECIDER.display_name,
        ReviewItem.decided_by_id,
        ReviewItem.author_id,
        PersonRow.display_name,
        PersonRow.language,
        Building.name,
        ReviewItem.rank,
    )
    .join(ReviewItem.author)
    .outerjoin(_DECIDER, _DECIDER.id == ReviewItem.decided_by_id)
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
    .where(ReviewItem.community_id == bindparam("community"), ReviewItem.id == bindparam("item"))
)
_FARED = (
    select(
        ReviewItem.kind,
        ReviewItem.subject_id,
        ReviewItem.title,
        ReviewItem.state,
        ReviewItem.reason,
        ReviewItem.decided_at,
        func.count().filter(ReviewItem.state == written(ReviewState.APPROVED)).over(),
        func.count().filter(ReviewItem.state == written(ReviewState.REJECTED)).over(),
    )
    .where(
        ReviewItem.community_id == bindparam("community"),
        ReviewItem.author_id == bindparam("author"),
        in_one_of(ReviewItem.state, DECISIONS),
        ReviewItem.id != bindparam("item"),
    )
    .order_by(ReviewItem.decided_at.desc(), ReviewItem.id.desc())
    .limit(LAST)
)
_BEFORE_IT = aliased(ReviewItem)
_PLACE_IN_LINE = (
    select(func.count(_BEFORE_IT.id), func.max(ReviewItem.submitted_at), func.max(ReviewItem.due_at))
    .select_from(ReviewItem)
    .join(
        _BEFORE_IT,
        and_(
            _BEFORE_IT.community_id == ReviewItem.community_id,
            _BEFORE_IT.state == written(ReviewState.WAITING),
            tuple_(_BEFORE_IT.rank, _BEFORE_IT.submitted_at, _BEFORE_IT.id) <= _PLACE,
        ),
    )
    .where(*_IN_COMMUNITY, ReviewItem.kind == bindparam("of"), ReviewItem.subject_id == bindparam("subject"))
)


def queue_page(community: Community, kind: str, after: str) -> Page[Listed]:
    """Waiting items with their authors, oldest first, of one kind or of all (''); one statement."""
    return _QUEUE.page(after, community=community.id, kinds=_kinds(kind))


def item_of(community: Community, item_id: int) -> Item | None:
    """An item whole; one statement."""
    return row(Item, _ITEM, community=community.id, item=item_id)


def queue_around(community: Community, item: InLine, kind: str) -> list[Listed]:
    """The part of the queue an item stands in: up to BEFORE earlier ones, then itself and later ones; one statement."""
    return rows(Listed, _AROUND, community=community.id, kinds=_kinds(kind), **_here(item))


def next_to_decide(community: Community, item: InLine, person: Person, kind: str) -> int | None:
    """What this person decides on next: the one after `item`, else the oldest that was passed over; one statement."""
    ids = column(_NEXT, community=community.id, kinds=_kinds(kind), person=person.id, **_here(item))
    return ids[0] if ids else None


def first_to_decide(community: Community, person: Person, kind: str) -> int | None:
    """The oldest that somebody else than this person wrote; one statement."""
    first: int | None = value(_FIRST, community=community.id, kinds=_kinds(kind), person=person.id)
    return first


def author_so_far(community: Community, item: InLine) -> AuthorSoFar:
    """How the author's other posts in this community fared; one statement."""
    last = rows(Fared, _FARED, community=community.id, author=item.author_id, item=item.id)
    return AuthorSoFar(last[0].approved, last[0].rejected, last) if last else AuthorSoFar(0, 0, [])


def place_in_line(community: Community, kind: str, subject_id: int) -> PlaceInLine | None:
    """For the author's page: where it stands and how long it usually takes; None where it does not wait. Two statements."""
    waits = row(_Place, _PLACE_IN_LINE, community=community.id, of=kind, subject=subject_id)
    if waits is None or not waits.place:
        return None
    return PlaceInLine(waits.place, usually_by(community, waits.since, waits.due))


def _kinds(kind: str) -> list[str]:
    return [kind] if kind else list(KINDS)


def _here(item: InLine) -> dict[str, Any]:
    return {"here_rank": item.rank, "here_at": item.submitted_at, "here": item.id}
