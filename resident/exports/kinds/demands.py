"""Demands that were raised in a span. What is not open to all is read only by who handles demands."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, select

from resident.communities.models import Building
from resident.demands.forms.acts import CONTENTS
from resident.demands.models import Demand, DemandCategory, DemandState
from resident.demands.queries.figures import IS_OPEN_TO_ALL
from resident.demands.words import body_words, state_words
from resident.exports.kinds.base import (
    AFTER,
    BATCH,
    HERE,
    LONG,
    MIDDLE,
    MOST,
    SHORT,
    SINCE,
    UNTIL,
    Column,
    Kind,
    Line,
    Span,
    read_by,
)
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.organizations.models import Organization
from resident.statements import count_of, number


class _Demand(NamedTuple):
    """One demand as it is read."""

    number: int
    submitted_at: datetime
    category: dict[str, str] | None
    title: str
    body: str
    state: str
    holder: dict[str, str] | None
    referred_to: str
    due_at: datetime | None
    contacted_at: datetime | None
    called_at: datetime | None
    resolved_at: datetime | None
    solved: bool | None
    content: str | None
    supporters: int
    building: dict[str, str] | None
    spot: str
    is_open: int


COLUMNS = (
    Column("number", _l("No.")),
    Column("submitted", _l("Raised on"), MIDDLE),
    Column("category", _l("Category"), MIDDLE),
    Column("title", _l("Title"), LONG),
    Column("text", _l("Text"), LONG),
    Column("place", _l("Place"), MIDDLE),
    Column("state", _l("State")),
    Column("body", _l("Responsible body"), MIDDLE),
    Column("due", _l("Due"), MIDDLE),
    Column("contact", _l("First contact"), MIDDLE),
    Column("closed", _l("Closed on"), MIDDLE),
    Column("solved", _l("Solved")),
    Column("satisfaction", _l("How satisfied"), MIDDLE),
    Column("supports", _l("Supports"), SHORT),
)
_WHERE = (Demand.community_id == HERE, Demand.submitted_at >= SINCE, Demand.submitted_at < UNTIL)
_COUNT = select(count_of(select(Demand.id).where(*_WHERE), MOST + 1))
_ROWS = (
    select(
        Demand.number,
        Demand.submitted_at,
        DemandCategory.name,
        Demand.title,
        Demand.body,
        Demand.state,
        Organization.name,
        Demand.referred_to,
        Demand.due_at,
        Demand.contacted_at,
        Demand.called_at,
        Demand.resolved_at,
        Demand.rated_solved,
        Demand.rated_content,
        Demand.support_count + Demand.imported_supports,
        Building.name,
        Demand.spot,
        case((IS_OPEN_TO_ALL, number(1)), else_=number(0)),
    )
    .outerjoin(DemandCategory, DemandCategory.id == Demand.category_id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .outerjoin(Building, Building.id == Demand.building_id)
    .where(*_WHERE, Demand.number > AFTER)
    .order_by(Demand.number)
    .limit(BATCH)
)


def _cells(span: Span, one: _Demand) -> dict[str, str]:
    contact = min((when for when in (one.contacted_at, one.called_at) if when), default=None)
    return {
        "number": str(one.number),
        "submitted": span.moment(one.submitted_at),
        "category": tr_text(one.category),
        **_said(span, one),
        "state": state_words()[one.state],
        "body": one.referred_to if one.state == DemandState.REFERRED and one.referred_to else body_words(one.holder),
        "due": span.moment(one.due_at),
        "contact": span.moment(contact),
        "closed": span.moment(one.resolved_at),
        "solved": "" if one.solved is None else _("Yes") if one.solved else _("No"),
        "satisfaction": str(CONTENTS[one.content]) if one.content else "",
        "supports": str(one.supporters),
    }


def _said(span: Span, one: _Demand) -> dict[str, str]:
    """What was written and where it is: of what is not open to all, for who handles demands alone."""
    if not one.is_open and not span.sees_all:
        return {"title": _("(not public)"), "text": "", "place": ""}
    place = " ".join(part for part in (tr_text(one.building), one.spot) if part)
    return {"title": one.title, "text": one.body, "place": place}


DEMANDS = Kind(
    "demands",
    _l("Demands"),
    _l("Raised in these days, with what became of each."),
    COLUMNS,
    *read_by(_COUNT, _ROWS, _Demand, lambda span, one: Line(one.number, _cells(span, one))),
)
