"""Calling people to an activity, changing its text while it waits, taking it back, calling it off."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import ActivityForm, NewActivityForm, ReasonForm, as_typed
from resident.activities.models import Activity
from resident.activities.permissions import can_create
from resident.activities.queries import ActivityShown
from resident.activities.views.blueprint import bp
from resident.activities.views.browsing import led_by, seen
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.organizations.queries import Body, organizations
from resident.web.errors import found
from resident.web.forms import button, creating, number_in, saving
from resident.web.guards import require, requires, signed_in


@bp.route("/c/<community>/activities/new", methods=["GET", "POST"])
@requires(can_create)
def new() -> ResponseReturnValue:
    """Call for an activity with its first shift; `?like=<id>` begins with the words of an earlier one."""
    form = NewActivityForm(data=_like(number_in(request.args.get("like"))))
    form.organization.offer(*_own_bodies())
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


def _like(activity_id: int) -> dict[str, Any]:
    """The words of an earlier activity of one's own bodies, to begin with."""
    if not activity_id:
        return {}
    earlier = found(queries.activity_of(current_community(), activity_id))
    is_own = permissions.can_run(me(), earlier)
    return {**as_typed(earlier), "organization": earlier.organization_id} if is_own else {}


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
