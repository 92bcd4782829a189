"""Entering for somebody, printing their receipt, and the page that the receipt opens.

A code is known only where it was just made: the browser that made it carries it, encrypted, for ten minutes, to print it.
"""

import segno
from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.entrance.browsers import client_address
from resident.accounts.entrance.carrying import CARRIED_FOR, carried, carry, put_down
from resident.accounts.entrance.identity import decrypt, encrypt
from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.communities.permissions import can_work
from resident.communities.queries import buildings
from resident.communities.slip_codes import grouped, normal_code
from resident.counter.actions import Printed, enter_demand, look_for, make_receipt, try_receipt
from resident.counter.forms import EnterForm, ReceiptForm
from resident.counter.queries import progress_of, receipt_at
from resident.db import begin_write, keep_refusal
from resident.demands import queries as demands
from resident.demands.models import Channel, Demand
from resident.i18n import gettext as _
from resident.web.codes import QUIET_ZONE, address_of
from resident.web.errors import found
from resident.web.forms import button, creating, number_in
from resident.web.guards import public, requires
from resident.web.headers import secret_page, told_nowhere

bp = Blueprint("counter", __name__)
receipts = Blueprint("receipts", __name__)
MADE, OPENED = "made_receipt", "opened_receipt"  # in the browser's session: of which number or row, and when
COOKIE = "receipt"
PRINTS_FOR = 600  # seconds
DOTS = 8  # a side of each square of the QR code: sharp on paper


@bp.route("/c/<community>/counter/new", methods=["GET", "POST"])
@requires(can_work)
def new() -> ResponseReturnValue:
    """Enter a demand for who calls, writes or stands there."""
    form = _form()
    if form.is_submitted() and form.validate() and not _is_known_who(form):
        keep_refusal()
        return _page(form), 422
    return creating(
        form,
        lambda: _enter(form),
        page=lambda: _page(form),
        then=lambda made: url_for(".printed", number=made.demand.number),
    )


@bp.post("/c/<community>/counter/<int:number>/receipt")
@requires(can_work)
@button(then=".printed")
def print_again(number: int) -> None:
    """A new receipt, where the old one is lost: its code opens nothing any more."""
    demand = _demand(number)
    _carry(demand, make_receipt(demand=demand, by=myself()))


@bp.get("/c/<community>/counter/<int:number>/receipt")
@requires(can_work)
def printed(number: int) -> ResponseReturnValue:
    """The receipt on paper, in the browser that has just made it; to the demand elsewhere."""
    made, sealed, at = session.get(MADE) or (0, "", 0)
    if made != _demand(number).id or clock.now().timestamp() - at >= PRINTS_FOR:
        return redirect(url_for("demands.show", number=number))
    code = decrypt(sealed)
    picture = segno.make(address_of(url_for("receipts.scanned", number=number, code=code)), error="m", micro=False)
    return secret_page(
        render_template(
            "counter/printed.html",
            demand=found(demands.demand_page(current_community(), number, myself())),
            code=grouped(code),
            picture=picture.png_data_uri(scale=DOTS, border=QUIET_ZONE),
            address=address_of(url_for("receipts.find")).partition("://")[2],
        )
    )


@receipts.get("/c/<community>/receipt/<int:number>-<code>")
@public
def scanned(number: int, code: str) -> ResponseReturnValue:
    """Where a QR code leads: number and code go into a cookie and out of the address, and a page with a button follows."""
    answer = redirect(url_for(".find"), 303)
    if normal_code(code):
        carry(answer, COOKIE, f"{number} {normal_code(code)}")
    return told_nowhere(answer)


@receipts.get("/c/<community>/receipt")
@public
def find() -> ResponseReturnValue:
    """Fields for number and code, filled in where they were scanned; looking takes the button."""
    number, _between, code = carried(COOKIE).partition(" ")
    return secret_page(_find_page(ReceiptForm(formdata=None, number=number, code=grouped(code) if code else "")))


@receipts.post("/c/<community>/receipt")
@public
def look() -> ResponseReturnValue:
    """Try number and code; what they open is a page of its own."""
    form = ReceiptForm()
    if not form.validate_on_submit():
        return secret_page(_find_page(form), 422)
    begin_write()
    number = number_in((form.number.data or "").strip()) or 0
    tried = try_receipt(
        community=current_community(), number=number, text=form.code.data or "", address=client_address()
    )
    if tried.found is None:
        keep_refusal()
        form.code.errors = [str(tried.refusal)]
        return secret_page(_find_page(form), 429 if tried.is_too_often else 422)
    session[OPENED] = [tried.found.id, int(clock.now().timestamp())]
    answer = told_nowhere(redirect(url_for(".show"), 303))
    put_down(answer, COOKIE)
    return answer


@receipts.get("/c/<community>/receipt/state")
@public
def show() -> ResponseReturnValue:
    """How far it is, for whose browser has just opened it; to the fields for everybody else."""
    receipt_id, at = session.get(OPENED) or (0, 0)
    is_fresh = clock.now().timestamp() - at < CARRIED_FOR
    receipt = receipt_at(current_community(), receipt_id) if is_fresh else None
    progress = progress_of(current_community(), receipt) if receipt is not None else None
    if progress is None:
        return told_nowhere(redirect(url_for(".find")))
    return secret_page(render_template("counter/progress.html", progress=progress, demand=progress.demand))


def _form() -> EnterForm:
    """The form with what can be chosen here."""
    form, community = EnterForm(dict), current_community()
    form.kinds = demands.categories(community)
    form.category_id.offer(*form.kinds)
    places = buildings(community)
    form.building_id.offer(*places)
    form.home_building_id.offer(*places)
    return form


def _is_known_who(form: EnterForm) -> bool:
    """Whether nobody else may be meant, or it was said who of them it is; else they stand in the form."""
    begin_write()
    looked = look_for(community=current_community(), whom=form.whom(), by=myself())
    form.offer(looked.found)
    if looked.refusal:
        form.name.errors = [str(looked.refusal)]
        return False
    if looked.found and form.chosen.data is None:
        form.chosen.errors = [_("Somebody here may be meant. Ask, and choose.")]
        return False
    return True


def _enter(form: EnterForm) -> Printed:
    made = enter_demand(
        community=current_community(),
        whom=form.whom(),
        chosen=form.chosen.data,
        draft=form.draft(),
        channel=Channel(form.channel.data),
        consent=form.consent.data or "",
        by=myself(),
    )
    _carry(made.demand, made.code)
    return made


def _carry(demand: Demand, code: str) -> None:
    session[MADE] = [demand.id, encrypt(code), int(clock.now().timestamp())]


def _demand(number: int) -> Demand:
    return found(demands.demand_of(current_community(), number))


def _page(form: EnterForm) -> str:
    return render_template("counter/new.html", form=form)


def _find_page(form: ReceiptForm) -> str:
    return render_template("counter/find.html", form=form)
