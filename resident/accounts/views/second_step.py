"""The second step at sign-in, for who has set one up: the number was shown to be theirs, now the app."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Entered, enter_step
from resident.accounts.actions.steps import Stepped
from resident.accounts.entrance.browsers import browser_at_hand
from resident.accounts.entrance.pending import Pending, pending_sign_in
from resident.accounts.forms import StepForm
from resident.accounts.queries import is_proven
from resident.accounts.sessions import me
from resident.accounts.views.blueprint import bp
from resident.accounts.views.sign_in import welcome
from resident.db import begin_write, keep_refusal
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.guards import public

STEP_REFUSALS: dict[Stepped, Words] = {
    Stepped.WRONG: _l("These are not the digits. Look at the app again; its phone must have the right time."),
    Stepped.USED: _l("These digits were used already. Wait until the app shows the next ones."),
    Stepped.TOO_OFTEN: _l("That was too often. Please try again in an hour, or ask another administrator for help."),
    Stepped.TOO_LATE: _l("That took too long. Please begin anew."),
}


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Take the digits of the app, or a recovery code."""
    pending, browser = pending_sign_in(), browser_at_hand()
    if me() or pending is None or not is_proven(phone=pending.phone, proof=pending.proof, browser=browser):
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    form = StepForm()
    if not form.validate_on_submit():
        return _step_page(form, pending, 422 if form.is_submitted() else 200)
    begin_write()
    stepped, entrance = enter_step(
        phone=pending.phone, proof=pending.proof, typed=form.step.data or "", browser=browser
    )
    if entrance is not None and entrance.outcome is Entered.SIGNED_IN:
        return redirect(welcome(entrance, pending.onward), 303)
    keep_refusal()
    form.step.errors = [str(STEP_REFUSALS[stepped])]
    return _step_page(form, pending, 429 if stepped is Stepped.TOO_OFTEN else 422)


def _step_page(form: StepForm, pending: Pending, status: int) -> ResponseReturnValue:
    return render_template("accounts/second_step.html", form=form, onward=pending.onward), status
