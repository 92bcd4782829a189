"""A fresh code before an act that matters, and back to where one was, with what one wrote."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered, ask_for_code, check_code
from resident.accounts.actions.steps import Stepped, take_step
from resident.accounts.entrance.browsers import browser_at_hand
from resident.accounts.entrance.channels import are_codes_held_up, sends_codes
from resident.accounts.entrance.codes import Purpose, demo_code, minutes_valid
from resident.accounts.entrance.identity import masked
from resident.accounts.forms import CodeForm, StepForm
from resident.accounts.models import Person
from resident.accounts.queries import code_of, is_live, phone_of, seconds_to_wait
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import be_fresh, my_presence, myself
from resident.accounts.sessions.interrupted import expect_kept_form
from resident.accounts.views.blueprint import bp
from resident.accounts.views.codes import NOT_SENT, REFUSALS, SLOW_DOWN, status_of, wait_words
from resident.accounts.views.second_step import STEP_REFUSALS
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.web.guards import signed_in
from resident.web.pages import local_path
from resident.web.toasts import say


@bp.route("/me/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    """Show to be there: with a step of the second factor, else with a code sent to one's own phone."""
    onward, person = local_path(request.values.get("next")), myself()
    if has_second_factor(person):
        return _confirm_by_step(person, onward)
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, person, onward, 422 if form.is_submitted() else 200)
    begin_write()
    phone = phone_of(person)
    entered = check_code(phone=phone, digits=form.code.data or "", browser=browser_at_hand(), purpose=Purpose.CONFIRM)
    if entered is Entered.RIGHT:
        return redirect(_confirmed(person, onward), 303)
    keep_refusal()
    form.code.errors = [str(REFUSALS[entered])]
    return _code_page(form, person, onward, 429 if entered in SLOW_DOWN else 422)


@bp.post("/me/confirm/send")
@signed_in
def confirm_send() -> ResponseReturnValue:
    """Send the code, or another one."""
    onward, person = local_path(request.form.get("next")), myself()
    begin_write()
    asked = ask_for_code(phone=phone_of(person), browser=browser_at_hand(), purpose=Purpose.CONFIRM)
    if asked in (Asked.SENT, Asked.WAIT):
        return redirect(url_for("accounts.confirm", next=onward), 303)
    keep_refusal()
    form = CodeForm(formdata=None)
    form.code.errors = [str(NOT_SENT[asked])]
    return _code_page(form, person, onward, status_of(asked))


def _confirm_by_step(person: Person, onward: str) -> ResponseReturnValue:
    form = StepForm()
    if not form.validate_on_submit():
        return _step_page(form, onward, 422 if form.is_submitted() else 200)
    begin_write()
    stepped = take_step(person, typed=form.step.data or "")
    if stepped is Stepped.RIGHT:
        return redirect(_confirmed(person, onward), 303)
    keep_refusal()
    form.step.errors = [str(STEP_REFUSALS[stepped])]
    return _step_page(form, onward, 429 if stepped is Stepped.TOO_OFTEN else 422)


def _confirmed(person: Person, onward: str) -> str:
    presence = my_presence()
    if presence is not None:
        be_fresh(presence)
    if expect_kept_form(person):
        say(_("Thank you. What you had written is back in the form. Please send it once more."))
    else:
        say(_("Thank you. Now press the button once more; for ten minutes we do not ask again."))
    return onward


def _step_page(form: StepForm, onward: str, status: int) -> ResponseReturnValue:
    return render_template("accounts/confirm.html", form=form, onward=onward, by_step=True), status


def _code_page(form: CodeForm, person: Person, onward: str, status: int) -> ResponseReturnValue:
    phone = phone_of(person)
    row = code_of(phone, browser_at_hand(), Purpose.CONFIRM)
    wait = seconds_to_wait(row)
    page = render_template(
        "accounts/confirm.html",
        form=form,
        onward=onward,
        by_step=False,
        sends_codes=sends_codes(),
        phone=masked(phone),
        is_sent=is_live(row),
        held_up=are_codes_held_up(),
        minutes=minutes_valid(),
        wait=wait,
        wait_words=wait_words(wait) if wait else "",
        demo_code=demo_code(row.phone_lookup, row.browser_hash, row.sent_at) if row and is_live(row) else "",
    )
    return page, status
