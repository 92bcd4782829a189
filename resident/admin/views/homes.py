"""One home: its slip, who is confirmed in it and how, and what its people say."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.communities.actions import end_confirmations, mark_home, settle_objection
from resident.communities.context import current_community
from resident.communities.models import Household
from resident.communities.permissions import can_administer
from resident.communities.queries import home_at, members_of, objection_at, objections_of, slip_of
from resident.communities.words import HOW, home_words
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.ids import PersonId
from resident.web.errors import found
from resident.web.forms import button, number_in
from resident.web.guards import requires

bp = Blueprint("homes", __name__)
MOST_AT_ONCE = 100  # people of a home


@bp.get("/c/<community>/admin/homes/<int:home_id>")
@requires(can_administer)
def show(home_id: int) -> ResponseReturnValue:
    """A home, never its code, and never whom of it is told what."""
    community, home = current_community(), _home(home_id)
    return render_template(
        "admin/home.html",
        home=home,
        words=home_words(home),
        slip=slip_of(community, home),
        members=members_of(community, home),
        objections=objections_of(community, home),
        how=HOW,
    )


@bp.post("/c/<community>/admin/homes/<int:home_id>/end")
@requires(can_administer)
@button(
    then=".show",
    said=lambda many: (
        ngettext("%(num)d person is told.", "%(num)d people are told.", many)
        if many
        else _("Tick whose confirmation ends.")
    ),
)
def end(home_id: int) -> int:
    """End the confirmations that were ticked; each is told."""
    people = {PersonId(number_in(one)) for one in request.form.getlist("person")[:MOST_AT_ONCE]}
    return end_confirmations(home=_home(home_id), people=people, by=myself())


@bp.post("/c/<community>/admin/homes/<int:home_id>/tell-<any(nobody, others):what>")
@requires(can_administer)
@button(then=".show", said=_l("Noted."))
def mark(home_id: int, what: str) -> None:
    """Tell nobody of this home who joins it, or tell them as usual; the answer is the same."""
    mark_home(home=_home(home_id), tells_nobody=what == "nobody", by=myself())


@bp.post("/c/<community>/admin/homes/objections/<int:objection_id>/settle")
@requires(can_administer)
@button(then=lambda home: f"/c/{current_community().slug}/admin/homes/{home}", said=_l("Who said so is told."))
def settle(objection_id: int) -> int:
    """Somebody has looked at what was said of who joined a home."""
    objection = found(objection_at(current_community(), objection_id))
    settle_objection(objection=objection, by=myself())
    return objection.household_id


def _home(home_id: int) -> Household:
    return found(home_at(current_community(), home_id))
