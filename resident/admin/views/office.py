"""When the committee is at work: its hours, and the days of a year's notice that were entered by hand."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import myself
from resident.admin.office import DaysForm, HoursForm, YearShown, as_days, as_hours, years_shown
from resident.communities.actions import change_settings
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.communities.queries import community_row
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.forms import saving
from resident.web.guards import requires

bp = Blueprint("office_hours", __name__)


@bp.route("/c/<community>/admin/office", methods=["GET", "POST"])
@requires(can_administer)
def hours() -> ResponseReturnValue:
    """The hours of a working day, and the years whose notice is known."""
    community = current_community()
    form = HoursForm(lambda: as_hours(community_row(community)))
    return saving(
        form,
        lambda: change_settings(
            community=community, version=form.version.data, office_hours=form.office_hours, by=myself()
        ),
        page=lambda: render_template("admin/office.html", form=form, years=_years()),
        then=url_for(".hours"),
        said=_("Saved. It holds from now on."),
    )


@bp.route("/c/<community>/admin/office/<int:year>", methods=["GET", "POST"])
@requires(can_administer)
def days(year: int) -> ResponseReturnValue:
    """The holidays of a year, and the weekend days that are worked instead."""
    community = current_community()
    shown = found(next((one for one in _years() if one.year == year), None))
    form = DaysForm(year, lambda: as_days(community_row(community), year))
    return saving(
        form,
        lambda: change_settings(
            community=community, version=form.version.data, own_days=form.own_days(community.own_days), by=myself()
        ),
        page=lambda: render_template("admin/days.html", form=form, year=shown),
        then=url_for(".hours"),
        said=_("Saved. What was promised before keeps its date."),
    )


def _years() -> list[YearShown]:
    community = current_community()
    return years_shown(community, clock.local(clock.now(), community.time_zone).year)
