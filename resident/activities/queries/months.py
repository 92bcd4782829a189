"""The hours that all of a community give in a month, and one's own among them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, select

from resident import clock
from resident.activities.models import IS_CONFIRMED, HoursFigures, How, ServiceRecord
from resident.communities.models import Community
from resident.dates.months import Month, month_of
from resident.statements import row, written

LASTS = timedelta(minutes=30)  # the worker counts every few minutes; where it stands still, the page counts again


class Given(NamedTuple):
    """Minutes given in the calendar month at hand, as two counters."""

    seen: int = 0
    by_hand: int = 0


class InMonth(NamedTuple):
    """Minutes given in a month, by how many volunteers and in how many shifts."""

    seen: int = 0
    by_hand: int = 0
    volunteers: int = 0
    shifts: int = 0


# Confirmed by a second person, in public notice or past it: what is voided goes again. A record belongs to the month
# in which the work began, as its points do.
_IN_MONTH = and_(
    ServiceRecord.community_id == bindparam("community"),
    IS_CONFIRMED,
    ServiceRecord.started_at >= bindparam("since"),
    ServiceRecord.started_at < bindparam("until"),
)
_IS_SEEN = ServiceRecord.how == written(How.SEEN)
_COUNT = select(
    func.coalesce(func.sum(case((_IS_SEEN, ServiceRecord.minutes), else_=0)), 0),
    func.coalesce(func.sum(case((_IS_SEEN, 0), else_=ServiceRecord.minutes)), 0),
).where(_IN_MONTH)
_IN_ANY = _COUNT.add_columns(
    func.count(ServiceRecord.person_id.distinct()), func.count(ServiceRecord.shift_id.distinct())
)
_COUNTED = select(HoursFigures.seen, HoursFigures.by_hand).where(
    HoursFigures.community_id == bindparam("community"),
    HoursFigures.counted_at > bindparam("lately"),
    HoursFigures.month == bindparam("since"),
)
MY_MONTH = select(func.coalesce(func.sum(ServiceRecord.minutes), 0)).where(
    _IN_MONTH, ServiceRecord.person_id == bindparam("person")
)


def count_given(community: Community) -> Given:
    """Add up the minutes of this calendar month on the community's clock; one statement over all its records."""
    return row(Given, _COUNT, community=community.id, **month_at_hand(community)) or Given()


def given_in_month(community: Community) -> Given:
    """The minutes of this month as the worker added them up last; added up now where it has not. One statement, or two."""
    lately, since = clock.now() - LASTS, month_at_hand(community)["since"]
    known = row(Given, _COUNTED, community=community.id, lately=lately, since=since)
    return known or count_given(community)


def given_in(community: Community, month: Month) -> InMonth:
    """The minutes of any month as they are now, who gave them and in how many shifts; one statement over its records."""
    since, until = month.bounds(community.time_zone)
    return row(InMonth, _IN_ANY, community=community.id, since=since, until=until) or InMonth()


def month_at_hand(community: Community) -> dict[str, datetime]:
    """The bounds of this calendar month on the community's clock, as statements take them."""
    since, until = month_of(clock.now(), community.time_zone).bounds(community.time_zone)
    return {"since": since, "until": until}
