"""A slip from the letter box: its code is typed or scanned, its door is read, and then the home is confirmed or not.

The address in the QR code is left at once: from then on a cookie carries the code, encrypted and for half an hour, also
past the sign-in.
"""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from resident import clock
from resident.accounts.entrance.carrying import CARRIED_FOR, carried, carry, put_down
from resident.accounts.sessions import me, myself
from resident.claims.actions import claim_by_slip, confirm_by_slip
from resident.claims.forms import SlipForm
from resident.communities.actions import disown_slip, try_slip
from resident.communities.context import current_community, standing
from resident.communities.models import Slip
from resident.communities.queries import home_of, slip_at
from resident.communities.slip_codes import grouped, normal_code
from resident.communities.words import home_words
from resident.db import begin_write, keep_refusal
from resident.i18n import lazy_gettext as _l
from resident.web.errors import found
from resident.web.forms import button, number_in
from resident.web.guards import public, signed_in
from resident.web.headers import secret_page, told_nowhere

bp = Blueprint("slips", __name__)
COOKIE = "slip"
FOUND = "found_slip"  # in the browser's session: the slip whose code it had, and when


@bp.get("/c/<community>/slip/<code>")
@public
def scanned(code: str) -> ResponseReturnValue:
    """Where a QR code leads: the code goes into a cookie and out of the address, and a page with a button follows."""
    answer = redirect(url_for(".find"), 303)
    if normal_code(code):
        carry(answer, COOKIE, normal_code(code))
    return told_nowhere(answer)


@bp.get("/c/<community>/slip")
@public
def find() -> ResponseReturnValue:
    """A field for the code, filled in where it was scanned; looking it up takes the button, and signing in."""
    return _page(SlipForm(formdata=None, code=grouped(carried(COOKIE))))


@bp.post("/c/<community>/slip")
@signed_in
def look() -> ResponseReturnValue:
    """Look up the code; its door is a page of its own, so that going back asks for nothing to be sent again."""
    form = SlipForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    begin_write()
    tried = try_slip(community=current_community(), text=form.code.data or "", by=myself())
    if tried.found is None:
        keep_refusal()
        form.code.errors = [str(tried.refusal)]
        return _page(form, 429 if tried.is_too_often else 422)
    session[FOUND] = [tried.found.id, int(clock.now().timestamp())]
    answer = redirect(url_for(".door"), 303)
    put_down(answer, COOKIE)
    return answer


@bp.get("/c/<community>/slip/door")
@signed_in
def door() -> ResponseReturnValue:
    """Which door it is, and what confirming it tells whom; to the field for who has not just looked up a code."""
    slip = _looked_up()
    if slip is None:
        return redirect(url_for(".find"))
    home = home_of(current_community(), myself())
    lives_at = standing(myself(), current_community()).household_id
    return secret_page(
        render_template(
            "claims/slip.html",
            slip=slip,
            home=home_words(slip.household),
            is_mine=lives_at == slip.household_id,
            moves_from=lives_at or 0,
            before=home_words(home.household) if home and home.household and lives_at else "",
        )
    )


@bp.post("/c/<community>/slip/door")
@signed_in
@button(then="/me/household", said=_l("Your home is confirmed. Welcome!"))
def confirm() -> None:
    """This is my home."""
    moves_from = number_in(request.form.get("moves_from"))
    confirm_by_slip(slip=found(_looked_up()), moves_from=moves_from, by=myself())
    session.pop(FOUND, None)


@bp.post("/c/<community>/slip/review")
@signed_in
@button(then="/me/household", said=_l("Sent. The committee confirms it, and tells nobody."))
def review() -> None:
    """Rather let the committee look at it."""
    claim_by_slip(slip=found(_looked_up()), by=myself())
    session.pop(FOUND, None)


@bp.post("/c/<community>/slip/wrong")
@signed_in
@button(then="/me/household", said=_l("Thank you. The committee looks for the right letter box."))
def wrong() -> None:
    """No, this slip is of another home."""
    disown_slip(slip=found(_looked_up()), by=myself())
    session.pop(FOUND, None)


def _page(form: SlipForm, status: int = 200) -> Response:
    return secret_page(render_template("claims/slip_code.html", form=form, is_known=me() is not None), status)


def _looked_up() -> Slip | None:
    """The slip whose code this browser has looked up within the last half hour."""
    number, at = session.get(FOUND) or (0, 0)
    is_fresh = clock.now().timestamp() - at < CARRIED_FOR
    return slip_at(current_community(), number) if is_fresh else None
