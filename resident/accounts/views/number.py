"""Another phone number for one's account: a code to the old one, then the new one and its code."""

from dataclasses import replace

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered, ask_for_new, ask_for_old, may_change_number, show_old
from resident.accounts.entrance.browsers import Browser, browser_at_hand
from resident.accounts.entrance.channels import sends_codes
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import encrypt, normal_phone
from resident.accounts.forms import CodeForm, PhoneForm
from resident.accounts.queries import phone_of
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import is_fresh, myself, present_token
from resident.accounts.views.blueprint import bp
from resident.accounts.views.codes import NOT_SENT, CodePage, code_page, is_sent, not_sent, refused, status_of
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.guards import NotFresh, signed_in

NEW = "new_number"
THE_SAME = _l("This is the number that your account has already.")


def here() -> Browser:
    """This browser by its session: the codes of these pages end with it."""
    return replace(browser_at_hand(), key=present_token())


def be_there() -> None:
    """Raises NotFresh where a step of the second factor is still to be shown.

    For others the code to the old number is the fresh one, ten minutes old at most. Who has lost that number could
    never receive it: the committee has seen them within a day, and the new number gets a code as well.
    """
    if request.method == "POST" and has_second_factor(myself()) and not is_fresh():
        raise NotFresh


@bp.route("/me/number", methods=["GET", "POST"])
@signed_in
def number() -> ResponseReturnValue:
    """First a code to the old number, or the committee's word; then the new number."""
    form = PhoneForm()
    if not may_change_number(myself(), here()):
        return number_page(form, 200 if not form.is_submitted() else 409)
    be_there()
    if not form.validate_on_submit():
        return number_page(form, 422 if form.is_submitted() else 200)
    phone = normal_phone(form.phone.data or "")
    if phone == phone_of(myself()):
        form.phone.errors = [str(THE_SAME)]
        return number_page(form, 422)
    begin_write()
    asked = ask_for_new(phone=phone, by=myself(), browser=here())
    if isinstance(asked, Asked) and asked in NOT_SENT:
        keep_refusal()
        form.phone.errors = [str(NOT_SENT[asked])]
        return number_page(form, status_of(asked))
    session[NEW] = encrypt(phone)
    return redirect(url_for("accounts.new_number"), 303)


def number_page(form: PhoneForm, status: int) -> ResponseReturnValue:
    """The page that asks for the new number."""
    page = render_template(
        "accounts/number.html",
        form=form,
        phone=phone_of(myself()),
        is_old_shown=may_change_number(myself(), here()),
        sends_codes=sends_codes(),
    )
    return page, status


@bp.post("/me/number/old/send")
@signed_in
def send_to_old() -> ResponseReturnValue:
    """Send a code to the number that is to be given up."""
    begin_write()
    asked = ask_for_old(by=myself(), browser=here())
    if asked in NOT_SENT:
        keep_refusal()
        return not_sent(_old_page(), asked)
    return redirect(url_for("accounts.old_number"), 303)


@bp.route("/me/number/old", methods=["GET", "POST"])
@signed_in
def old_number() -> ResponseReturnValue:
    """Take the code that went to the old number."""
    page, form = _old_page(), CodeForm()
    if not is_sent(form, page.phone):
        return code_page(form, page, 422 if form.is_submitted() else 200)
    begin_write()
    outcome = show_old(digits=form.code.data or "", by=myself(), browser=here())
    if outcome is Entered.RIGHT:
        return redirect(url_for("accounts.number"), 303)
    keep_refusal()
    return refused(form, page, outcome)


def _old_page() -> CodePage:
    return page_of_code(phone_of(myself()), Purpose.CONFIRM, "old")


def page_of_code(phone: str, purpose: Purpose, which: str) -> CodePage:
    """What the page of a code needs to know of this one."""
    return CodePage(
        phone=phone,
        browser=here(),
        purpose=purpose,
        here=url_for(f"accounts.{which}_number"),
        again=url_for(f"accounts.send_to_{which}"),
        back=url_for("accounts.number"),
        back_label=_("Phone number"),
        done_label=_("Go on"),
    )
