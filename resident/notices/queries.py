"""Notices as everybody reads them: the newest first, those that stand at the top before all."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, or_, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Actor, Person
from resident.communities.context import standing
from resident.communities.models import Community, CommunityRow
from resident.communities.queries import buildings_by_grid
from resident.i18n import tr_text
from resident.media.owners import Thing
from resident.moderation.models import Proposal
from resident.notices.models import Notice
from resident.organizations.models import Organization
from resident.organizations.permissions import led_by
from resident.statements import entity, rows
from resident.web.keyset import Keyset, Page

AT_HAND = 30  # current notices that home chooses from


class Audience(NamedTuple):
    """Whom a notice is for: the names of grids and buildings, and every building that is meant; all, where there is none."""

    names: tuple[dict[str, str], ...]
    buildings: tuple[int, ...]


class Told(NamedTuple):
    """A notice in a list; `organization` is None where the committee speaks, `rank` 1 for what stands at the top."""

    id: int
    title: dict[str, str]
    body: dict[str, str]
    organization: dict[str, str] | None
    audience: Audience
    rank: int
    published_at: datetime
    edited_at: datetime | None
    ends_on: date | None


class Writer(NamedTuple):
    """A body that may say something."""

    id: int
    name: dict[str, str]


class _Raw(NamedTuple):
    """The columns as they are read."""

    rank: int
    id: int
    title: dict[str, str]
    body: dict[str, str]
    organization: dict[str, str] | None
    grid_ids: list[int]
    building_ids: list[int]
    published_at: datetime
    edited_at: datetime | None
    ends_on: date | None


_RANK = case((Notice.is_pinned, 1), else_=0).label("rank")
_PUBLIC = (
    select(
        _RANK,
        Notice.id,
        Notice.title,
        Notice.body,
        Organization.name,
        Notice.grid_ids,
        Notice.building_ids,
        Notice.published_at,
        Notice.edited_at,
        Notice.ends_on,
    )
    .outerjoin(Organization, Organization.id == Notice.organization_id)
    .where(Notice.community_id == bindparam("community"), Notice.withdrawn_at.is_(None))
)
_LASTS = _PUBLIC.where(or_(Notice.ends_on.is_(None), Notice.ends_on >= bindparam("today")))
_ORDER = (_RANK, Notice.published_at, Notice.id)
_AT_HAND = _LASTS.order_by(*(key.desc() for key in _ORDER)).limit(AT_HAND)
_CURRENT = Keyset(_Raw, _LASTS, *_ORDER)
_ARCHIVE = Keyset(_Raw, _PUBLIC.where(Notice.ends_on < bindparam("today")), Notice.published_at, Notice.id)
_WRITERS = (
    select(Organization.id, Organization.name)
    .where(
        Organization.community_id == bindparam("community"),
        Organization.id.in_(bindparam("bodies", expanding=True)),
    )
    .order_by(Organization.id)
)
_PAGE_OF_NOTICE = (
    select(CommunityRow.slug, Notice.id, Notice.title)
    .join(CommunityRow, CommunityRow.id == Notice.community_id)
    .where(Notice.id == bindparam("owner"))
)
_PAGE_OF_PROPOSED = (
    select(CommunityRow.slug, Proposal.id, Proposal.title)
    .join(CommunityRow, CommunityRow.id == Proposal.community_id)
    .where(Proposal.id == bindparam("owner"))
)
_ONE = (
    select(Notice)
    .options(joinedload(Notice.organization))
    .where(Notice.community_id == bindparam("community"), Notice.id == bindparam("notice"))
)


def current(community: Community, place: str = "") -> Page[Told]:
    """What holds today: what stands at the top, then the newest. One statement."""
    return _read(_CURRENT, community, place)


def archive(community: Community, place: str = "") -> Page[Told]:
    """What is over, the newest first. One statement."""
    return _read(_ARCHIVE, community, place)


def at_hand(community: Community) -> tuple[Told, ...]:
    """The first notices of `current`, for the home page. One statement."""
    found = rows(_Raw, _AT_HAND, community=community.id, today=today_in(community))
    return tuple(_told(community, one) for one in found)


def first_for(community: Community, told: Sequence[Told], person: Actor | None) -> list[Told]:
    """In the order of who reads: what is for their building, then what is for all; who lives elsewhere is spared what is for others.

    Nothing is asked of anybody's home while all notices are for all.
    """
    is_for_some = any(one.audience.names for one in told)
    building_id = my_building(community, person) if is_for_some else None
    if building_id is None:
        return list(told)
    mine = [one for one in told if not one.audience.names or building_id in one.audience.buildings]
    return sorted(mine, key=lambda one: not one.audience.names)


def my_building(community: Community, person: Actor | None) -> int | None:
    """The building in which the committee has confirmed this person's home."""
    return standing(person, community).building_id


def notice_of(community: Community, notice_id: int) -> Notice | None:
    """This community's notice of this number; None for another community's."""
    found: Notice | None = entity(_ONE, community=community.id, notice=notice_id)
    return found


def writers(community: Community, person: Person) -> list[Writer]:
    """The bodies in whose name this person may write, in order of their founding; one statement, none where there is none."""
    led = led_by(community, person)
    return rows(Writer, _WRITERS, community=community.id, bodies=led) if led else []


def page_of_notice(notice_id: int) -> Thing:
    """Where the page of a photo of this notice leads back to; one statement."""
    return rows(_thing, _PAGE_OF_NOTICE, owner=notice_id)[0]


def page_of_proposed(proposal_id: int) -> Thing:
    """The same of one that nobody has read yet; one statement."""
    return rows(_proposed, _PAGE_OF_PROPOSED, owner=proposal_id)[0]


def audience_of(community: Community, grid_ids: Iterable[int], building_ids: Iterable[int]) -> Audience:
    """The names of these grids and buildings and every building in them; nothing is read that is not remembered."""
    plans, meant = buildings_by_grid(community, archived=True), {*grid_ids}
    alone = {*building_ids}
    names = [plan.grid.name for plan in plans if plan.grid.id in meant]
    names += [one.name for plan in plans if plan.grid.id not in meant for one in plan.buildings if one.id in alone]
    inside = {one.id for plan in plans if plan.grid.id in meant for one in plan.buildings}
    return Audience(tuple(names), tuple(sorted(inside | alone)))


def today_in(community: Community) -> date:
    """The day it is on the community's wall clock."""
    return clock.local(clock.now(), community.time_zone).date()


def _read(keyset: Keyset[_Raw], community: Community, place: str) -> Page[Told]:
    found = keyset.page(place, community=community.id, today=today_in(community))
    return found.map(lambda raw: [_told(community, one) for one in raw])


def _told(community: Community, raw: _Raw) -> Told:
    audience = audience_of(community, raw.grid_ids, raw.building_ids)
    return Told(
        raw.id, raw.title, raw.body, raw.organization, audience, raw.rank, raw.published_at, raw.edited_at, raw.ends_on
    )


def _thing(slug: str, notice_id: int, title: dict[str, str]) -> Thing:
    return Thing(f"/c/{slug}/notices/{notice_id}", tr_text(title))


def _proposed(slug: str, proposal_id: int, title: dict[str, str]) -> Thing:
    return Thing(f"/c/{slug}/proposed/{proposal_id}", tr_text(title))
