"""Slips for the doors: printed by building or one by one, and withdrawn.

A code is shown by a button, so that every showing is on record; the page to print then stays open for ten minutes in
the browser that pressed it.
"""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import myself
from resident.admin.slips import said_on_slips, sheets_of_slips, where_to_type
from resident.communities.actions import print_slip, print_slips, withdraw_slip
from resident.communities.addresses import address_words
from resident.communities.context import current_community
from resident.communities.models import Building, Household, Slip
from resident.communities.permissions import can_administer
from resident.communities.queries import (
    building_of,
    buildings_by_grid,
    busy_homes,
    home_at,
    homes_in,
    slip_of,
    slips_by_building,
    slips_of,
)
from resident.communities.words import door_words
from resident.i18n import lazy_gettext as _l
from resident.web.errors import found
from resident.web.forms import button
from resident.web.guards import fresh, requires
from resident.web.headers import secret_page
from resident.web.keyset import place_in_list

bp = Blueprint("slips", __name__)
WITHDRAWN = _l("The slip works no longer. Shall confirmations of this home end too? Tick them below.")
SHOWN = "shown_slips"  # in the browser's session: of which building or home, and when
STAYS_OPEN = 600  # seconds


@bp.get("/c/<community>/admin/slips")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """The buildings, and how many of their homes have a slip."""
    community = current_community()
    return render_template(
        "admin/slips.html",
        plans=buildings_by_grid(community),
        counts=slips_by_building(community),
        busy=busy_homes(community),
        address_words=address_words,
    )


@bp.get("/c/<community>/admin/buildings/<int:building_id>/slips")
@requires(can_administer)
def of_building(building_id: int) -> ResponseReturnValue:
    """The homes of a building with their slips, never a code."""
    community, building = current_community(), _building(building_id)
    return render_template(
        "admin/slips_of_building.html",
        building=building,
        count=slips_by_building(community).get(building.id),
        homes=homes_in(community, building, place_in_list()),
        door_words=door_words,
    )


@bp.post("/c/<community>/admin/buildings/<int:building_id>/slips")
@requires(can_administer)
@fresh
@button(then=".print_all")
def show_all(building_id: int) -> None:
    """Show the slips of a building, to be printed."""
    print_slips(community=current_community(), building=_building(building_id), by=myself())
    _note_shown(building_id, 0)


@bp.get("/c/<community>/admin/buildings/<int:building_id>/slips/print")
@requires(can_administer)
def print_all(building_id: int) -> ResponseReturnValue:
    """The slips of a building on paper."""
    building = _building(building_id)
    back = url_for(".of_building", building_id=building_id)
    if not _is_shown(building_id, 0):
        return redirect(back)
    return _paper(slips_of(current_community(), building), back)


@bp.post("/c/<community>/admin/homes/<int:home_id>/slip")
@requires(can_administer)
@fresh
@button(then=".print_one")
def show_one(home_id: int) -> None:
    """Show the slip of one home, to be printed."""
    print_slip(home=_home(home_id), by=myself())
    _note_shown(0, home_id)


@bp.get("/c/<community>/admin/homes/<int:home_id>/slip/print")
@requires(can_administer)
def print_one(home_id: int) -> ResponseReturnValue:
    """The slip of one home on paper."""
    slip, back = slip_of(current_community(), _home(home_id)), url_for("admin.homes.show", home_id=home_id)
    if slip is None or not _is_shown(0, home_id):
        return redirect(back)
    return _paper([slip], back)


@bp.post("/c/<community>/admin/homes/<int:home_id>/withdraw")
@requires(can_administer)
@button(then="admin.homes.show", at="people", said=lambda slip: WITHDRAWN if slip else "")
def withdraw(home_id: int) -> Slip | None:
    """Withdraw the slip of a home; where none is out, nothing happens."""
    slip = slip_of(current_community(), _home(home_id))
    return withdraw_slip(slip=slip, by=myself()) if slip else None


def _paper(slips: list[Slip], back: str) -> ResponseReturnValue:
    community = current_community()
    sheets = sheets_of_slips(community, slips)
    page = render_template(
        "admin/slips_print.html",
        sheets=sheets,
        said=said_on_slips(community),
        address=where_to_type(community),
        back=back,
    )
    return secret_page(page)


def _note_shown(building_id: int, home_id: int, /) -> None:
    session[SHOWN] = [building_id, home_id, int(clock.now().timestamp())]


def _is_shown(building_id: int, home_id: int, /) -> bool:
    """Whether this browser has pressed the button a moment ago."""
    *what, at = session.get(SHOWN) or [0, 0, 0]
    return what == [building_id, home_id] and clock.now().timestamp() - at < STAYS_OPEN


def _building(building_id: int) -> Building:
    return found(building_of(current_community(), building_id))


def _home(home_id: int) -> Household:
    return found(home_at(current_community(), home_id))
