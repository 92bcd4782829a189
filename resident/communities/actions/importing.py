"""Taking grids, buildings and homes over from a sheet, which administrators do (else NotAllowed).

A sheet waits until somebody has looked at what would come of it. Then its grids and buildings are made in one
transaction, if what was shown is still what would be done, and its homes in batches, each of which looks what is
there already: a batch that was interrupted, or is done twice, doubles nothing.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select

from resident import clock
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.communities.actions.places import edit_building, make_building, make_grid
from resident.communities.context import community_of
from resident.communities.importing import Kept, Outcome
from resident.communities.importing.keeping import packed
from resident.communities.models import Building, Community, Grid, Household, PlaceSheet, SheetMove, SheetState
from resident.communities.permissions import can_administer
from resident.communities.queries.sheets import outlook_of
from resident.db import db, lock, lock_by_id, take_turns
from resident.i18n import lazy_gettext as _l
from resident.statements import rows, value
from resident.web.errors import Changed, Conflict
from resident.web.guards import YES, allow

LONGEST_NAME = 80
_LAST_GRID = select(func.max(Grid.position)).where(Grid.community_id == bindparam("community"))
_LAST_BUILDING = select(func.max(Building.position)).where(Building.community_id == bindparam("community"))
_IN_USE = (
    select(Building.id)
    .where(Building.id == bindparam("building"), Building.community_id == bindparam("community"))
    .where(Building.archived_at.is_(None))
)
_HOMES = select(Household.unit, Household.room).where(
    Household.community_id == bindparam("community"), Household.building_id == bindparam("building")
)


class StillWrong(Conflict):
    """A sheet in which something is wrong is not taken over at all."""

    title = _l("Something in this sheet is wrong")
    message = _l("Mend it in the file and send that. Nothing was taken over.")


class NothingNew(Conflict):
    """A sheet of which everything is here already."""

    title = _l("There is nothing new in this sheet")
    message = _l("Everything it says is here already.")


class PlacesChanged(Changed):
    """The places of the community are no longer what the preview was made with."""

    title = _l("The places have changed meanwhile")
    message = _l("Nothing was taken over. Look at what would come of the sheet now.")

    def __init__(self) -> None:
        super().__init__(self.message)


def send_sheet(*, community: Community, kept: Kept, file_name: str, by: Person) -> PlaceSheet:
    """Keep a sheet, encrypted, until it is taken over, a day at most. Raises NotAllowed."""
    allow(can_administer(by, community))
    sheet = PlaceSheet(
        community_id=community.id,
        sent_at=clock.now(),
        sent_by_id=by.id,
        file_name=file_name[:LONGEST_NAME],
        content_encrypted=packed(kept),
    )
    db.session.add(sheet)
    db.session.flush()
    record("place_sheet.sent", sheet, by=by)
    return sheet


def begin_sheet(*, sheet: PlaceSheet, mark: str, by: Person) -> None:
    """Have a sheet taken over by the worker, as it was shown: `mark` is the outcome's.

    Raises NotAllowed, SheetMoved, StillWrong, NothingNew, and PlacesChanged where something else would come of it by now.
    """
    community = _lock(sheet, by)
    sheet.move(SheetMove.BEGIN)
    outcome = outlook_of(community, sheet).outcome
    _check(outcome, mark)
    sheet.mark, sheet.begun_by_id, sheet.total = mark, by.id, outcome.new_homes
    sheet.has_placed, sheet.stopped, sheet.done = False, False, 0
    record("place_sheet.begun", sheet, by=by, homes=outcome.new_homes)
    db.session.flush()


def throw_sheet_away(*, sheet: PlaceSheet, by: Person) -> None:
    """Forget a sheet that waits. Raises NotAllowed, SheetMoved for one that is being taken over."""
    _lock(sheet, by)
    if sheet.state == SheetState.TAKING:
        raise sheet.MOVED_ON
    record("place_sheet.discarded", sheet, by=by)
    db.session.delete(sheet)
    db.session.flush()


def add_places(*, sheet: PlaceSheet, by: Actor) -> None:
    """Make the grids and buildings of a sheet that is being taken over, and move those that stand in another grid now.

    A second time nothing happens. Raises NotAllowed, and as `begin_sheet` does.
    """
    community = _lock(sheet, by)
    if sheet.has_placed or sheet.state != SheetState.TAKING:
        return
    take_turns(f"grids of {community.id}", f"buildings of {community.id}")
    outcome = outlook_of(community, sheet).outcome
    _check(outcome, sheet.mark)
    grids = dict(outcome.grids_here) | _add_grids(community, outcome, by)
    _add_buildings(community, outcome, grids, by)
    for moved in outcome.moved:
        building = lock_by_id(Building, moved.id)
        there = db.session.get_one(Grid, grids[moved.grid])
        edit_building(building=building, version=building.version, grid=there, name=building.name, by=by)
    sheet.has_placed = True
    db.session.flush()


def add_homes(*, sheet: PlaceSheet, building_id: int, homes: Sequence[tuple[str, str]], by: Actor) -> None:
    """Add homes (unit and room) to a building as far as they are not there; all of one batch or none.

    Raises NotAllowed, PlacesChanged where the building was archived meanwhile.
    """
    community = _lock(sheet, by)
    if sheet.state != SheetState.TAKING:
        raise sheet.MOVED_ON
    take_turns(f"buildings of {community.id}")
    if value(_IN_USE, community=community.id, building=building_id) is None:
        raise PlacesChanged
    there = set(rows(_door, _HOMES, community=community.id, building=building_id))
    common = {"community_id": community.id, "building_id": building_id}
    new = [{**common, "unit": unit, "room": room} for unit, room in homes if (unit, room) not in there]
    if new:
        db.session.execute(insert(Household), new)
    sheet.done = min(sheet.total, sheet.done + len(homes))
    db.session.flush()


def finish_sheet(*, sheet: PlaceSheet, by: Actor) -> None:
    """All of it is here: what it said is forgotten. A second time nothing happens. Raises NotAllowed."""
    _lock(sheet, by)
    if sheet.state != SheetState.TAKING:
        return
    sheet.move(SheetMove.FINISH)
    sheet.content_encrypted, sheet.done = "", sheet.total
    record("place_sheet.taken_over", sheet, by=by, homes=sheet.total)
    db.session.flush()


def stop_sheet(*, sheet: PlaceSheet, by: Actor) -> None:
    """It cannot go on as it was shown: it waits for somebody to look again. Raises NotAllowed."""
    _lock_to_end(sheet, by)
    if sheet.state != SheetState.TAKING:
        return
    sheet.move(SheetMove.STOP)
    sheet.stopped = True
    record("place_sheet.stopped", sheet, by=by)
    db.session.flush()


def forget_sheet(*, sheet: PlaceSheet, by: Actor) -> None:
    """Its day is over: the sheet goes, whatever became of it. Raises NotAllowed."""
    _lock_to_end(sheet, by)
    record("place_sheet.ended", sheet, by=by)
    db.session.delete(sheet)
    db.session.flush()


def _lock(sheet: PlaceSheet, by: Actor) -> Community:
    lock(sheet)
    community = community_of(sheet)
    allow(can_administer(by, community))
    return community


def _lock_to_end(sheet: PlaceSheet, by: Actor) -> None:
    """The app itself may end the work on a sheet, and do none."""
    lock(sheet)
    allow(YES if isinstance(by, System) else can_administer(by, community_of(sheet)))


def _check(outcome: Outcome, mark: str) -> None:
    if outcome.wrong:
        raise StillWrong
    if not outcome.changes:
        raise NothingNew
    if outcome.mark != mark:
        raise PlacesChanged


def _add_grids(community: Community, outcome: Outcome, by: Actor) -> dict[str, int]:
    last = int(value(_LAST_GRID, community=community.id) or 0)
    return {
        new.key: make_grid(community=community, name=new.name, position=position, by=by).id
        for position, new in enumerate(outcome.grids, start=last + 1)
    }


def _add_buildings(community: Community, outcome: Outcome, grids: dict[str, int], by: Actor) -> None:
    last = int(value(_LAST_BUILDING, community=community.id) or 0)
    for position, new in enumerate(outcome.houses, start=last + 1):
        make_building(community=community, grid_id=grids[new.grid], name=new.name, position=position, by=by)


def _door(unit: str, room: str) -> tuple[str, str]:
    return unit, room
