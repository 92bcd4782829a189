"""The code to the new number: with it the account has that number from now on."""

from cryptography.fernet import InvalidToken
from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Renumbered, ask_for_new, change_number, may_change_number
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import decrypt, spaced
from resident.accounts.forms import CodeForm, PhoneForm
from resident.accounts.sessions import myself, present_token
from resident.accounts.views.blueprint import bp
from resident.accounts.views.codes import CodePage, code_page, is_sent, not_sent, refused, say_sent_again
from resident.accounts.views.number import NEW, be_there, here, number_page, page_of_code
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.guards import signed_in
from resident.web.toasts import say

TAKEN = _l(
    "This number has an account of its own. Sign in with it and close that account first, "
    "or ask the committee for help."
)


@bp.post("/me/number/send")
@signed_in
def send_to_new() -> ResponseReturnValue:
    """Send another code to the new number."""
    phone = _new_phone()
    if not phone:
        return redirect(url_for("accounts.number"), 303)
    begin_write()
    asked = ask_for_new(phone=phone, by=myself(), browser=here())
    if isinstance(asked, Asked) and asked is not Asked.SENT:
        keep_refusal()
        return not_sent(_new_page(phone), asked)
    say_sent_again()
    return redirect(url_for("accounts.new_number"), 303)


@bp.route("/me/number/code", methods=["GET", "POST"])
@signed_in
def new_number() -> ResponseReturnValue:
    """Take the new number's code: the account has that number from now on."""
    phone, form = _new_phone(), CodeForm()
    if not phone or not may_change_number(myself(), here()):
        return redirect(url_for("accounts.number"), 303)
    be_there()
    if not is_sent(form, phone):
        return code_page(form, _new_page(phone), 422 if form.is_submitted() else 200)
    begin_write()
    change = change_number(phone=phone, digits=form.code.data or "", token=present_token(), by=myself(), browser=here())
    if change.outcome is None:
        keep_refusal()
        return refused(form, _new_page(phone), change.code)
    return _after(change.outcome, phone)


def _after(outcome: Renumbered, phone: str) -> ResponseReturnValue:
    session.pop(NEW, None)
    if outcome is Renumbered.DONE:
        say(_("Your number is %(phone)s now. All other devices are signed out.", phone=spaced(phone)))
        return redirect(url_for("accounts.settings"), 303)
    if outcome is Renumbered.TAKEN:  # its code is used: kept, though nothing else came of it
        form = PhoneForm(formdata=None)
        form.phone.errors = [str(TAKEN)]
        keep_refusal()
        return number_page(form, 409)
    return redirect(url_for("accounts.number"), 303)


def _new_phone() -> str:
    """The new number that this browser named; empty where there is none, or the keys have changed since."""
    try:
        return decrypt(session.get(NEW) or "")
    except InvalidToken:
        return ""


def _new_page(phone: str) -> CodePage:
    return page_of_code(phone, Purpose.NUMBER, "new")
