"""Coming in: a phone number, its code, and the first time consent and a name."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered, Entrance, ask_for_code, enter_code
from resident.accounts.entrance.browsers import browser_at_hand, own_key, remember_browser
from resident.accounts.entrance.channels import are_codes_held_up, sends_codes
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import normal_phone
from resident.accounts.entrance.pending import Pending, pending_sign_in, remember_pending
from resident.accounts.entrance.unused import is_shut_to
from resident.accounts.forms import CodeForm, PhoneForm
from resident.accounts.queries import find_by_phone, has_agreed, is_proven, was_ended_by_new_number
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import ended_token, me, remember_token
from resident.accounts.sessions.interrupted import expect_kept_form
from resident.accounts.views.blueprint import bp
from resident.accounts.views.codes import NOT_SENT, CodePage, code_page, is_sent, not_sent, refused, say_sent_again
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.web.guards import public
from resident.web.pages import local_path
from resident.web.toasts import say

# What is still missing when the number was checked.
ONWARD = {
    Entered.TO_AGREE: "accounts.name",
    Entered.UNUSED: "accounts.name",
    Entered.SECOND_STEP: "accounts.second_step",
}


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the phone number and send a code to it, whether it has an account or not."""
    onward = local_path(request.values.get("next"))
    if me():
        return redirect(onward, 303)
    if not sends_codes():
        return render_template("accounts/counter.html", onward=onward), 200 if request.method == "GET" else 409
    own_key()
    form = PhoneForm()
    if not form.validate_on_submit():
        return _phone_page(form, onward, 422 if form.is_submitted() else 200)
    begin_write()
    phone = normal_phone(form.phone.data or "")
    asked = ask_for_code(phone=phone, browser=browser_at_hand())
    if asked in NOT_SENT:
        keep_refusal()
        form.phone.errors = [str(NOT_SENT[asked])]
        return _phone_page(form, onward, 429)
    remember_pending(Pending(phone, onward))
    return redirect(url_for("accounts.code"), 303)


def _phone_page(form: PhoneForm, onward: str, status: int) -> ResponseReturnValue:
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        onward=onward,
        has_new_number=was_ended_by_new_number(ended_token()),
        held_up=are_codes_held_up(),
    )
    return page, status


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Take the code: in, or on to consent and a name."""
    pending = pending_sign_in()
    if me() or pending is None:
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    if is_proven(phone=pending.phone, proof=pending.proof, browser=browser_at_hand()):
        return redirect(onward_from(pending), 303)
    form = CodeForm()
    if not is_sent(form, pending.phone):
        return code_page(form, _page(pending), 422 if form.is_submitted() else 200)
    begin_write()
    entrance = enter_code(phone=pending.phone, digits=form.code.data or "", browser=browser_at_hand())
    if entrance.outcome is Entered.SIGNED_IN:
        return redirect(welcome(entrance, pending.onward), 303)
    if entrance.outcome in ONWARD:
        remember_pending(Pending(pending.phone, pending.onward, entrance.proof))
        return redirect(url_for(ONWARD[entrance.outcome]), 303)
    keep_refusal()
    return refused(form, _page(pending), entrance.outcome)


def onward_from(pending: Pending) -> str:
    """To what is still missing of somebody whose number was checked."""
    person = find_by_phone(pending.phone)
    is_known = person is not None and not is_shut_to(person, browser_at_hand()) and has_agreed(person.value)
    has_step = person is not None and is_known and has_second_factor(person.value)
    return url_for(ONWARD[Entered.SECOND_STEP if has_step else Entered.TO_AGREE])


def _page(pending: Pending) -> CodePage:
    return CodePage(
        phone=pending.phone,
        browser=browser_at_hand(),
        purpose=Purpose.SIGN_IN,
        here=url_for("accounts.code"),
        again=url_for("accounts.again"),
        back=url_for("accounts.sign_in", next=pending.onward),
        back_label=_("Another number"),
        done_label=_("Sign in"),
    )


@bp.post("/sign-in/again")
@public
def again() -> ResponseReturnValue:
    """Send another code to the same number."""
    pending = pending_sign_in()
    if pending is None:
        return redirect(url_for("accounts.sign_in"), 303)
    begin_write()
    asked = ask_for_code(phone=pending.phone, browser=browser_at_hand())
    if asked is Asked.SENT:
        say_sent_again()
        return redirect(url_for("accounts.code"), 303)
    keep_refusal()
    return not_sent(_page(pending), asked)


def welcome(entrance: Entrance, onward: str) -> str:
    """Into the house: a new session cookie, and where to go on to, which is where one was."""
    if entrance.person is None:
        return url_for("accounts.sign_in")
    if entrance.outcome is Entered.SECOND_STEP:
        return url_for(ONWARD[entrance.outcome])
    remember_token(entrance.token)
    remember_browser(entrance.known)
    if expect_kept_form(entrance.person):
        say(_("What you had written is back in the form. Please send it once more."))
    return local_path(onward)
