"""One's own second factor: set up, confirmed, new recovery codes, and done without again."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions.second_factor import (
    begin_set_up,
    confirm_set_up,
    end_second_factor,
    renew_recovery_codes,
)
from resident.accounts.actions.steps import Stepped
from resident.accounts.duties import is_staff, needs_second_factor
from resident.accounts.entrance.channels import sends_codes
from resident.accounts.entrance.identity import masked
from resident.accounts.forms import FirstStepForm
from resident.accounts.queries import phone_of
from resident.accounts.second_factor.rows import secret_to_set_up, state_of
from resident.accounts.second_factor.steps import address_for_app, spelt
from resident.accounts.sessions import myself, present_token
from resident.accounts.views.second_step import STEP_REFUSALS
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.codes import drawn_code
from resident.web.errors import found
from resident.web.forms import button
from resident.web.guards import fresh, signed_in
from resident.web.toasts import say

bp = Blueprint("second_factors", __name__)


@bp.get("/me/second-factor")
@signed_in
def index() -> ResponseReturnValue:
    """What it is, whether there is one, and what can be done with it."""
    me = myself()
    return render_template(
        "accounts/second_factor.html",
        state=state_of(me),
        is_needed=needs_second_factor(me),
        is_staff=is_staff(me),
        sends_codes=sends_codes(),
    )


@bp.post("/me/second-factor/new")
@signed_in
@fresh
@button(then=".confirm")
def new() -> None:
    """Begin to set one up, also anew for another phone."""
    begin_set_up(by=myself())


@bp.route("/me/second-factor/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    """The secret for the app, and the first step that shows it is there."""
    form = FirstStepForm()
    if not form.validate_on_submit():
        return _set_up_page(form, 422 if form.is_submitted() else 200)
    begin_write()
    stepped, codes = confirm_set_up(digits=form.step.data or "", token=present_token(), by=myself())
    if stepped is Stepped.RIGHT:
        return _codes_page(codes, _("The second step is set up. From now on you sign in with it."))
    keep_refusal()
    form.step.errors = [str(STEP_REFUSALS[stepped])]
    return _set_up_page(form, 429 if stepped is Stepped.TOO_OFTEN else 422)


@bp.post("/me/second-factor/codes")
@signed_in
@fresh
def renew_codes() -> ResponseReturnValue:
    """Ten new recovery codes in place of the old ones."""
    begin_write()
    return _codes_page(renew_recovery_codes(by=myself()), _("The old recovery codes are worth nothing from now on."))


@bp.post("/me/second-factor/end")
@signed_in
@fresh
@button(then=".index", said=_l("The second step is off. The code by text message is enough to sign in again."))
def end() -> None:
    """Sign in with the code by text message alone again."""
    end_second_factor(by=myself())


def _set_up_page(form: FirstStepForm, status: int) -> ResponseReturnValue:
    secret = secret_to_set_up(myself())
    if secret is None:
        say(_("Please begin anew: the key is shown for half an hour only."))
        return redirect(url_for(".index"), 303)
    address = _address_for_app(secret)
    page = render_template("accounts/second_factor_new.html", form=form, key=spelt(secret), address=address)
    return _for_nobody_else(page, status)


@bp.get("/me/second-factor/code.svg")
@signed_in
def code() -> ResponseReturnValue:
    """The code of the key that is being set up; it is shown as long as the key is."""
    return drawn_code(_address_for_app(found(secret_to_set_up(myself()))))


def _address_for_app(secret: bytes) -> str:
    return address_for_app(secret, account=masked(phone_of(myself())), issuer=_("Resident"))


def _codes_page(codes: list[str], said: str) -> Response:
    """Not an address to go on to: these codes are shown in this one answer and kept nowhere."""
    return _for_nobody_else(render_template("accounts/recovery_codes.html", codes=codes, said=said), 200)


def _for_nobody_else(page: str, status: int) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
