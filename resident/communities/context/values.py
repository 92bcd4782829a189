"""Communities by their address or their number, as values that are remembered."""

from dataclasses import fields, replace
from typing import NamedTuple, Protocol

from flask import request
from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from resident.communities.models import Community, CommunityRow, CommunityVersion
from resident.config import settings
from resident.db import is_writing, known
from resident.ids import CommunityId
from resident.memory import remembered
from resident.statements import row, rows

COOKIE = "community"
NOT_COLUMNS = ("settings", "around", "has_siblings")


class Revision(NamedTuple):
    """The number of a community and the versions of what its pages repeat."""

    id: CommunityId
    settings: int
    around: int
    has_siblings: bool


_COLUMNS = [getattr(CommunityRow, one.name) for one in fields(Community) if one.name not in NOT_COLUMNS]
_VALUES = select(*_COLUMNS).where(CommunityRow.id == bindparam("community"))
_SIBLING = aliased(CommunityRow)
_HAS_SIBLINGS = select(_SIBLING.id).where(_SIBLING.id != CommunityRow.id).exists()
_REVISIONS = select(CommunityRow.id, CommunityVersion.settings, CommunityVersion.around, _HAS_SIBLINGS).join(
    CommunityVersion, CommunityVersion.community_id == CommunityRow.id
)
_BY_SLUG = _REVISIONS.where(CommunityRow.slug == bindparam("slug"))
_BY_ID = _REVISIONS.where(CommunityRow.id == bindparam("community"))
_NOW = (
    select(*_COLUMNS, CommunityVersion.settings, CommunityVersion.around)
    .join(CommunityVersion, CommunityVersion.community_id == CommunityRow.id)
    .where(CommunityRow.id == bindparam("community"))
)
_ALL = _REVISIONS.order_by(CommunityRow.id)
_OLDEST = _ALL.limit(1)


def community_now(community: Community) -> Community:
    """The community as it is for a decision: inside a write transaction its row is read anew, once."""
    return community_by_id(community.id) if is_writing() else community


def community_by_slug(slug: str) -> Community | None:
    """The community under this slug; one small statement, the rest is remembered."""
    revision = row(Revision, _BY_SLUG, slug=slug)
    if revision is None:
        return None
    community = _value(revision)
    known("communities")[community.id] = community
    return community


class OfCommunity(Protocol):
    """A row that belongs to a community."""

    @property
    def community_id(self) -> CommunityId:
        """Its number."""


def community_of(thing: OfCommunity) -> Community:
    """The community a row belongs to, as it is for a decision; one statement, known until something changes."""
    return community_by_id(thing.community_id)


def community_by_id(community_id: CommunityId) -> Community:
    """The community of this number, known until something changes. Raises LookupError where there is none."""
    communities: dict[CommunityId, Community] = known("communities")
    if community_id not in communities:
        communities[community_id] = _now(community_id) if is_writing() else _remembered(community_id)
    return communities[community_id]


def _now(community_id: CommunityId) -> Community:
    """Read anew and whole, as a transaction that writes remembers nothing; one statement."""
    found = row(Community, _NOW, community=community_id)
    if found is None:
        raise LookupError(community_id)
    return found


def _remembered(community_id: CommunityId) -> Community:
    revision = row(Revision, _BY_ID, community=community_id)
    if revision is None:
        raise LookupError(community_id)
    return _value(revision)


def communities() -> list[Community]:
    """All communities of this installation, oldest first; one statement, the rest is remembered."""
    return [_value(revision) for revision in rows(Revision, _ALL)]


def visited_community() -> Community | None:
    """The community whose pages this browser saw last, else the home community of this installation."""
    for slug in (request.cookies.get(settings().cookie(COOKIE)), settings().home_community):
        community = community_by_slug(slug) if slug else None
        if community is not None:
            return community
    revision = row(Revision, _OLDEST)
    return _value(revision) if revision else None


def _value(revision: Revision) -> Community:
    """The settings are remembered by their own version; what goes on around them changes more often."""
    community = remembered(("community", revision.id, revision.settings), lambda: _read(revision.id))
    return replace(community, settings=revision.settings, around=revision.around, has_siblings=revision.has_siblings)


def _read(community_id: CommunityId) -> Community:
    found = row(Community, _VALUES, community=community_id)
    if found is None:
        raise LookupError(community_id)
    return found
