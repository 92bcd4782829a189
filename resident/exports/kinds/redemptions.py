"""What was redeemed in a span; never under which code."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.exports.kinds.base import (
    AFTER,
    BATCH,
    HERE,
    LONG,
    MIDDLE,
    MOST,
    SINCE,
    UNTIL,
    Column,
    Kind,
    Line,
    Span,
    read_by,
)
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.organizations.models import Organization
from resident.rewards.models import Redemption, RedemptionState
from resident.statements import count_of
from resident.web.errors import Words


class _Redemption(NamedTuple):
    """One redemption as it is read."""

    id: int
    reward: dict[str, str]
    body: dict[str, str]
    name: str
    points: int
    state: str
    created_at: datetime
    expires_at: datetime
    fulfilled_at: datetime | None
    returned_at: datetime | None


STATES: dict[str, Words] = {
    RedemptionState.WAITING: _l("Waits to be fetched"),
    RedemptionState.FULFILLED: _l("Given out"),
    RedemptionState.CANCELLED: _l("Cancelled"),
    RedemptionState.EXPIRED: _l("Not fetched in time"),
}
_WHERE = (Redemption.community_id == HERE, Redemption.created_at >= SINCE, Redemption.created_at < UNTIL)
_COUNT = select(count_of(select(Redemption.id).where(*_WHERE), MOST + 1))
_ROWS = (
    select(
        Redemption.id,
        Redemption.name,
        Organization.name,
        PersonRow.display_name,
        Redemption.price,
        Redemption.state,
        Redemption.created_at,
        Redemption.expires_at,
        Redemption.fulfilled_at,
        Redemption.returned_at,
    )
    .join(Organization, Organization.id == Redemption.organization_id)
    .join(PersonRow, PersonRow.id == Redemption.person_id)
    .where(*_WHERE, Redemption.id > AFTER)
    .order_by(Redemption.id)
    .limit(BATCH)
)


def _cells(span: Span, one: _Redemption) -> dict[str, str]:
    return {
        "reward": tr_text(one.reward),
        "body": tr_text(one.body),
        "name": one.name,
        "points": str(one.points),
        "state": str(STATES[one.state]),
        "made": span.moment(one.created_at),
        "until": span.moment(one.expires_at),
        "given": span.moment(one.fulfilled_at),
        "returned": span.moment(one.returned_at),
    }


REDEMPTIONS = Kind(
    "redemptions",
    _l("Redemptions"),
    _l("Redeemed in these days, and whether it was given out. Never the codes."),
    (
        Column("reward", _l("Reward"), LONG),
        Column("body", _l("Given by"), MIDDLE),
        Column("name", _l("Name of the person"), MIDDLE),
        Column("points", _l("Points")),
        Column("state", _l("State"), MIDDLE),
        Column("made", _l("Redeemed on"), MIDDLE),
        Column("until", _l("To be fetched by"), MIDDLE),
        Column("given", _l("Given out on"), MIDDLE),
        Column("returned", _l("Points given back on"), MIDDLE),
    ),
    *read_by(_COUNT, _ROWS, _Redemption, lambda span, one: Line(one.id, _cells(span, one))),
)
