"""Running numbers of a community."""

from contextlib import suppress

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from resident.communities.models import Community, NumberSeries
from resident.db import db
from resident.statements import entity

_LOCKED = (
    select(NumberSeries)
    .where(NumberSeries.community_id == bindparam("community"), NumberSeries.name == bindparam("name"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def next_number(community: Community, name: str, count: int = 1) -> int:
    """The next number of `name` in the community (the first of `count` numbers): its row is locked until the end.

    A number whose transaction is rolled back is given again, so there are no gaps and no doubles.
    """
    series = _locked(community, name)
    if series is None:
        with suppress(IntegrityError), db.session.begin_nested():  # somebody else may make the row just now
            db.session.add(NumberSeries(community_id=community.id, name=name, last=0))
        series = _locked(community, name)
    if series is None:
        raise LookupError(name)
    series.last += count
    db.session.flush()
    return series.last - count + 1


def _locked(community: Community, name: str) -> NumberSeries | None:
    series: NumberSeries | None = entity(_LOCKED, community=community.id, name=name)
    return series
