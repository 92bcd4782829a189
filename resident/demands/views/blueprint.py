"""The blueprint that the views of demands stand on."""

from flask import Blueprint, Response, g

from resident.web.headers import NO_INDEX

bp = Blueprint("demands", __name__)


@bp.after_request
def _keep_out_of_indexes(response: Response) -> Response:
    """What neighbours write is found by search engines only where the community says so."""
    community = g.get("community")
    if community is None or not community.indexes_demands:
        response.headers["X-Robots-Tag"] = NO_INDEX
    return response
