"""Which community a request is about, and what the signed-in person is in it."""

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Protocol

from flask import Flask, Response, g, request
from sqlalchemy import CompoundSelect, bindparam, literal, null, select, union_all
from sqlalchemy.orm import aliased

from resident.accounts.models import Actor, Person, System
from resident.communities.models import Community, CommunityRow, CommunityVersion, Membership, Role, RoleGrant
from resident.config import settings
from resident.db import is_writing, known
from resident.ids import CommunityId, PersonId
from resident.memory import remembered
from resident.statements import row, rows
from resident.web.errors import NotHere

COOKIE = "community"
PLACES_OF_NO_COMMUNITY = {"me", "sign-in", "privacy"}  # their pages are about the community visited last
CONFIRMED = "confirmed"
NOT_COLUMNS = ("settings", "around", "has_siblings")


class Revision(NamedTuple):
    """The number of a community and the versions of what its pages repeat."""

    id: CommunityId
    settings: int
    around: int
    has_siblings: bool


class _Fact(NamedTuple):
    """One thing that is true of a person in a community: a role, or a confirmed home."""

    kind: str
    household_id: int | None


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
_STANDING: CompoundSelect[Any] = union_all(
    select(RoleGrant.role.label("kind"), null().label("household_id")).where(
        RoleGrant.community_id == bindparam("community"),
        RoleGrant.person_id == bindparam("person"),
        RoleGrant.ended_at.is_(None),
    ),
    select(literal(CONFIRMED), Membership.household_id).where(
        Membership.community_id == bindparam("community"),
        Membership.person_id == bindparam("person"),
        Membership.confirmed_at.is_not(None),
    ),
)


@dataclass(frozen=True)
class Standing:
    """What one person is in one community: the roles held now, and the home that the committee has confirmed."""

    roles: frozenset[Role] = frozenset()
    household_id: int | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the committee has confirmed where this person lives."""
        return self.household_id is not None


NOBODY = Standing()


def standing(person: Actor | None, community: Community) -> Standing:
    """The person's standing in the community; one statement, known until the transaction ends or changes something.

    A visitor and the app itself have none: nothing is read.
    """
    if person is None or isinstance(person, System):
        return NOBODY
    key = (person.id, community.id)
    standings: dict[tuple[PersonId, CommunityId], Standing] = known("standings")
    if key not in standings:
        standings[key] = _standing(person, community)
    return standings[key]


def _standing(person: Person, community: Community) -> Standing:
    facts = rows(_Fact, _STANDING, community=community.id, person=person.id)
    roles = frozenset(Role(fact.kind) for fact in facts if fact.kind != CONFIRMED)
    return Standing(roles, next((fact.household_id for fact in facts if fact.kind == CONFIRMED), None))


def current_community() -> Community:
    """The community of the URL."""
    return g.community


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


def setup(app: Flask) -> None:
    """Take `<community>` out of every URL and put it into every link of the same community."""

    @app.url_value_preprocessor
    def _find(_endpoint: str | None, values: dict[str, object] | None) -> None:
        if values and "community" in values:
            slug = str(values.pop("community"))
            g.community = community_by_slug(slug)
            if g.community is None:
                raise NotHere
            g.visited = slug
        elif request.path.split("/")[1] in PLACES_OF_NO_COMMUNITY:
            g.community = visited_community()

    @app.url_defaults
    def _link(endpoint: str, values: dict[str, object]) -> None:
        community = g.get("community")
        if community and "community" not in values and app.url_map.is_endpoint_expecting(endpoint, "community"):
            values["community"] = community.slug

    @app.after_request
    def _remember(response: Response) -> Response:
        slug, cookie = g.get("visited"), settings().cookie(COOKIE)
        if slug and request.cookies.get(cookie) != slug:
            is_secure = app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(cookie, slug, max_age=31_536_000, httponly=True, samesite="Lax", secure=is_secure)
        return response
