"""The first time: consent, then a name, and only then an account."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Entrance, agree
from resident.accounts.entrance.browsers import browser_at_hand
from resident.accounts.entrance.identity import masked
from resident.accounts.entrance.pending import Pending, pending_sign_in
from resident.accounts.entrance.unused import is_shut_to
from resident.accounts.forms import FirstSignInForm
from resident.accounts.queries import find_by_phone, is_proven
from resident.accounts.sessions import me
from resident.accounts.views.blueprint import bp
from resident.accounts.views.sign_in import onward_from, welcome
from resident.i18n import language
from resident.web.forms import saving
from resident.web.guards import public
from resident.web.pages import reading_mode


@bp.route("/sign-in/name", methods=["GET", "POST"])
@public
def name() -> ResponseReturnValue:
    """The first time: consent, then a name, and only then an account."""
    pending = pending_sign_in()
    if me() or pending is None or not is_proven(phone=pending.phone, proof=pending.proof, browser=browser_at_hand()):
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    if onward_from(pending) != url_for("accounts.name"):  # who has agreed has only the second step left
        return redirect(onward_from(pending), 303)
    is_shut = _is_shut(pending)
    form = FirstSignInForm(
        display_name="" if is_shut else _name_so_far(pending.phone), anew=request.args.get("anew", "")
    )
    if is_shut and not form.anew.data:
        return redirect(url_for("accounts.unused"), 303)
    return saving(
        form,
        lambda: _agree(form, pending),
        page=lambda: render_template("accounts/name.html", form=form, is_shut=is_shut),
        then=lambda entrance: welcome(entrance, pending.onward),
    )


@bp.get("/sign-in/unused")
@public
def unused() -> ResponseReturnValue:
    """A number that nobody signed in with for a year: how its account is come back to, or that one begins anew."""
    pending = pending_sign_in()
    if me() or pending is None or not _is_shut(pending):
        return redirect(pending.onward if me() and pending else url_for("accounts.sign_in"), 303)
    return render_template("accounts/unused.html", phone=pending.phone)


def _is_shut(pending: Pending) -> bool:
    """Whether the number was proven, and its account stays shut all the same."""
    browser = browser_at_hand()
    if not is_proven(phone=pending.phone, proof=pending.proof, browser=browser):
        return False
    person = find_by_phone(pending.phone)
    return person is not None and is_shut_to(person, browser)


def _name_so_far(phone: str) -> str:
    """What an account that was prepared is called, unless that is only its number."""
    person = find_by_phone(phone)
    return person.display_name if person and person.display_name != masked(phone) else ""


def _agree(form: FirstSignInForm, pending: Pending) -> Entrance:
    return agree(
        phone=pending.phone,
        proof=pending.proof,
        anew=bool(form.anew.data),
        browser=browser_at_hand(),
        display_name=form.display_name.data or "",
        language=language(),
        reading_mode=reading_mode(),
    )
