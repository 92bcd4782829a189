"""The page of a month: the app's own figures, published once and frozen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import SYSTEM
from resident.communities.context import community_by_id
from resident.communities.models import Role
from resident.dates.months import Month
from resident.db import db, transaction
from resident.demands.models import Demand, DemandState
from resident.desk.queries import figures_of_month, open_months
from resident.notices.actions import Draft, edit_notice, publish_month, withdraw_notice
from resident.notices.actions.months import MonthIsPublished
from resident.notices.figures import figures_in
from resident.notices.models import Notice
from resident.web.errors import Changed, NotAllowed
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.points import give_points

FEBRUARY = Month(2026, 2)
WORDS = {"zh_Hans": "谢谢大家", "en": ""}


@pytest.mark.usefixtures("session")
def test_a_month_is_published_once_as_it_was_counted(clock: Clock) -> None:
    place = make_community()
    community = community_by_id(place.id)
    boss = make_staff(place, Role.ADMINISTRATOR).value
    clock.moment -= timedelta(days=10)  # February
    rated = {"rated_at": clock.moment, "rated_solved": True, "rated_content": "content"}
    kind = make_category(place).id
    solved = make_demand(place, state=DemandState.SOLVED, submitted_at=clock.moment, category_id=kind, **rated)
    make_demand(place, submitted_at=clock.moment, category_id=kind)
    give_points(place, make_resident(place), 120)
    clock.moment += timedelta(days=10)
    make_demand(place)
    figures = figures_of_month(community, FEBRUARY)
    assert (figures.raised, figures.points_given, figures.points_spent) == (2, 120, 0)
    assert dict(figures.states)["solved"] == 1
    assert sum(number for _name, number in figures.categories) == 2
    for by in (SYSTEM, make_staff(place, Role.WORKER).value):
        with pytest.raises(NotAllowed):
            publish_month(community=community, figures=figures, words=WORDS, shown=figures.digest, by=by)
    with pytest.raises(Changed):
        publish_month(community=community, figures=figures, words=WORDS, shown=figures.digest + 1, by=boss)
    this_month = figures_of_month(community, Month(2026, 3))
    with pytest.raises(MonthIsPublished):
        publish_month(community=community, figures=this_month, words=WORDS, shown=this_month.digest, by=boss)
    notice = publish_month(community=community, figures=figures, words=WORDS, shown=figures.digest, by=boss)
    with pytest.raises(MonthIsPublished):
        publish_month(community=community, figures=figures, words=WORDS, shown=figures.digest, by=boss)
    solved.rated_solved = False
    db.session.flush()
    db.session.refresh(notice)
    assert notice.figures is not None
    assert figures_in(notice.figures).digest == figures.digest
    assert FEBRUARY not in open_months(community)
    with pytest.raises(NotAllowed):
        withdraw_notice(notice=notice, by=boss)
    with pytest.raises(NotAllowed):
        edit_notice(notice=notice, draft=Draft({**notice.title}, WORDS), version=1, by=boss)


def test_the_page_is_drawn_from_what_was_kept(
    app: Flask, client: FlaskClient, sign_in: Callable[[int], FlaskClient], clock: Clock
) -> None:
    with app.app_context(), transaction():
        place = make_community("guihua")
        boss = make_staff(place, Role.ADMINISTRATOR).id
        make_demand(place, submitted_at=clock.moment - timedelta(days=10))
    browser = sign_in(boss)
    draft = browser.get("/c/guihua/desk/month").text
    shown = draft.split('name="version" type="hidden" value="')[1].split('"')[0]
    sent = {"version": shown, "words_zh_Hans": "谢谢大家"}
    path = "/c/guihua/desk/month?month=2026-02"
    assert browser.post(path, data=sent | {"version": "1"}).status_code == 409
    published = browser.post(path, data=sent)
    assert published.status_code == 303
    with app.app_context(), transaction():
        db.session.query(Demand).update({"taken_down_at": clock.moment, "is_listed": False})
        assert db.session.query(Notice).one().month == "2026-02"
    for page in (published.location, f"{published.location}/print"):
        text = client.get(page, headers={"Accept-Language": "zh-CN"}).text
        assert "2026年2月居务公开" in text
        assert "谢谢大家" in text
    assert client.get("/c/guihua/demands/figures/solved?month=2026-02").status_code == 200
    assert browser.get("/c/guihua/desk/month").status_code == 200
