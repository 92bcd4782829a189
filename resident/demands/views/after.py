"""Showing how it looks once something was done."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.demands import actions, permissions, queries
from resident.demands.models import AfterPhotos
from resident.demands.views.blueprint import bp
from resident.demands.views.photos import AfterForm
from resident.demands.views.showing import visible_demand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.queries import drafts_of
from resident.web.errors import found
from resident.web.forms import button, creating
from resident.web.guards import require, signed_in
from resident.web.uploads import uploads


@bp.route("/c/<community>/demands/<int:number>/after", methods=["GET", "POST"])
@uploads
@signed_in
def show_after(number: int) -> ResponseReturnValue:
    """Send in photos of how it looks now; never required."""
    require(permissions.can_show_after(me(), visible_demand(number)))
    form = AfterForm()
    return creating(
        form,
        lambda: _send(number, form),
        page=lambda: _page(number, form),
        then=url_for("demands.show", number=number, _anchor="after"),
        said=_("Thank you. The committee looks at it first, then everybody can."),
    )


@bp.post("/c/<community>/demands/<int:number>/after/<int:after_id>/withdraw")
@signed_in
@button(then="demands.show", at="after", said=_l("The photo is gone."))
def withdraw_after(number: int, after_id: int) -> None:
    """Take photos of after back."""
    visible_demand(number)
    actions.withdraw_after(after=_after(number, after_id), by=myself())


def _after(number: int, after_id: int) -> AfterPhotos:
    after = found(queries.after_of(current_community(), after_id))
    return found(after if after.demand.number == number else None)


def _send(number: int, form: AfterForm) -> AfterPhotos:
    form.store()
    return actions.show_after(demand=visible_demand(number), photo_token=form.token.data or "", by=myself())


def _page(number: int, form: AfterForm) -> str:
    if form.is_submitted():
        form.keep_for_later()
    drafts = drafts_of(current_community(), form.token.data, myself()) if form.is_submitted() else []
    demand = visible_demand(number)
    before = queries.photos_of_demand(demand)
    return render_template("demands/after.html", form=form, demand=demand, kept=drafts, before=before)
