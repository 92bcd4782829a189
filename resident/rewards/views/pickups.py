"""Handing over: the clerk types or scans a code, sees what it is, and hands it over."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.entrance.identity import decrypt, encrypt
from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.organizations.permissions import can_hand_over_any
from resident.rewards.actions.finishing import fulfil as fulfil_one
from resident.rewards.actions.pickups import Tried, try_code
from resident.rewards.actions.redeem import FULFILLED
from resident.rewards.codes import normal_code
from resident.rewards.forms import CodeForm
from resident.rewards.models import Redemption
from resident.rewards.permissions import pickup_bodies_of
from resident.rewards.queries.pickups import behind_code, open_pickups
from resident.rewards.words import short_name
from resident.undo.queries import offer
from resident.web.forms import number_in
from resident.web.guards import requires
from resident.web.keyset import place_in_list
from resident.web.pages import done
from resident.web.toasts import say

bp = Blueprint("pickups", __name__)
FOUND = "found_pickup"  # in the browser's session: the code, encrypted, and when it was looked up
KEPT_FOR = timedelta(minutes=10)


@bp.get("/c/<community>/desk/hand-over")
@requires(can_hand_over_any)
def index() -> ResponseReturnValue:
    """A field for the code, filled in where it was scanned, and what waits here; looking it up takes the button."""
    return _pickups(CodeForm(formdata=None, code=request.args.get("code", "")))


@bp.post("/c/<community>/desk/hand-over")
@requires(can_hand_over_any)
def find() -> ResponseReturnValue:
    """Look up what the code opens; that is a page of its own, so that going back asks for nothing to be sent again."""
    form = CodeForm()
    tried = _tried(form)
    if tried.found is None or not tried.found.is_waiting:
        return _pickups(form, tried.found, _status(tried))
    session[FOUND] = [encrypt(normal_code(form.code.data or "")), int(clock.now().timestamp())]
    return redirect(url_for(".show", redemption_id=tried.found.id), 303)


@bp.get("/c/<community>/desk/hand-over/<int:redemption_id>")
@requires(can_hand_over_any)
def show(redemption_id: int) -> ResponseReturnValue:
    """What this browser has just found by its code; to the field for anybody else, and later."""
    code = _just_looked_up()
    found = behind_code(current_community(), normal_code(code), myself()) if code else None
    if found is None or found.id != redemption_id:
        return redirect(url_for(".index"))
    return _pickups(CodeForm(formdata=None, code=code), found)


@bp.post("/c/<community>/desk/hand-over/confirm")
@requires(can_hand_over_any)
def fulfil() -> ResponseReturnValue:
    """Hand it over. The code comes along again: nobody hands over what they have not seen the code of."""
    form = CodeForm()
    tried = _tried(form)
    if tried.found is None or not tried.found.is_waiting:
        return _pickups(form, tried.found, _status(tried))
    fulfil_one(redemption=tried.found, by=myself())
    session.pop(FOUND, None)
    say(_("Given out to %(name)s.", name=short_name(tried.found.person.display_name)))
    return done(url_for(".index", given=tried.found.id))


def _just_looked_up() -> str:
    """The code that this browser looked up a moment ago, or nothing."""
    code, at = session.get(FOUND) or ("", 0)
    return decrypt(code) if clock.now().timestamp() - at < KEPT_FOR.total_seconds() else ""


def _tried(form: CodeForm) -> Tried:
    if not form.validate_on_submit():
        return Tried(None)
    begin_write()
    tried = try_code(
        community=current_community(),
        text=form.code.data or "",
        address=request.remote_addr or "",
        by=myself(),
    )
    if tried.refusal:
        keep_refusal()
        form.code.errors = [str(tried.refusal)]
    return tried


def _status(tried: Tried) -> int:
    if tried.found is None:
        return 429 if tried.is_too_often else 422
    return 200 if tried.found.is_waiting else 409


def _pickups(form: CodeForm, found: Redemption | None = None, status: int = 200) -> ResponseReturnValue:
    community, clerk, given = current_community(), myself(), number_in(request.args.get("given"))
    return render_template(
        "rewards/pickups.html",
        form=form,
        found=found,
        waiting=open_pickups(community, clerk, place_in_list()),
        has_several=len(pickup_bodies_of(clerk, community)) > 1,
        undoing=offer(community, clerk, given, FULFILLED) if given else None,
    ), status
