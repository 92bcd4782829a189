"""The record: who did what here."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from resident.admin.forms import PeriodForm
from resident.admin.queries import events_about, events_here, events_of_staff
from resident.admin.views.saving import person_at
from resident.admin.words import GROUPS, STAFF, event_words
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.web.guards import requires
from resident.web.keyset import place_in_list

bp = Blueprint("events", __name__)
EVER = date(1970, 1, 1), date(9000, 1, 1)


@bp.get("/c/<community>/admin/events")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What happened, the newest first, of one kind or of all, in one stretch of days or ever."""
    community, form, group = current_community(), PeriodForm(formdata=request.args), request.args.get("kind", "")
    since, until = _stretch(form, community.time_zone)
    after = place_in_list()
    if group == STAFF:
        page = events_of_staff(community, since=since, until=until, after=after)
    else:
        page = events_here(community, group=group, since=since, until=until, after=after)
    return render_template(
        "admin/events.html", page=page, form=form, group=group, groups=GROUPS, staff=STAFF, words=event_words
    )


@bp.get("/c/<community>/admin/people/<int:person_id>/events")
@requires(can_administer)
def person(person_id: int) -> ResponseReturnValue:
    """What one person did here, and what was done about them."""
    community, form, about = current_community(), PeriodForm(formdata=request.args), person_at(person_id)
    since, until = _stretch(form, community.time_zone)
    page = events_about(community, about, since=since, until=until, after=place_in_list())
    return render_template("admin/events.html", page=page, form=form, person=about, words=event_words)


def _stretch(form: PeriodForm, zone: str) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last; what is no day, or left out, leaves that end open."""
    form.validate()
    first, last = form.since.data or EVER[0], form.until.data or EVER[1]
    return _midnight(first, zone), _midnight(min(last, EVER[1]) + timedelta(days=1), zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(max(day, EVER[0]), time(), ZoneInfo(zone)).astimezone(UTC)
