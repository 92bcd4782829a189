"""Running numbers of a community."""

from contextlib import suppress

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from resident.communities.models import NumberSeries
from resident.db import db


def next_number(community_id: int, name: str, count: int = 1) -> int:
    """The next number of `name` in the community (the first of `count` numbers): its row is locked until the end.

    A number whose transaction is rolled back is given again, so there are no gaps and no doubles.
    """
    series = db.session.scalar(_locked(community_id, name))
    if series is None:
        with suppress(IntegrityError), db.session.begin_nested():  # somebody else may make the row just now
            db.session.add(NumberSeries(community_id=community_id, name=name, last=0))
        series = db.session.scalars(_locked(community_id, name)).one()
    series.last += count
    db.session.flush()
    return series.last - count + 1


def _locked(community_id: int, name: str) -> Select[NumberSeries]:
    wanted = select(NumberSeries).where(NumberSeries.community_id == community_id, NumberSeries.name == name)
    return wanted.with_for_update().execution_options(populate_existing=True)
