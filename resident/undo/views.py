"""The one address that undoes, for every kind."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.undo.actions import undo
from resident.web.forms import doing
from resident.web.guards import signed_in

bp = Blueprint("undo", __name__)


@bp.post("/c/<community>/undo/<int:deed_id>")
@signed_in
def take_back(deed_id: int) -> ResponseReturnValue:
    """Undo what one did; the action asks whether one may."""
    return doing(
        lambda: undo(deed_id=deed_id, community=current_community(), by=myself()),
        then=lambda path: path,
        said=_("Undone."),
    )
