"""Sheets of places, and what would come of one beside what the community has already."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from resident.accounts.models import PersonRow
from resident.communities.importing import BuildingHere, GridHere, Here, Outcome, Passed, compare, said_in
from resident.communities.importing.keeping import unpacked
from resident.communities.models import Building, Community, Grid, Household, PlaceSheet
from resident.statements import entity, rows

MOST_SHOWN = 20


class SheetLine(NamedTuple):
    """A sheet in the list: what it is called, who sent it when, and where it stands."""

    id: int
    file_name: str
    sent_at: datetime
    state: str
    sender: str


class Outlook(NamedTuple):
    """What would come of a sheet, and what of it was passed over: rows that say nothing of a home, homes named twice."""

    outcome: Outcome
    has_several: bool  # sheets in the file, whose names then belong to a row
    passed: tuple[Passed, ...]
    repeated: int
    filled: int


class Door(NamedTuple):
    """A home of a community."""

    building_id: int
    unit: str
    room: str


_HERE: BindParameter[int] = bindparam("community")
_SHEETS = (
    select(PlaceSheet.id, PlaceSheet.file_name, PlaceSheet.sent_at, PlaceSheet.state, PersonRow.display_name)
    .join(PersonRow, PersonRow.id == PlaceSheet.sent_by_id)
    .where(PlaceSheet.community_id == _HERE)
    .order_by(PlaceSheet.sent_at.desc(), PlaceSheet.id.desc())
    .limit(MOST_SHOWN)
)
_SHEET = select(PlaceSheet).where(PlaceSheet.community_id == _HERE, PlaceSheet.id == bindparam("sheet"))
_GRIDS = select(Grid.id, Grid.name, Grid.archived_at.is_not(None)).where(Grid.community_id == _HERE).order_by(Grid.id)
_BUILDINGS = (
    select(Building.id, Building.name, Building.grid_id, Building.archived_at.is_not(None), Building.kind)
    .where(Building.community_id == _HERE)
    .order_by(Building.id)
)
_HOMES = select(Household.building_id, Household.unit, Household.room).where(Household.community_id == _HERE)


def sheets_of(community: Community) -> list[SheetLine]:
    """The sheets that were sent lately, the latest first. One statement."""
    return rows(SheetLine, _SHEETS, community=community.id)


def sheet_of(community: Community, sheet_id: int) -> PlaceSheet | None:
    """This community's sheet of this number; None for another community's."""
    sheet: PlaceSheet | None = entity(_SHEET, community=community.id, sheet=sheet_id)
    return sheet


def outlook_of(community: Community, sheet: PlaceSheet) -> Outlook:
    """What would come of a sheet as things are now. Three statements."""
    kept = unpacked(sheet.content_encrypted)
    said = said_in(kept.tables)
    return Outlook(compare(said, _places(community)), len(kept.tables) > 1, kept.passed, said.repeated, said.filled)


def _places(community: Community) -> Here:
    return Here(
        tuple(rows(GridHere, _GRIDS, community=community.id)),
        tuple(rows(BuildingHere, _BUILDINGS, community=community.id)),
        frozenset(rows(Door, _HOMES, community=community.id)),
    )
