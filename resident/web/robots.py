"""What machines that read the web are asked to leave out."""

from flask import Blueprint, Response

from resident.web.guards import public

bp = Blueprint("robots", __name__)
# Demands are not here: who may not ask for a page never reads that it is for no index.
RULES = "User-agent: *\nDisallow: /me\nDisallow: /sign-in\n"
DAY = "public, max-age=86400"


@bp.get("/robots.txt")
@public
def index() -> Response:
    """The rules, the same for all of them."""
    return Response(RULES, mimetype="text/plain", headers={"Cache-Control": DAY})
