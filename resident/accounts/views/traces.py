"""Who was refused a page is on record; a visitor is only asked to sign in, and is nobody."""

from functools import partial

from flask import Response, g, request

from resident.accounts.actions.traces import record_refused_page
from resident.accounts.sessions import me
from resident.accounts.views.blueprint import bp
from resident.web.application import once_answered


@bp.after_app_request
def _note(response: Response) -> Response:
    if response.status_code == 403 and not g.get("without_database") and (person := me()) is not None:
        community = g.get("community")
        once_answered(
            partial(
                record_refused_page,
                by=person,
                page=request.endpoint or "",
                community_id=community.id if community else None,
            )
        )
    return response
