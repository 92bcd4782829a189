"""The plan of the estate."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.drawing import PlanForm, as_drawn, plan_form
from resident.communities.actions import draw_plan
from resident.communities.context import current_community
from resident.communities.estate import Plan, plan_at
from resident.communities.permissions import can_administer
from resident.communities.queries import plan_of, plan_version_of
from resident.i18n import gettext as _
from resident.web.forms import saving
from resident.web.guards import requires

bp = Blueprint("plans", __name__)


@bp.route("/c/<community>/admin/plan", methods=["GET", "POST"])
@requires(can_administer)
def edit() -> ResponseReturnValue:
    """Draw the plan: by dragging and arrows, or as one table."""
    community = current_community()
    plan = plan_of(community)
    form = plan_form(plan, lambda: as_drawn(plan_of(community), plan_version_of(community)))
    return saving(
        form,
        lambda: draw_plan(community=community, version=form.version.data, spots=form.spots(), by=myself()),
        page=lambda: _page(form, plan),
        then=url_for(".edit"),
        said=_("Saved. Residents see it like this now."),
    )


def _page(form: PlanForm, plan: Plan) -> str:
    """The plan as it was typed, with what stands wrong marked."""
    return render_template("admin/plan.html", form=form, plan=plan_at(plan, form.spots()), wrong=form.wrong())
