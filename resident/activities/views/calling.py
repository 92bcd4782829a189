"""Calling people to an activity, changing its text while it waits, taking it back, calling it off."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import ActivityForm, ChangingForm, NewActivityForm, ReasonForm, as_typed, number_in
from resident.activities.models import Activity
from resident.activities.permissions import can_create
from resident.activities.views.blueprint import bp
from resident.activities.views.browsing import led_by, seen
from resident.communities.context import current_community
from resident.db import begin_write, db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.organizations.permissions import can_manage
from resident.organizations.queries import Body, organizations
from resident.web.errors import Changed, Invalid
from resident.web.forms import already_sent, choices_of, create_once
from resident.web.guards import Verdict, require, requires, signed_in


@bp.route("/c/<community>/activities/new", methods=["GET", "POST"])
@requires(can_create)
def new() -> ResponseReturnValue:
    """Call for an activity with its first shift; `?like=<id>` begins with the words of an earlier one."""
    form = NewActivityForm(data=_like(number_in(request.args.get("like"))))
    if form.is_submitted() and (earlier := already_sent(form)):
        return earlier
    form.organization.choices = choices_of(_own_bodies(), lambda body: tr_text(body.name))
    if form.validate_on_submit() and (answer := create_once(form, lambda: _called(form))):
        return answer
    return render_template("activities/new.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/c/<community>/activities/<int:activity_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(activity_id: int) -> ResponseReturnValue:
    """Change the text while it waits or after changes were asked."""
    activity = run_by_me(activity_id)
    require(permissions.can_edit(me(), activity))
    form = ActivityForm(data=as_typed(activity))
    status = outcome(form, lambda: _edited(activity_id, form), lambda: as_typed(run_by_me(activity_id)))
    if status == 303:
        flash(_("Saved. It is reviewed before it shows."))
        return redirect(url_for("activities.show", activity_id=activity_id), status)
    return render_template("activities/edit.html", form=form, activity=run_by_me(activity_id)), status


@bp.post("/c/<community>/activities/<int:activity_id>/withdraw")
@signed_in
def withdraw(activity_id: int) -> ResponseReturnValue:
    """Take an unpublished activity back."""
    begin_write()
    run_by_me(activity_id)
    actions.withdraw_activity(activity_id, by=myself())
    flash(_("Withdrawn."))
    return redirect(url_for("activities.show", activity_id=activity_id), 303)


@bp.route("/c/<community>/activities/<int:activity_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(activity_id: int) -> ResponseReturnValue:
    """Call the whole activity off, with the reason people are told."""
    form = ReasonForm()
    _cancellable(activity_id)
    if form.validate_on_submit() and form.accepts(lambda: _cancelled(activity_id, form)):
        flash(_("Called off. Everybody has been told."))
        return redirect(url_for("activities.show", activity_id=activity_id), 303)
    page = render_template("activities/cancel.html", form=form, activity=_cancellable(activity_id), shift=None)
    return page, 422 if form.is_submitted() else 200


def outcome(form: ChangingForm, act: Callable[[], None], present: Callable[[], dict[str, Any]]) -> int:
    """200 for a form that was opened, 303 where it was saved, 422 with errors, 409 beside what somebody saved meanwhile."""
    if not form.is_submitted():
        return 200
    try:
        return 303 if form.validate() and form.accepts(act) else 422
    except Changed as stale:
        db.session.rollback()
        form.compare(present())
        return stale.status


def run_by_me(activity_id: int) -> Activity:
    """The activity of the address, for whom leads its body. Raises NotHere, NotAllowed."""
    activity = seen(activity_id)
    require(permissions.can_run(me(), activity))
    return activity


def _cancellable(activity_id: int) -> Activity:
    activity = seen(activity_id)
    require(permissions.can_cancel(me(), activity))
    return activity


def _own_bodies() -> list[Body]:
    led = led_by(me())
    return [body for body in organizations(current_community()) if body.id in led]


def _like(activity_id: int) -> dict[str, Any]:
    """The words of an earlier activity of one's own bodies, to begin with."""
    if not activity_id:
        return {}
    earlier = queries.activity_of(current_community().id, activity_id)
    is_own: Verdict | bool = permissions.can_run(me(), earlier)
    return {**as_typed(earlier), "organization": earlier.organization_id} if is_own else {}


def _called(form: NewActivityForm) -> str:
    if not can_manage(me(), current_community(), form.organization.data):
        raise Invalid("organization", _l("Choose one of your organizations."))
    activity = actions.create_activity(
        form.organization.data, form.words(), form.plan(), community=current_community(), by=myself()
    )
    flash(_("Sent. A moderator reads it before it shows; you will be told."))
    return actions.path_of(activity, current_community())


def _edited(activity_id: int, form: ActivityForm) -> None:
    run_by_me(activity_id)
    actions.edit_activity(activity_id, form.words(), version=number_in(form.version.data), by=myself())


def _cancelled(activity_id: int, form: ReasonForm) -> None:
    _cancellable(activity_id)
    actions.cancel_activity(activity_id, reason=form.reason.data or "", community=current_community(), by=myself())
