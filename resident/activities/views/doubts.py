"""What is doubtful about minutes: voiding what counts, what nobody can confirm, and one time twice."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import WitnessForm
from resident.activities.models import Voiding
from resident.activities.permissions import can_see_overlaps
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.organizations.queries import organizations
from resident.web.errors import found
from resident.web.forms import button, saving
from resident.web.guards import require, requires, signed_in
from resident.web.keyset import place_in_list

bp = Blueprint("doubts", __name__)


@bp.post("/c/<community>/activities/hours/voidings/<int:voiding_id>/agree")
@signed_in
@button(then="service_records.index", said=_l("Voided. The volunteer is told why."))
def agree(voiding_id: int) -> None:
    """Agree as the second person that a record is voided."""
    require(permissions.can_answer_voiding(me(), _voiding(voiding_id)))
    actions.agree_to_void(voiding_id=voiding_id, community=current_community(), by=myself())


@bp.post("/c/<community>/activities/hours/voidings/<int:voiding_id>/keep")
@signed_in
@button(then="service_records.index", said=_l("It stays as it is and counts."))
def keep(voiding_id: int) -> None:
    """Let the record count on."""
    require(permissions.can_keep(me(), _voiding(voiding_id)))
    actions.keep_record(voiding_id=voiding_id, community=current_community(), by=myself())


@bp.get("/c/<community>/activities/hours/overlaps")
@requires(can_see_overlaps)
def overlaps() -> ResponseReturnValue:
    """Pairs of records of one person and one time, from before the rule."""
    page = queries.overlaps(current_community(), place_in_list())
    return render_template("activities/overlaps.html", page=page)


@bp.route("/c/<community>/activities/hours/stuck", methods=["GET", "POST"])
@requires(can_administer)
def stuck() -> ResponseReturnValue:
    """Minutes that nobody can confirm, and what mends it: here the body that witnesses is named."""
    community = current_community()
    form = WitnessForm(data={"organization": queries.witness_of(community) or 0})
    form.organization.offer(*organizations(community))
    return saving(
        form,
        lambda: actions.name_witness(organization_id=form.organization.data or 0, community=community, by=myself()),
        page=lambda: render_template(
            "activities/stuck.html", form=form, page=queries.stuck(community, place_in_list())
        ),
        then=url_for(".stuck"),
        said=_("Saved. Whoever leads that body confirms what nobody else can."),
    )


def _voiding(voiding_id: int) -> Voiding:
    return found(queries.voiding_of(current_community(), voiding_id))
