"""Exports of a community, the columns it hands in, and what one speaks of."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, bindparam, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.exports.kinds import Column, Kind, Span
from resident.exports.models import LASTS, Export, ExportColumns
from resident.statements import entity, rows, value

MOST_SHOWN = 20


class ExportLine(NamedTuple):
    """An export in the list."""

    id: int
    kind: str
    since: date
    until: date
    asked_at: datetime
    state: str
    reason: str
    asker: str


class Chosen(NamedTuple):
    """A column as a community hands it in; `heading` is empty where ours stands over it."""

    column: Column
    heading: str
    is_taken: bool

    @property
    def words(self) -> str:
        """What stands over it."""
        return self.heading or str(self.column.heading)


_HERE: BindParameter[int] = bindparam("community")
_LATELY = Export.asked_at > bindparam("lately", type_=UtcDateTime)
_EXPORTS = (
    select(
        Export.id,
        Export.kind,
        Export.since,
        Export.until,
        Export.asked_at,
        Export.state,
        Export.reason,
        PersonRow.display_name,
    )
    .join(PersonRow, PersonRow.id == Export.asked_by_id)
    .where(Export.community_id == _HERE, _LATELY)
    .order_by(Export.asked_at.desc(), Export.id.desc())
    .limit(MOST_SHOWN)
)
_EXPORT = select(Export).where(Export.community_id == _HERE, Export.id == bindparam("export"), _LATELY)
_COLUMNS = select(ExportColumns.columns).where(
    ExportColumns.community_id == _HERE, ExportColumns.kind == bindparam("kind")
)


def exports_of(community: Community) -> list[ExportLine]:
    """What was asked for within a day, the latest first. One statement."""
    return rows(ExportLine, _EXPORTS, community=community.id, lately=clock.now() - LASTS)


def export_of(community: Community, export_id: int) -> Export | None:
    """This community's export of this number, for a day; None for another community's."""
    found: Export | None = entity(_EXPORT, community=community.id, export=export_id, lately=clock.now() - LASTS)
    return found


def layout_of(community: Community, kind: Kind) -> list[Chosen]:
    """The columns in which this community hands a kind in, in their order; a new one comes last. One statement."""
    kept: Sequence[tuple[str, str, bool]] = value(_COLUMNS, community=community.id, kind=kind.code) or ()
    known = {column.key: column for column in kind.columns}
    chosen = [Chosen(known.pop(key), heading, is_taken) for key, heading, is_taken in kept if key in known]
    return [*chosen, *(Chosen(column, "", column.is_taken) for column in known.values())]


def span_of(community: Community, since: date, until: date, *, sees_all: bool) -> Span:
    """From the first moment of one day to the last of another, on the community's clock."""
    zone = ZoneInfo(community.time_zone)
    begins, ends = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    return Span(community, begins, ends, sees_all)
