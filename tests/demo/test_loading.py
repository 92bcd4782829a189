"""The demo community, whatever day it is loaded on: a shop window in which every figure makes sense."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.activities.models import ServiceRecord
from resident.activities.queries import given_in_month
from resident.communities.context import communities
from resident.communities.models import Community
from resident.db import db
from resident.demands.models import Answer, Call, Comment, Demand, DemandEvent, DemandState, Support
from resident.demands.queries import pairs_of_the_week, year_of
from resident.demands.queries.figures import count_figures
from resident.demo.actions import load_demo
from resident.demo.place import GOAL_HOURS
from resident.notifications.models import Notification
from resident.rewards.models import Redemption
from tests.journeys.conftest import demo_app

DAYS = {
    "the first of a month, in the morning": "2026-12-01T08:10",
    "a Monday in the middle of a month": "2026-06-15T14:00",
    "the Spring Festival": "2026-02-19T21:45",
    "the last night of a year": "2026-12-31T23:50",
    "after midnight on the 29th of February": "2028-02-29T00:20",
}
LATE_IN_MONTH = 12
FEW = 4  # overdue at most, of forty
RATES = ("response", "solved", "satisfaction")
MOMENTS = (
    Demand.submitted_at,
    Demand.rated_at,
    Demand.resolved_at,
    Support.created_at,
    Comment.created_at,
    Answer.at,
    Call.at,
    DemandEvent.at,
    ServiceRecord.ended_at,
    Redemption.created_at,
    Notification.created_at,
)


@pytest.fixture(scope="module", params=DAYS.values(), ids=list(DAYS))
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo, loaded at this moment of the community's clock."""
    moment = datetime.fromisoformat(request.param).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    app_clock.use(lambda: moment)
    app = demo_app(tmp_path_factory.mktemp("demo"))
    app.config["MOMENT"] = moment
    yield app
    app_clock.use(None)


@pytest.fixture(autouse=True)
def here(demo: Flask, clock: object) -> Iterator[Community]:
    """The community, in a context of its own, at the moment of its loading."""
    app_clock.use(lambda: demo.config["MOMENT"])
    with demo.test_request_context(), demo.app_context():
        yield next(iter(communities()))


def _count(column: object) -> int:
    return int(db.session.scalar(select(func.count()).select_from(column)) or 0)  # type: ignore[call-overload]


def test_forty_people_live_or_work_there_and_support_one_another(here: Community) -> None:
    assert _count(PersonRow) == 40
    assert _count(Support) >= 80
    most = db.session.scalars(select(Demand.support_count).order_by(Demand.support_count.desc()).limit(5)).all()
    assert most[0] >= 9
    assert len(set(most)) > 1


def test_every_state_and_every_category_is_there(here: Community) -> None:
    assert set(db.session.scalars(select(Demand.state))) == {str(state) for state in DemandState}
    assert len(set(db.session.scalars(select(Demand.category_id)))) == 9


def test_what_was_done_this_week_can_be_seen(here: Community) -> None:
    assert len(pairs_of_the_week(here)) >= 4


def test_the_rates_of_each_earlier_month_say_something(here: Community) -> None:
    year = year_of(here)
    for name in RATES:
        shares = year.trend(name)
        assert len(shares) == 12
        assert None not in shares[:11], name
        assert max(share or 0 for share in shares[8:11]) > min(share or 0 for share in shares[:3]), name


def test_most_of_what_was_raised_this_month_is_in_time(here: Community, demo: Flask) -> None:
    now = year_of(here).now
    if demo.config["MOMENT"].day > LATE_IN_MONTH:
        assert (now.response.percent or 0) >= 85
        assert (now.solved.percent or 0) >= 70


def test_few_are_overdue(here: Community) -> None:
    earlier = sum(overdue for _month, _figures, overdue in year_of(here).earlier)
    assert 1 <= earlier + count_figures(here.id).overdue <= FEW


def test_the_hours_of_the_month_are_on_their_way_to_the_goal(here: Community, demo: Flask) -> None:
    day = demo.config["MOMENT"].day
    hours = sum(given_in_month(here)) / 60
    assert (2 * (day - 5) <= hours <= 1.1 * GOAL_HOURS) if day > 5 else hours <= GOAL_HOURS / 3


@pytest.mark.parametrize("column", MOMENTS, ids=str)
def test_nothing_has_happened_that_is_still_to_come(column: object, here: Community, demo: Flask) -> None:
    latest = db.session.scalar(select(func.max(column)))  # type: ignore[arg-type]
    assert latest is not None
    assert latest <= demo.config["MOMENT"]


@pytest.mark.parametrize("command", ["points", "desk"])
def test_the_audits_find_nothing(command: str, demo: Flask) -> None:
    answer = demo.test_cli_runner().invoke(args=[command, "audit"])
    assert answer.exit_code == 0, answer.output


def test_a_second_time_changes_nothing(here: Community) -> None:
    before = _count(Demand)
    assert load_demo() is False
    assert _count(Demand) == before
