"""The community of a URL: taken out of it, and put into every link."""

from flask import Flask, Response, g, request

from resident.communities.context.values import COOKIE, community_by_slug, visited_community
from resident.communities.models import Community
from resident.config import settings
from resident.web.errors import NotHere

# Their pages are about the community visited last.
PLACES_OF_NO_COMMUNITY = {"me", "sign-in", "privacy", "about", "feedback"}


def current_community() -> Community:
    """The community of the URL."""
    return g.community


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
