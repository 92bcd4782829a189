"""Pairs of photos: how it looked before and how it looks after."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, literal, null, select

from resident import clock
from resident.communities.models import Community, CommunityRow
from resident.demands.models import AfterPhotos, AfterState, Demand
from resident.demands.models.states import CLOSED
from resident.media.models import Photo
from resident.media.owners import Thing
from resident.organizations.models import Organization
from resident.statements import entity, in_one_of, rows

LATELY = timedelta(days=7)
AFTER, TAKEN_DOWN = "after", "taken_down"


class Pair(NamedTuple):
    """A demand that was closed, with the keys of its two photos; `body` in two languages."""

    number: int
    title: str
    state: str
    submitted_at: datetime
    resolved_at: datetime
    body: dict[str, str] | None
    before: str
    after: str


PHOTOS_OF_AFTER = (
    select(
        literal(AFTER),
        AfterPhotos.id,
        Photo.created_at,
        AfterPhotos.state,
        case((Photo.taken_down_at.is_not(None), literal(TAKEN_DOWN)), else_=null()),
        Photo.key,
        null(),
        AfterPhotos.author_id,
        null(),
        null(),
    )
    .join(Photo, and_(Photo.owner_kind == AFTER, Photo.owner_id == AfterPhotos.id))
    .where(
        AfterPhotos.demand_id == bindparam("demand"),
        in_one_of(AfterPhotos.state, (AfterState.IN_REVIEW, AfterState.PUBLISHED)),
    )
)
BEFORE = (
    select(Photo.key)
    .where(Photo.owner_kind == "demand", Photo.owner_id == Demand.id, Photo.is_public.is_(True))
    .order_by(Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
NOW_PHOTO = (
    select(Photo.key)
    .where(Photo.owner_kind == "after", Photo.owner_id == AfterPhotos.id, Photo.is_public.is_(True))
    .order_by(Photo.position, Photo.id)
    .limit(1)
    .scalar_subquery()
)
_PAIRS = (
    select(
        Demand.number,
        Demand.title,
        Demand.state,
        Demand.submitted_at,
        Demand.resolved_at,
        Organization.name,
        BEFORE.label("before"),
        NOW_PHOTO.label("after"),
    )
    .select_from(AfterPhotos)
    .join(Demand, Demand.id == AfterPhotos.demand_id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .where(
        AfterPhotos.community_id == bindparam("community"),
        AfterPhotos.state == AfterState.PUBLISHED,
        AfterPhotos.created_at >= bindparam("since"),
        Demand.is_listed.is_(True),
        Demand.resolved_at.is_not(None),
        in_one_of(Demand.state, CLOSED),
    )
    .order_by(AfterPhotos.created_at.desc(), AfterPhotos.id.desc())
    .limit(bindparam("most"))
)
_BY_ID = select(AfterPhotos).where(
    AfterPhotos.community_id == bindparam("community"), AfterPhotos.id == bindparam("after")
)

_THING = select(CommunityRow.slug, Demand.number, Demand.title).join(
    CommunityRow, CommunityRow.id == Demand.community_id
)
_OF_PHOTOS = _THING.where(Demand.id == bindparam("owner"))
_OF_AFTER = _THING.join(AfterPhotos, AfterPhotos.demand_id == Demand.id).where(AfterPhotos.id == bindparam("owner"))


def pairs_of_the_week(community: Community, most: int = 6) -> list[Pair]:
    """What was done within seven days and can be seen, the newest first, each demand once; one statement."""
    found: dict[int, Pair] = {}
    for pair in rows(Pair, _PAIRS, community=community.id, since=clock.now() - LATELY, most=most):
        if pair.before and pair.after:
            found.setdefault(pair.number, pair)
    return list(found.values())


def after_of(community: Community, after_id: int) -> AfterPhotos | None:
    """This community's photos of after, for who changes them; None for another community's."""
    found: AfterPhotos | None = entity(_BY_ID, community=community.id, after=after_id)
    return found


def page_of_photos(demand_id: int) -> Thing:
    """Where the page of a photo of this demand leads back to; one statement."""
    return rows(_thing, _OF_PHOTOS, owner=demand_id)[0]


def page_of_after(after_id: int) -> Thing:
    """The same of a photo of after; one statement."""
    return rows(_thing, _OF_AFTER, owner=after_id)[0]


def _thing(slug: str, number: int, title: str) -> Thing:
    return Thing(f"/c/{slug}/demands/{number}", title)
