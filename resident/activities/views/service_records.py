"""Minutes to confirm as the second person, corrections, what is disclosed before it counts, and one's own."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import CorrectionForm
from resident.activities.models import RecordState, ServiceRecord, Voiding
from resident.activities.permissions import can_answer_voiding, can_keep, can_open_hours, can_see_overlaps
from resident.activities.queries import Minutes, OneRecord
from resident.communities.context import current_community
from resident.db import begin_write
from resident.i18n import gettext as _
from resident.i18n import ngettext
from resident.web.beginnings import beginning
from resident.web.errors import Invalid, found
from resident.web.forms import creating, number_in
from resident.web.guards import public, require, requires, signed_in
from resident.web.keyset import Page, place_in_list
from resident.web.toasts import say

bp = Blueprint("service_records", __name__)
MOST_AT_ONCE = 100


@bp.get("/c/<community>/activities/hours")
@requires(can_open_hours)
def index() -> ResponseReturnValue:
    """What waits for this person's confirmation."""
    community, person = current_community(), myself()
    page = queries.hours_to_confirm(community, person, place_in_list())
    wishes = [] if request.args.get("after") else queries.to_void(community)
    return render_template(
        "activities/hours.html",
        page=page,
        wishes=[(one, bool(can_answer_voiding(person, one))) for one in wishes if can_keep(person, one)],
        has_overlaps=can_see_overlaps(person, community) and queries.has_overlaps(community),
    )


@bp.post("/c/<community>/activities/hours/confirm")
@requires(can_open_hours)
def confirm() -> ResponseReturnValue:
    """Confirm the records that were ticked, or all that stood on the page."""
    which = "shown" if "all" in request.form else "record"
    chosen = [number_in(text) for text in request.form.getlist(which)][:MOST_AT_ONCE]
    begin_write()
    count = actions.confirm_records(record_ids=chosen, community=current_community(), by=myself())
    say(
        ngettext("%(num)d record confirmed.", "%(num)d records confirmed.", count)
        if count
        else _("Noted. Over eight hours a day need somebody else as well.")
        if chosen
        else _("Nothing was ticked.")
    )
    return redirect(url_for(".index"), 303)


@bp.route("/c/<community>/activities/hours/<int:record_id>/correct", methods=["GET", "POST"])
@signed_in
def correct(record_id: int) -> ResponseReturnValue:
    """Correct a record by a further one, or only void it."""
    form, record = CorrectionForm(), _voidable(record_id)
    return creating(
        form,
        lambda: _corrected(record_id, form),
        page=lambda: render_template(
            "activities/correct.html", form=form, record=record, is_to_void=queries.is_to_void(record)
        ),
        then=url_for(".index"),
        said=_put_right_words,
    )


@bp.get("/c/<community>/activities/notice")
@public
def disclosure() -> ResponseReturnValue:
    """Records in public notice, under volunteer numbers."""
    page = queries.in_notice(current_community(), place_in_list())
    return render_template("activities/notice.html", page=page)


@bp.get("/me/service")
@signed_in
def mine() -> ResponseReturnValue:
    """Shifts to come and service records in the community visited last."""
    community, person = g.community, myself()
    if community is None:
        return render_template(
            "activities/service.html", sign_ups=[], page=Page([], ""), minutes=Minutes(), number=None
        )
    return render_template(
        "activities/service.html",
        sign_ups=queries.my_sign_ups(person, community),
        page=beginning(queries.my_records(community, person, place_in_list())),
        minutes=queries.minutes_of(community, person),
        number=queries.number_of(community, person),
    )


def _put_right_words(made: ServiceRecord | Voiding) -> str:
    if isinstance(made, Voiding):
        return _("Asked. It counts until somebody else agrees.")
    if made.state == RecordState.VOIDED:
        return _("Voided.")
    return _("Corrected. Somebody of the committee confirms the new minutes.")


def _voidable(record_id: int) -> OneRecord:
    record = found(queries.record_of(current_community(), record_id))
    require(permissions.can_void(me(), record))
    return record


def _corrected(record_id: int, form: CorrectionForm) -> ServiceRecord | Voiding:
    community, reason = current_community(), form.reason.data or ""
    began, ended = form.started_at.data, form.ended_at.data
    if form.only_void.data and (began or ended):
        raise Invalid("only_void", _("Either the right times, or only void it: please choose one."))
    if not form.only_void.data and not (began and ended):
        raise Invalid(
            "ended_at" if began else "started_at", _("Please enter both times, or tick that it is only voided.")
        )
    return actions.put_right(
        record_id=record_id, started_at=began, ended_at=ended, reason=reason, community=community, by=myself()
    )
