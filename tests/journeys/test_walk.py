"""The main job end to end: six people with phones of 360 px, once in Chinese with JavaScript, once in English without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conftest import Clock
from tests.journeys import arriving, counter, doors, guarding, helping, matters, redeeming, running
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk

SENT_BY_SCRIPTS = {  # see test_photos; what sounds like danger is asked for while somebody writes
    "demands.send_photo",
    "demands.warn",
}
pytestmark = [pytest.mark.journey, pytest.mark.timeout(3600)]


@pytest.fixture
def walk(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Walk]:
    """Everybody's phones, in the language of the test."""
    language, scripts = request.param
    walking = Walk(chromium, server, language, scripts)
    yield walking
    walking.end()


def walk_the_main_job(walk: Walk, clock: Clock) -> None:
    """Points 1 to 10, then the side ways, then out of the door."""
    arriving.look_around(walk)
    arriving.sign_in(walk, clock)
    arriving.say_where_one_lives(walk)
    doors.by_slip(walk)
    demand = matters.raise_and_review(walk)
    matters.take_part(walk, demand)
    matters.hide_and_take_down(walk, demand)
    matters.resolve(walk, demand)
    matters.other_ways(walk, demand)
    matters.press_danger(walk)
    counter.enter_for_somebody(walk)
    helping.the_unseen(walk, clock)
    activity = helping.call_for_help(walk)
    helping.sign_up(walk, activity)
    helping.come_and_go(walk, activity, clock)
    helping.confirm(walk)
    helping.doubt(walk, activity)
    redeeming.redeem(walk)
    redeeming.read_the_inbox(walk)
    redeeming.choose_text_messages(walk)
    guarding.agree_again(walk)
    redeeming.keep_the_shelf(walk)
    running.people_and_bodies(walk)
    running.lists(walk)
    running.sheet(walk)
    running.take_out(walk)
    running.plan(walk)
    running.settings(walk)
    running.notices(walk)
    running.month_page(walk)
    helping.change_of_plan(walk, activity)
    running.own_settings(walk)
    running.own_number(walk, clock)
    guarding.a_second_step(walk, clock)
    guarding.without_codes(walk, clock)
    guarding.lost_and_found(walk, clock)
    guarding.kept_out(walk)
    running.leave(walk)


@pytest.mark.xdist_group("walk with scripts")
@pytest.mark.parametrize("walk", [("zh_Hans", True)], indirect=True, ids=["Chinese"])
def test_six_people_walk_the_main_job_with_javascript(walk: Walk, clock: Clock) -> None:
    walk_the_main_job(walk, clock)
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))


@pytest.mark.xdist_group("walk without scripts")
@pytest.mark.parametrize("walk", [("en", False)], indirect=True, ids=["English"])
def test_six_people_walk_the_main_job_without_javascript(walk: Walk, clock: Clock) -> None:
    walk_the_main_job(walk, clock)
    changing = {rule.endpoint for rule in walk.server.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    changing -= SENT_BY_SCRIPTS
    assert not changing - walk.server.posted, f"never sent: {sorted(changing - walk.server.posted)}"
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))
