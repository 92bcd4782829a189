"""The page on which a code is typed in, whatever it is for, and why one was not sent or did not do."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Asked, Entered
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.channels import are_codes_held_up
from resident.accounts.entrance.codes import Purpose, demo_code, minutes_valid
from resident.accounts.entrance.pending import tab_mark
from resident.accounts.forms import CodeForm
from resident.accounts.queries import code_of, is_live, seconds_to_wait
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.web.errors import Words
from resident.web.toasts import say

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
NOT_HERE = _l("No codes are sent to phones here. Please come to the office or call.")
NOT_SENT: dict[Asked, Words] = {Asked.TOO_OFTEN: TOO_OFTEN, Asked.SHUT: SHUT, Asked.NOT_HERE: NOT_HERE}


class CodePage(NamedTuple):
    """Where a code is typed in: for which number and what, where the form and the wish for another code go, and back."""

    phone: str
    browser: Browser
    purpose: Purpose
    here: str
    again: str
    back: str
    back_label: Words
    done_label: Words


def is_sent(form: CodeForm, phone: str) -> bool:
    """Whether a code was typed, and for the number that this browser now asks for."""
    if not form.validate_on_submit():
        return False
    if form.sent_to.data and form.sent_to.data != tab_mark(phone):
        form.code.errors = [str(ANOTHER_TAB)]
        return False
    return True


def refused(form: CodeForm, page: CodePage, outcome: Entered) -> ResponseReturnValue:
    """The page again, with what was wrong with the code."""
    form.code.errors = [str(REFUSALS[outcome])]
    return code_page(form, page, 429 if outcome in SLOW_DOWN else 422)


def not_sent(page: CodePage, asked: Asked) -> ResponseReturnValue:
    """The page again, with why no other code was sent."""
    form = CodeForm(formdata=None)
    wait = seconds_to_wait(code_of(page.phone, page.browser, page.purpose))
    form.code.errors = [str(NOT_SENT.get(asked) or wait_words(wait))]
    return code_page(form, page, status_of(asked))


def say_sent_again() -> None:
    """Another code is on its way, where codes arrive; where not, the page says so."""
    if not are_codes_held_up():
        say(_("Another code is on its way. Only the newest one is valid."))


def status_of(asked: Asked) -> int:
    """With which status it is said that no code was sent."""
    return 409 if asked is Asked.NOT_HERE else 429


def wait_words(seconds: int) -> str:
    """How long it takes until another code can be sent."""
    return ngettext("Another code can be sent in one second.", "Another code can be sent in %(num)d seconds.", seconds)


def code_page(form: CodeForm, page: CodePage, status: int) -> ResponseReturnValue:
    """The page itself; in demo mode it shows the code."""
    row = code_of(page.phone, page.browser, page.purpose)
    form.sent_to.data = tab_mark(page.phone)
    wait = seconds_to_wait(row)
    answer = render_template(
        "accounts/code.html",
        form=form,
        page=page,
        minutes=minutes_valid(),
        held_up=are_codes_held_up(),
        wait=wait,
        wait_words=wait_words(wait) if wait else "",
        demo_code=demo_code(row.phone_lookup, row.browser_hash, row.sent_at) if row and is_live(row) else "",
    )
    return answer, status
