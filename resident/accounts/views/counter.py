"""Coming in where no codes are sent, and by what the operator made."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from resident.accounts.actions import Entered, Entrance, enter_by_step, enter_way_in
from resident.accounts.entrance.browsers import browser_at_hand, own_key, remember_browser
from resident.accounts.entrance.channels import sends_codes
from resident.accounts.entrance.identity import normal_phone
from resident.accounts.entrance.pending import Pending, remember_pending
from resident.accounts.forms import StaffForm, WayInForm
from resident.accounts.sessions import me
from resident.accounts.views.blueprint import bp
from resident.accounts.views.codes import SHUT, SLOW_DOWN, TOO_OFTEN
from resident.accounts.views.sign_in import ONWARD, welcome
from resident.db import begin_write, keep_refusal
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.guards import public
from resident.web.pages import local_path

# One sentence for whatever it was: which numbers have an account is nobody's business.
STEP_REFUSALS: dict[Entered, Words] = {
    Entered.WRONG: _l(
        "That did not open. Look at the number again, and at the digits in your app: they open once, and its phone must "
        "have the right time. It also has to be a browser in which you have signed in before."
    ),
    Entered.TOO_OFTEN: TOO_OFTEN,
    Entered.SHUT: SHUT,
}
WAY_IN_REFUSALS: dict[Entered, Words] = {
    Entered.WRONG: _l(
        "That did not open. Look at the number and the letters again: they open once, within an hour of being made. "
        "Otherwise have new ones made."
    ),
    Entered.TOO_OFTEN: TOO_OFTEN,
}


@bp.route("/sign-in/staff", methods=["GET", "POST"])
@public
def staff() -> ResponseReturnValue:
    """Number and second factor, in a browser that signed in before; where codes are sent, those are the way in."""
    onward = local_path(request.values.get("next"))
    if me() or sends_codes():
        return redirect(onward if me() else url_for("accounts.sign_in", next=onward), 303)
    own_key()
    form = StaffForm()
    if not form.validate_on_submit():
        return _staff_page(form, onward, 422 if form.is_submitted() else 200)
    begin_write()
    phone = normal_phone(form.phone.data or "")
    entrance = enter_by_step(phone=phone, typed=form.step.data or "", browser=browser_at_hand())
    if status := _refused(entrance, form.step, STEP_REFUSALS):
        return _staff_page(form, onward, status)
    return redirect(_go_on(entrance, phone, onward), 303)


@bp.route("/sign-in/way-in", methods=["GET", "POST"])
@public
def way_in() -> ResponseReturnValue:
    """Take the letters that the operator made on the command line."""
    onward = local_path(request.values.get("next"))
    if me():
        return redirect(onward, 303)
    own_key()
    form = WayInForm()
    if not form.validate_on_submit():
        return _way_in_page(form, onward, 422 if form.is_submitted() else 200)
    begin_write()
    phone = normal_phone(form.phone.data or "")
    entrance = enter_way_in(phone=phone, letters=form.letters.data or "", browser=browser_at_hand())
    if status := _refused(entrance, form.letters, WAY_IN_REFUSALS):
        return _way_in_page(form, onward, status)
    return redirect(_go_on(entrance, phone, onward), 303)


def _refused(entrance: Entrance, field: Field, refusals: Mapping[Entered, Words]) -> int:
    """Say at the field why not, and keep that it was counted; the status of the page, 0 where nothing is refused."""
    if entrance.outcome not in refusals:
        return 0
    keep_refusal()
    field.errors = [str(refusals[entrance.outcome])]
    return 429 if entrance.outcome in SLOW_DOWN else 422


def _go_on(entrance: Entrance, phone: str, onward: str) -> str:
    """In, or to what is still missing of somebody whose number was proven."""
    if entrance.outcome not in ONWARD:
        return welcome(entrance, onward)
    if entrance.known:
        remember_browser(entrance.known)
    remember_pending(Pending(phone, onward, entrance.proof))
    return url_for(ONWARD[entrance.outcome])


def _staff_page(form: StaffForm, onward: str, status: int) -> ResponseReturnValue:
    return render_template("accounts/staff.html", form=form, onward=onward), status


def _way_in_page(form: WayInForm, onward: str, status: int) -> ResponseReturnValue:
    return render_template("accounts/way_in.html", form=form, onward=onward), status
