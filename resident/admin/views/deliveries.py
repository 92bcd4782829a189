"""What did not arrive, and the robots in the groups of bodies."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.actions import send_again
from resident.admin.forms import RobotForm
from resident.admin.queries import failed_messages, names_to, stops
from resident.admin.views.organizations import organization_at
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications.words import ROBOTS, way_words, why_words
from resident.organizations.actions import end_robot, set_robot, try_robot
from resident.organizations.queries import organizations, robot_of, said_last
from resident.web.forms import button, doing, saving
from resident.web.guards import requires
from resident.web.keyset import place_in_list

bp = Blueprint("deliveries", __name__)


@bp.get("/c/<community>/admin/deliveries")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What did not arrive, why, and what has stopped."""
    community = current_community()
    page = failed_messages(community, place_in_list())
    return render_template(
        "admin/deliveries.html",
        page=page,
        names=names_to(community, page),
        bodies={body.id: body.name for body in organizations(community)},
        stops=stops(community),
        way_words=way_words,
        why_words=why_words,
    )


@bp.post("/c/<community>/admin/deliveries/<int:message_id>")
@requires(can_administer)
@button(then="admin.deliveries.index", said=_l("It is on its way again."))
def again(message_id: int) -> None:
    """Send a message again."""
    send_again(community=current_community(), message_id=message_id, by=myself())


@bp.route("/c/<community>/admin/organizations/<int:organization_id>/robot", methods=["GET", "POST"])
@requires(can_administer)
def robot(organization_id: int) -> ResponseReturnValue:
    """The robot in the body's own group."""
    here, form = organization_at(organization_id), RobotForm()
    return saving(
        form,
        lambda: set_robot(
            organization=here, address=form.address.data or "", secret=form.secret.data or "", by=myself()
        ),
        page=lambda: render_template(
            "admin/robot.html",
            form=form,
            organization=here,
            robot=robot_of(here),
            robot_kinds=ROBOTS,
            last=said_last(here),
            why_words=why_words,
        ),
        then=url_for(".robot", organization_id=organization_id),
        said=_("Saved. Try whether it speaks."),
    )


@bp.post("/c/<community>/admin/organizations/<int:organization_id>/robot/<any(try, end):what>")
@requires(can_administer)
def try_or_end(organization_id: int, what: str) -> ResponseReturnValue:
    """Have the robot say something, or take it away."""
    here = organization_at(organization_id)
    act, said = (
        (try_robot, _("It was asked to speak. Look into the group in a few seconds."))
        if what == "try"
        else (end_robot, _("The robot is taken away."))
    )
    return doing(
        lambda: act(organization=here, by=myself()),
        then=url_for(".robot", organization_id=organization_id),
        said=said,
    )
