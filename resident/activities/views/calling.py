"""Calling people to an activity, changing its text while it waits, taking it back, calling it off."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import ActivityForm, NewActivityForm, ReasonForm, as_last_time, as_typed
from resident.activities.models import Activity
from resident.activities.permissions import can_create
from resident.activities.queries import ActivityShown
from resident.activities.views.blueprint import bp
from resident.activities.views.browsing import led_by, seen
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.organizations.queries import Body, organizations
from resident.web.forms import button, creating, number_in, saving
from resident.web.guards import require, requires, signed_in


@bp.route("/c/<community>/activities/new", methods=["GET", "POST"])
@requires(can_create)
def new() -> ResponseReturnValue:
    """Call for an activity with its first shift, in the words of the last one, or of `?like=<id>`."""
    bodies = _own_bodies()
    form = NewActivityForm(data={} if request.method == "POST" else _begun(bodies))
    form.organization.offer(*bodies)
    return creating(
        form,
        lambda: _called(form),
        page=lambda: render_template("activities/new.html", form=form),
        then=lambda activity: url_for("activities.show", activity_id=activity.id),
        said=_("Sent. A moderator reads it before it shows; you will be told."),
    )


@bp.route("/c/<community>/activities/<int:activity_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(activity_id: int) -> ResponseReturnValue:
    """Change the text while it waits or after changes were asked."""
    activity = run_by_me(activity_id)
    require(permissions.can_edit(me(), activity))
    form = ActivityForm(lambda: as_typed(run_by_me(activity_id)))
    return saving(
        form,
        lambda: _edited(activity_id, form),
        page=lambda: render_template("activities/edit.html", form=form, activity=activity),
        then=url_for("activities.show", activity_id=activity_id),
        said=_("Saved. It is reviewed before it shows."),
    )


@bp.post("/c/<community>/activities/<int:activity_id>/withdraw")
@signed_in
@button(then="activities.show", said=_l("Withdrawn."))
def withdraw(activity_id: int) -> None:
    """Take an unpublished activity back."""
    actions.withdraw_activity(activity_id=run_by_me(activity_id).id, by=myself())


@bp.route("/c/<community>/activities/<int:activity_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(activity_id: int) -> ResponseReturnValue:
    """Call the whole activity off, with the reason people are told."""
    form, activity = ReasonForm(), _cancellable(activity_id)
    return saving(
        form,
        lambda: _cancelled(activity_id, form),
        page=lambda: render_template("activities/cancel.html", form=form, activity=activity, shift=None),
        then=url_for("activities.show", activity_id=activity_id),
        said=_("Called off. Everybody has been told."),
    )


def run_by_me(activity_id: int) -> ActivityShown:
    """The activity of the address, for whom leads its body. Raises NotHere, NotAllowed."""
    activity = seen(activity_id)
    require(permissions.can_run(me(), activity))
    return activity


def _cancellable(activity_id: int) -> ActivityShown:
    activity = seen(activity_id)
    require(permissions.can_cancel(me(), activity))
    return activity


def _own_bodies() -> list[Body]:
    led = led_by(me())
    return [body for body in organizations(current_community()) if body.id in led]


def _begun(bodies: list[Body]) -> dict[str, Any]:
    """What the form begins with: the words of the last time, without its day and hours."""
    like = number_in(request.args.get("like"))
    last = queries.last_time(current_community(), [body.id for body in bodies], like=like)
    if last is None:
        return {"organization": bodies[0].id} if bodies else {}
    return as_last_time(last, is_meant=last.id == like)


def _called(form: NewActivityForm) -> Activity:
    return actions.create_activity(
        organization_id=form.organization.data or 0,
        text=form.words(),
        first_shift=form.plan(),
        community=current_community(),
        by=myself(),
    )


def _edited(activity_id: int, form: ActivityForm) -> None:
    actions.edit_activity(activity_id=activity_id, text=form.words(), version=form.version.data, by=myself())


def _cancelled(activity_id: int, form: ReasonForm) -> None:
    actions.cancel_activity(
        activity_id=activity_id, reason=form.reason.data or "", community=current_community(), by=myself()
    )
