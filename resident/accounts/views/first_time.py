"""The first time: consent, then a name, and only then an account."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.actions import Entrance, agree
from resident.accounts.entrance.browsers import browser_at_hand
from resident.accounts.entrance.identity import masked
from resident.accounts.entrance.pending import Pending, pending_sign_in
from resident.accounts.forms import FirstSignInForm
from resident.accounts.queries import find_by_phone, is_proven
from resident.accounts.sessions import me
from resident.accounts.views.blueprint import bp
from resident.accounts.views.sign_in import welcome
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
    form = FirstSignInForm(display_name=_name_so_far(pending.phone))
    return saving(
        form,
        lambda: _agree(form, pending),
        page=lambda: render_template("accounts/name.html", form=form, onward=pending.onward),
        then=lambda entrance: welcome(entrance, pending.onward),
    )


def _name_so_far(phone: str) -> str:
    """What an account that was prepared is called, unless that is only its number."""
    person = find_by_phone(phone)
    return person.display_name if person and person.display_name != masked(phone) else ""


def _agree(form: FirstSignInForm, pending: Pending) -> Entrance:
    return agree(
        phone=pending.phone,
        proof=pending.proof,
        browser=browser_at_hand(),
        display_name=form.display_name.data or "",
        language=language(),
        reading_mode=reading_mode(),
    )
