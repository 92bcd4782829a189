"""Coming in: a phone number, its code, and the first time consent and a name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered, Entrance, ask_for_code, enter_code
from resident.accounts.entrance.browsers import browser_at_hand, own_key, remember_browser
from resident.accounts.entrance.channels import sends_codes
from resident.accounts.entrance.codes import demo_code
from resident.accounts.entrance.identity import normal_phone
from resident.accounts.entrance.pending import Pending, pending_sign_in, remember_pending, tab_mark
from resident.accounts.forms import CodeForm, PhoneForm
from resident.accounts.queries import code_of, is_live, is_proven, seconds_to_wait
from resident.accounts.sessions import me, remember_token
from resident.accounts.sessions.interrupted import expect_kept_form
from resident.accounts.views.blueprint import bp
from resident.config import settings
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.web.errors import Words
from resident.web.guards import public
from resident.web.pages import local_path

TOO_OFTEN = _l("That was too often. Please try again in an hour, or ask the committee for help.")
SHUT = _l(
    "Too many wrong codes were tried, so new devices cannot sign in for now. "
    "Use a device on which you have signed in before, or ask the committee for help."
)
ANOTHER_TAB = _l("Another number was entered in this browser meanwhile. This page is now for the number above.")
REFUSALS: dict[Entered, Words] = {
    Entered.WRONG: _l("That is not the code. Please look at the newest message again."),
    Entered.USED_UP: _l("That were too many wrong tries. Please have another code sent."),
    Entered.TOO_LATE: _l("This code is no longer valid. Please have another one sent."),
    Entered.OLDER: _l("This code is from an earlier message. Please take the newest one."),
    Entered.TOO_OFTEN: TOO_OFTEN,
    Entered.SHUT: SHUT,
}
SLOW_DOWN = {Entered.TOO_OFTEN, Entered.SHUT}
NOT_SENT: dict[Asked, Words] = {Asked.TOO_OFTEN: TOO_OFTEN, Asked.SHUT: SHUT}


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the phone number and send a code to it, whether it has an account or not."""
    onward = local_path(request.values.get("next"))
    if me():
        return redirect(onward, 303)
    if not sends_codes():
        return render_template("accounts/counter.html"), 200 if request.method == "GET" else 409
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
    return render_template("accounts/sign_in.html", form=form, onward=onward), status


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Take the code: in, or on to consent and a name."""
    pending = pending_sign_in()
    if me() or pending is None:
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    if is_proven(phone=pending.phone, proof=pending.proof, browser=browser_at_hand()):
        return redirect(url_for("accounts.name"), 303)
    form = CodeForm()
    if not _is_sent(form, pending):
        return _code_page(form, pending, 422 if form.is_submitted() else 200)
    begin_write()
    entrance = enter_code(phone=pending.phone, digits=form.code.data or "", browser=browser_at_hand())
    if entrance.outcome is Entered.SIGNED_IN:
        return redirect(welcome(entrance, pending.onward), 303)
    if entrance.outcome is Entered.TO_AGREE:
        remember_pending(Pending(pending.phone, pending.onward, entrance.proof))
        return redirect(url_for("accounts.name"), 303)
    keep_refusal()
    form.code.errors = [str(REFUSALS[entrance.outcome])]
    return _code_page(form, pending, 429 if entrance.outcome in SLOW_DOWN else 422)


def _is_sent(form: CodeForm, pending: Pending) -> bool:
    """Whether a code was typed, and for the number that this browser now asks for."""
    if not form.validate_on_submit():
        return False
    if form.sent_to.data and form.sent_to.data != tab_mark(pending.phone):
        form.code.errors = [str(ANOTHER_TAB)]
        return False
    return True


@bp.post("/sign-in/again")
@public
def again() -> ResponseReturnValue:
    """Send another code to the same number."""
    pending = pending_sign_in()
    if pending is None:
        return redirect(url_for("accounts.sign_in"), 303)
    begin_write()
    browser = browser_at_hand()
    asked = ask_for_code(phone=pending.phone, browser=browser)
    if asked is Asked.SENT:
        flash(_("Another code is on its way. Only the newest one is valid."))
        return redirect(url_for("accounts.code"), 303)
    keep_refusal()
    form = CodeForm(formdata=None)
    wait = seconds_to_wait(code_of(pending.phone, browser))
    form.code.errors = [str(NOT_SENT.get(asked) or _wait_words(wait))]
    return _code_page(form, pending, 429)


def _wait_words(seconds: int) -> str:
    return ngettext("Another code can be sent in one second.", "Another code can be sent in %(num)d seconds.", seconds)


def _code_page(form: CodeForm, pending: Pending, status: int) -> ResponseReturnValue:
    row = code_of(pending.phone, browser_at_hand())
    form.sent_to.data = tab_mark(pending.phone)
    wait = seconds_to_wait(row)
    page = render_template(
        "accounts/code.html",
        form=form,
        phone=pending.phone,
        onward=pending.onward,
        minutes=settings().code_lifetime // 60,
        wait=wait,
        wait_words=_wait_words(wait) if wait else "",
        demo_code=demo_code(row.phone_lookup, row.browser_hash, row.sent_at) if row and is_live(row) else "",
    )
    return page, status


def welcome(entrance: Entrance, onward: str) -> str:
    """Into the house: a new session cookie, and where to go on to, which is where one was."""
    if entrance.person is None:
        return url_for("accounts.sign_in")
    remember_token(entrance.token)
    remember_browser(entrance.known)
    if expect_kept_form(entrance.person):
        flash(_("What you had written is back in the form. Please send it once more."))
    return local_path(onward)
