"""Many at the same moment: counters stay exact, and a doubled tap makes one demand."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.actions import support_demand, take_back_support
from resident.demands.models import Demand, DemandEvent, Support
from tests.demands.conftest import Town
from tests.makers.communities import make_resident
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
NEIGHBOURS = 8


def test_eight_neighbours_who_support_at_once_are_eight(app: Flask, town: Town) -> None:
    number = town.make()
    demand_id = town.read(number).id
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, town.community)
        people = [make_resident(community).id for _ in range(NEIGHBOURS)]

    def _press(person_id: int) -> None:
        for act in (support_demand, take_back_support, support_demand, support_demand):
            with app.app_context(), transaction():
                act(demand=db.session.get_one(Demand, demand_id), by=db.session.get_one(PersonRow, person_id))

    with ThreadPoolExecutor(NEIGHBOURS) as pool:
        list(pool.map(_press, people))
    with app.app_context():
        rows = db.session.scalar(select(func.count()).where(Support.demand_id == demand_id))
    assert town.read(number).support_count == rows == NEIGHBOURS


def test_of_many_who_press_at_once_one_has_seen_the_danger(app: Flask, town: Town, sign_in: SignIn) -> None:
    data = town.form(title="楼道里有煤气味", warned="gas")
    address = sign_in(town.author).post(town.url("/new"), data=data).location
    browsers = [sign_in(who) for who in (town.worker, town.moderator) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: browser.post(f"{address}/danger/seen"), browsers))
    assert {answer.status_code for answer in answers} == {303}
    with app.app_context():
        seen = select(func.count()).select_from(DemandEvent).where(DemandEvent.kind == "see_danger")
        assert db.session.scalar(seen) == 1


def test_of_many_who_say_so_at_once_one_alarms_the_staff(app: Flask, town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browsers = [sign_in(who) for who in (town.neighbour, town.author) for _ in range(2)]

    def _say(at: int) -> int:
        said = {"body": "楼道里有煤气味", "warned": "gas", "token": f"{at}" * 32}
        return browsers[at].post(town.url(f"/{number}/comments"), data=said).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(_say, range(4))) == {303}
    with app.app_context():
        heard = select(func.count()).select_from(DemandEvent).where(DemandEvent.kind == "sounds_below")
        assert db.session.scalar(heard) == 1


def test_a_doubled_tap_raises_one_demand(app: Flask, town: Town, sign_in: SignIn) -> None:
    browsers = [sign_in(town.author) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: browser.post(town.url("/new"), data=town.form()), browsers))
    assert {answer.location for answer in answers} == {town.url("/1")}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Demand)) == 1


def test_a_support_reads_the_demand_once(app: Flask, town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browser = sign_in(town.neighbour)
    browser.get(town.url(f"/{number}"))
    with statements_of(app) as sent:
        assert browser.post(town.url(f"/{number}/support")).status_code == 303
    reads = [one for one in sent if one.startswith("SELECT") and re.search(r"FROM demand\b", one)]
    assert len(reads) == 1
    assert town.read(number).support_count == 1
