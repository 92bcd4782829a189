"""Which community a request is about, and what the signed-in person is in it."""

from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask, Response, g, request
from sqlalchemy import select

from resident.communities.models import Community, Membership, Role, RoleGrant
from resident.config import settings
from resident.db import db
from resident.web.errors import NotHere

COOKIE = "community"
PLACES_OF_NO_COMMUNITY = {"me", "sign-in", "privacy"}  # their pages are about the community visited last


@dataclass
class Standing:
    """What one person is in one community: membership and roles, read once per request."""

    person_id: int
    community_id: int
    roles: frozenset[Role] = field(default_factory=frozenset)
    membership: Membership | None = None

    @cached_property
    def is_confirmed(self) -> bool:
        """Whether the committee has confirmed where this person lives."""
        return self.membership is not None and self.membership.confirmed_at is not None


def standing(person: object, community: Community) -> Standing:
    """The person's standing in the community; one statement each for membership and roles, kept for the request.

    `person` None is a visitor: nothing is read. The rows come from the database at each request,
    so a role that ended has ended at once.
    """
    person_id = getattr(person, "id", None)
    if person_id is None:
        return Standing(0, community.id)
    known: dict[tuple[int, int], Standing] = g.setdefault("standings", {})
    key = (person_id, community.id)
    if key not in known:
        roles = db.session.scalars(
            select(RoleGrant.role).where(
                RoleGrant.community_id == community.id, RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None)
            )
        )
        membership = db.session.scalar(
            select(Membership).where(Membership.community_id == community.id, Membership.person_id == person_id)
        )
        known[key] = Standing(person_id, community.id, frozenset(map(Role, roles)), membership)
    return known[key]


def forget_standings() -> None:
    """Read roles and memberships anew: after `begin_write()`, and after an action changed them."""
    g.pop("standings", None)


def current_community() -> Community:
    """The community of the URL."""
    return g.community


def visited_community() -> Community | None:
    """The community whose pages this browser saw last, else the home community of this installation."""
    for slug in (request.cookies.get(COOKIE), settings().home_community):
        community = _by_slug(slug) if slug else None
        if community is not None:
            return community
    return db.session.scalar(select(Community).order_by(Community.id).limit(1))


def _by_slug(slug: str) -> Community | None:
    return db.session.scalar(select(Community).where(Community.slug == slug))


def setup(app: Flask) -> None:
    """Take `<community>` out of every URL and put it into every link of the same community."""

    @app.url_value_preprocessor
    def _find(_endpoint: str | None, values: dict[str, object] | None) -> None:
        if values and "community" in values:
            slug = str(values.pop("community"))
            g.community = _by_slug(slug)
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
        slug = g.get("visited")  # not the row: it would be read once more after the commit
        if slug and request.cookies.get(COOKIE) != slug:
            is_secure = app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(COOKIE, slug, max_age=31_536_000, httponly=True, samesite="Lax", secure=is_secure)
        return response
