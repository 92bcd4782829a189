"""The one address that undoes, for every kind."""

from flask import Blueprint

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.i18n import lazy_gettext as _l
from resident.undo.actions import undo
from resident.web.forms import button
from resident.web.guards import signed_in

bp = Blueprint("undo", __name__)


@bp.post("/c/<community>/undo/<int:deed_id>")
@signed_in
@button(then=lambda path: path, said=_l("Undone."))
def take_back(deed_id: int) -> str:
    """Undo what one did; the action asks whether one may."""
    return undo(deed_id=deed_id, community=current_community(), by=myself())
