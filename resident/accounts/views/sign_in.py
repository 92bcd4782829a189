"""Coming in: a phone number, its code, and the first time consent and a name."""

import ipaddress

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered, Entrance, agree, ask_for_code, enter_code
from resident.accounts.entrance.codes import demo_code
from resident.accounts.entrance.devices import device_of
from resident.accounts.entrance.identity import masked, normal_phone
from resident.accounts.entrance.pending import Pending, pending_sign_in, remember_pending
from resident.accounts.forms import CodeForm, FirstSignInForm, PhoneForm
from resident.accounts.queries import code_of, find_by_phone, is_live, is_proven, seconds_to_wait
from resident.accounts.sessions import me, remember_token
from resident.accounts.sessions.interrupted import expect_kept_form
from resident.accounts.views.blueprint import bp
from resident.config import settings
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import language, ngettext
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.forms import saving
from resident.web.guards import public
from resident.web.pages import local_path, reading_mode

TOO_OFTEN = _l("That was too often. Please try again in an hour, or ask the committee for help.")
REFUSALS: dict[Entered, Words] = {
    Entered.WRONG: _l("That is not the code. Please look at the newest message again."),
    Entered.USED_UP: _l("That were too many wrong tries. Please have another code sent."),
    Entered.TOO_LATE: _l("This code is no longer valid. Please have another one sent."),
    Entered.TOO_OFTEN: TOO_OFTEN,
}


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the phone number and send a code to it, whether it has an account or not."""
    onward = local_path(request.values.get("next"))
    if me():
        return redirect(onward, 303)
    form = PhoneForm()
    if not form.validate_on_submit():
        return _phone_page(form, onward, 422 if form.is_submitted() else 200)
    begin_write()
    phone = normal_phone(form.phone.data or "")
    if ask_for_code(phone=phone, address=_client_address()) is Asked.TOO_OFTEN:
        keep_refusal()
        form.phone.errors = [str(TOO_OFTEN)]
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
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, pending, 422 if form.is_submitted() else 200)
    begin_write()
    entrance = enter_code(phone=pending.phone, digits=form.code.data or "", device=_device(), address=_client_address())
    if entrance.outcome is Entered.SIGNED_IN:
        return redirect(_welcome(entrance, pending.onward), 303)
    if entrance.outcome is Entered.TO_AGREE:
        remember_pending(Pending(pending.phone, pending.onward, entrance.proof))
        return redirect(url_for("accounts.name"), 303)
    keep_refusal()
    form.code.errors = [str(REFUSALS[entrance.outcome])]
    return _code_page(form, pending, 429 if entrance.outcome is Entered.TOO_OFTEN else 422)


@bp.post("/sign-in/again")
@public
def again() -> ResponseReturnValue:
    """Send another code to the same number."""
    pending = pending_sign_in()
    if pending is None:
        return redirect(url_for("accounts.sign_in"), 303)
    begin_write()
    asked = ask_for_code(phone=pending.phone, address=_client_address())
    if asked is Asked.SENT:
        flash(_("Another code is on its way. Only the newest one is valid."))
        return redirect(url_for("accounts.code"), 303)
    keep_refusal()
    form = CodeForm(formdata=None)
    wait = seconds_to_wait(code_of(pending.phone))
    form.code.errors = [str(TOO_OFTEN) if asked is Asked.TOO_OFTEN else _wait_words(wait)]
    return _code_page(form, pending, 429)


def _wait_words(seconds: int) -> str:
    return ngettext("Another code can be sent in one second.", "Another code can be sent in %(num)d seconds.", seconds)


def _code_page(form: CodeForm, pending: Pending, status: int) -> ResponseReturnValue:
    row = code_of(pending.phone)
    wait = seconds_to_wait(row)
    page = render_template(
        "accounts/code.html",
        form=form,
        phone=pending.phone,
        onward=pending.onward,
        minutes=settings().code_lifetime // 60,
        wait=wait,
        wait_words=_wait_words(wait) if wait else "",
        demo_code=demo_code(row.phone_lookup, row.sent_at) if row and is_live(row) else "",
    )
    return page, status


@bp.route("/sign-in/name", methods=["GET", "POST"])
@public
def name() -> ResponseReturnValue:
    """The first time: consent, then a name, and only then an account."""
    pending = pending_sign_in()
    if me() or pending is None or not is_proven(phone=pending.phone, proof=pending.proof):
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    form = FirstSignInForm(display_name=_name_so_far(pending.phone))
    return saving(
        form,
        lambda: _agree(form, pending),
        page=lambda: render_template("accounts/name.html", form=form, onward=pending.onward),
        then=lambda entrance: _welcome(entrance, pending.onward),
    )


def _name_so_far(phone: str) -> str:
    """What an account that was prepared is called, unless that is only its number."""
    person = find_by_phone(phone)
    return person.display_name if person and person.display_name != masked(phone) else ""


def _agree(form: FirstSignInForm, pending: Pending) -> Entrance:
    return agree(
        phone=pending.phone,
        proof=pending.proof,
        display_name=form.display_name.data or "",
        device=_device(),
        language=language(),
        reading_mode=reading_mode(),
    )


def _welcome(entrance: Entrance, onward: str) -> str:
    """Into the house: a new session cookie, and where to go on to, which is where one was."""
    if entrance.person is None:
        return url_for("accounts.sign_in")
    remember_token(entrance.token)
    if expect_kept_form(entrance.person):
        flash(_("What you had written is back in the form. Please send it once more."))
    return local_path(onward)


def _device() -> str:
    return device_of(request.headers.get("User-Agent", ""))


def _client_address() -> str:
    """Whose requests are counted together: an address, or the /64 network that one IPv6 customer has."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
