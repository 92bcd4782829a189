"""The worker's part: how many people live in each community is counted, and sheets of places are taken over."""

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from resident import clock
from resident.accounts.models import SYSTEM, Actor, PersonRow
from resident.columns import UtcDateTime
from resident.communities.actions import (
    add_homes,
    add_places,
    finish_sheet,
    forget_sheet,
    stop_sheet,
    tell_home,
)
from resident.communities.context import communities, community_of
from resident.communities.models import SHEET_LASTS, Community, CommunityFigures, Household, PlaceSheet, SheetState
from resident.communities.queries import count_residents, homes_to_tell, outlook_of
from resident.db import db, lock_by_id, transaction
from resident.statements import column, written
from resident.tasks import job
from resident.web.errors import DomainError

log = structlog.get_logger()
BATCH = 200  # homes: others write between two batches
TRIES = 3  # of a batch, beside residents whose homes are confirmed at the same moment
_TAKING = select(PlaceSheet.id).where(PlaceSheet.state == written(SheetState.TAKING)).order_by(PlaceSheet.id)
_OLD = (
    select(PlaceSheet.id)
    .where(PlaceSheet.sent_at < bindparam("before", type_=UtcDateTime))
    .where(PlaceSheet.state != written(SheetState.TAKING))
    .order_by(PlaceSheet.id)
)


@job(every_minutes=5)
def count_all_residents() -> None:
    """Count the confirmed residents of every community; one that fails keeps its old number until the next run."""
    for community in communities():
        try:
            _count(community)
        except Exception:  # a page counts by itself where nothing was counted lately
            log.exception("residents not counted", community=community.id)


def _count(community: Community) -> None:
    """Count first, then write: whoever else wants to write does not wait for the counting."""
    counted, now = count_residents(community), clock.now()
    db.session.rollback()
    with transaction():
        db.session.merge(CommunityFigures(community_id=community.id, counted_at=now, confirmed_residents=counted))


@job(every_minutes=10)
def tell_homes() -> None:
    """Those of homes that somebody joined read so, when its time has come; one that fails waits for the next run."""
    for home_id in homes_to_tell():
        db.session.rollback()
        try:
            with transaction():
                tell_home(home=lock_by_id(Household, home_id), by=SYSTEM)
        except Exception:
            log.exception("home not told", home=home_id)


@job(every_minutes=1)
def take_sheets_over() -> None:
    """Take over the sheets of places that somebody has looked at; what was interrupted goes on."""
    for sheet_id in column(_TAKING):
        try:
            _take_over(sheet_id)
        except DomainError:  # the places have changed, or who pressed it may no more
            with transaction():
                stop_sheet(sheet=lock_by_id(PlaceSheet, sheet_id), by=SYSTEM)
        except Exception:
            log.exception("sheet not taken over", sheet=sheet_id)


def _take_over(sheet_id: int) -> None:
    """Grids and buildings first, then homes in batches."""
    db.session.rollback()
    with transaction():
        sheet = lock_by_id(PlaceSheet, sheet_id)
        add_places(sheet=sheet, by=_who(sheet))
    for building_id, homes in _batches_of(sheet_id):
        _add(sheet_id, building_id, homes=homes)
    with transaction():
        sheet = lock_by_id(PlaceSheet, sheet_id)
        finish_sheet(sheet=sheet, by=_who(sheet))


def _batches_of(sheet_id: int) -> list[tuple[int, tuple[tuple[str, str], ...]]]:
    """The homes that are still to come, read before any of them is written. Raises DomainError where something is wrong by now."""
    sheet = db.session.get_one(PlaceSheet, sheet_id)
    outcome = outlook_of(community_of(sheet), sheet).outcome
    db.session.rollback()
    if outcome.wrong:
        raise DomainError
    return [
        (one.id, one.homes[first : first + BATCH]) for one in outcome.homes for first in range(0, len(one.homes), BATCH)
    ]


def _add(sheet_id: int, building_id: int, *, homes: tuple[tuple[str, str], ...]) -> None:
    for is_last in (*[False] * (TRIES - 1), True):
        try:
            with transaction():
                sheet = lock_by_id(PlaceSheet, sheet_id)
                add_homes(sheet=sheet, building_id=building_id, homes=homes, by=_who(sheet))
        except IntegrityError:  # one of them has come by itself meanwhile
            if is_last:
                raise
        else:
            return


def _who(sheet: PlaceSheet) -> Actor:
    """Who has pressed it: whoever lost the right meanwhile has taken over nothing more."""
    return db.session.get_one(PersonRow, sheet.begun_by_id).value


@job(every_minutes=30)
def forget_old_sheets() -> None:
    """A sheet is kept for a day, whatever became of it."""
    for sheet_id in column(_OLD, before=clock.now() - SHEET_LASTS):
        db.session.rollback()
        with transaction():
            forget_sheet(sheet=lock_by_id(PlaceSheet, sheet_id), by=SYSTEM)
