"""Accounts that rest: suspended by one, the appeal decided by another, and what the suspended person reads."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from resident.accounts.models import Person, Suspension
from resident.accounts.sessions import myself
from resident.accounts.suspensions import live_suspension, suspension_of, suspensions_in
from resident.admin.forms import AnswerForm, AppealForm, SuspensionForm
from resident.admin.views.saving import person_at
from resident.communities.actions import appeal as appeal_against
from resident.communities.actions import decide_appeal, lift_suspension, suspend_account
from resident.communities.context import community_by_id, current_community
from resident.communities.open_work import StillOpen
from resident.communities.permissions import (
    can_administer,
    can_decide_appeal,
    can_look_after,
    can_see_suspensions,
)
from resident.db import db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import found
from resident.web.forms import button, number_in, saving
from resident.web.guards import fresh, require, requires, signed_in

bp = Blueprint("suspensions", __name__)


@bp.get("/c/<community>/admin/suspensions")
@requires(can_see_suspensions)
def index() -> ResponseReturnValue:
    """Whose account rests now, and who appeals."""
    return render_template("admin/suspensions.html", suspensions=suspensions_in(current_community().id))


@bp.route("/c/<community>/admin/people/<int:person_id>/suspensions/new", methods=["GET", "POST"])
@requires(can_administer)
@fresh
def new(person_id: int) -> ResponseReturnValue:
    """Suspend somebody's account."""
    community, form = current_community(), SuspensionForm()
    person = person_at(person_id)
    require(can_look_after(myself(), community, person))
    return saving(
        form,
        lambda: suspend_account(
            community=community,
            person=person,
            reason=form.reason.data or "",
            days=int(form.days.data),
            settles=number_in(request.form.get("settles")),
            by=myself(),
        ),
        page=lambda: _new_page(form, person),
        then=url_for("admin.people.show", person_id=person_id),
        said=_("The account is suspended. %(name)s has been told.", name=person.display_name),
        shows=StillOpen,
    )


def _new_page(form: SuspensionForm, person: Person) -> str:
    """The form; or first what would wait for nobody meanwhile, with what was typed to be sent along with the yes."""
    if not isinstance(form.conflict, StillOpen):
        return render_template("admin/suspend.html", form=form, person=person)
    left = form.conflict.left
    typed = {"reason": form.reason.data, "days": form.days.data, "settles": sum(one.number for one in left)}
    asks = _("Suspend the last one who can act there?")
    back = url_for("admin.people.show", person_id=person.id)
    return render_template("admin/still_open.html", left=left, asks=asks, back=back, fields=typed)


@bp.get("/c/<community>/admin/suspensions/<int:suspension_id>")
@requires(can_see_suspensions)
def show(suspension_id: int) -> ResponseReturnValue:
    """One suspension: why, until when, and the appeal."""
    return _page(_suspension(suspension_id), AnswerForm()), 200


@bp.post("/c/<community>/admin/suspensions/<int:suspension_id>/decide")
@requires(can_see_suspensions)
def decide(suspension_id: int) -> ResponseReturnValue:
    """Decide on the appeal."""
    suspension, form = _suspension(suspension_id), AnswerForm()
    return saving(
        form,
        lambda: decide_appeal(
            suspension=suspension,
            community=current_community(),
            lifts="lift" in request.form,
            answer=form.answer.data or "",
            by=myself(),
        ),
        page=lambda: _page(suspension, form),
        then=url_for(".show", suspension_id=suspension_id),
        said=_("Decided. The person has been told."),
    )


@bp.post("/c/<community>/admin/suspensions/<int:suspension_id>/lift")
@requires(can_administer)
@fresh
@button(then=".show", said=_l("The suspension is lifted. The person has been told."))
def lift(suspension_id: int) -> None:
    """End a suspension before its time."""
    lift_suspension(suspension=_suspension(suspension_id), community=current_community(), by=myself())


@bp.get("/me/suspension")
@signed_in
def mine() -> ResponseReturnValue:
    """Why my account rests, until when, and how to appeal; whose does not is led home."""
    return _own_page(AppealForm())


@bp.post("/me/suspension/appeal")
@signed_in
def appeal() -> ResponseReturnValue:
    """Ask somebody else to decide."""
    suspension, form = found(live_suspension(myself())), AppealForm()
    return saving(
        form,
        lambda: appeal_against(
            suspension=suspension,
            community=community_by_id(suspension.community_id),
            words=form.words.data or "",
            by=myself(),
        ),
        page=lambda: _own_page(form),
        then=url_for(".mine"),
        said=_("Your appeal is sent. Somebody who did not suspend you decides."),
    )


def _own_page(form: AppealForm) -> str | Response:
    suspension = live_suspension(myself())
    if suspension is None:
        return redirect("/", 303)
    return render_template(
        "admin/suspended.html", form=form, suspension=suspension, house=community_by_id(suspension.community_id)
    )


def _page(suspension: Suspension, form: AnswerForm) -> str:
    db.session.refresh(suspension)
    community, me = current_community(), myself()
    return render_template(
        "admin/suspension.html",
        suspension=suspension,
        form=form,
        verdict=can_decide_appeal(me, community, suspension),
        may_lift=can_administer(me, community),
    )


def _suspension(suspension_id: int) -> Suspension:
    return found(suspension_of(current_community().id, suspension_id=suspension_id))
