"""Communities to measure: the demo community with people, posts that wait and thousands of demands; a grown city."""

import csv
import os
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select

from resident import create_app
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.models import PersonRow
from resident.accounts.sessions import COOKIE_KEY, open_session
from resident.communities.models import Building, CommunityRow
from resident.config import ROOT, read_settings
from resident.db import Base, db, transaction
from resident.demands.models import Demand, DemandState
from resident.demo.actions import load_demo
from resident.moderation.actions import submit
from tests.benchmarks.asking import Ask
from tests.benchmarks.pages import Page
from tests.makers.activities import make_activity, make_shift
from tests.makers.demands import make_demand
from tests.makers.growth import catch_up
from tests.makers.growth.bulk import bulk
from tests.makers.growth.estates import move_in, token_of

REAL_DEMANDS = Path(os.environ.get("RESIDENT_TEST_DATA") or ROOT.parent / "shared" / "data") / "demands-dev.csv"
AS_MANY = 7_741
PEOPLE = 4_000
WAITING, OPEN = 26, 12  # posts in the review queue; demands that neighbours support and the committee has to assign
SLUG = "guihua"
STAFF = {"resident": "13800000001", "moderator": "13800000010", "worker": "13800000040"}


@dataclass
class House:
    """The app with its data, what is looked at (`marks` fill the paths of pages), and who looks."""

    app: Flask
    marks: dict[str, object]
    cookies: dict[str, str] = field(default_factory=dict)
    neighbours: list[str] = field(default_factory=list)  # cookies of thousands
    csrf: str = ""

    def get(self, page: Page) -> Ask:
        """A page as its reader asks for it."""
        return Ask(page.path.format(**self.marks), self.cookies.get(page.who, ""))

    def sign_ups(self) -> list[Ask]:
        """A place for each of the neighbours."""
        body = f"shift={self.marks['shift']}&csrf_token={self.csrf}"
        path = f"/c/{SLUG}/activities/{self.marks['big_activity']}/sign-up"
        return [Ask(path, cookie, body) for cookie in self.neighbours]

    def supports(self) -> list[Ask]:
        """Every neighbour supports every open demand, one after the other."""
        body = f"csrf_token={self.csrf}"
        numbers = self.marks["open"]
        assert isinstance(numbers, list)
        paths = [f"/c/{SLUG}/demands/{number}/support" for number in numbers]
        return [Ask(path, cookie, body) for cookie in self.neighbours for path in paths]

    def sign_in(self, tokens: dict[str, str], neighbours: Sequence[str] = ()) -> None:
        """Make the cookies of people who have been here before out of the tokens of their sessions."""
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        with self.app.test_request_context():
            self.csrf = generate_csrf()
            kept = dict(session)

        def _cookie(token: str) -> str:
            values = signer.dumps({COOKIE_KEY: token, "_fresh": True, **kept})
            return f"session={values}; community={self.marks['slug']}"

        self.cookies = {who: _cookie(token) for who, token in tokens.items()}
        self.neighbours = [_cookie(token) for token in neighbours]

    def newest_demand(self) -> int:
        """The number of what was imported last."""
        with self.app.app_context():
            number = db.session.scalar(select(func.max(Base.metadata.tables["demand"].c.number)))
            db.session.remove()
            db.engine.dispose()
        return int(number)


def new_app(environ: dict[str, str]) -> Flask:
    """An app on an empty database."""
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return app


def make_house(environ: dict[str, str], readers: Mapping[str, str] = STAFF) -> House:
    """The demo community with thousands of residents, posts that wait and demands to assign; `readers` have phones."""
    house = House(new_app(environ), {"slug": SLUG})
    with house.app.app_context():
        load_demo()
        with transaction():
            community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == SLUG)).one()
            buildings = list(db.session.scalars(select(Building.id).where(Building.community_id == community.id)))
            tokens = tokens_of({who: _person(phone) for who, phone in readers.items()})
            house.marks |= _fill(community) | {"community": community.id}
        db.session.remove()
        with bulk(db.engine) as rows:
            people = move_in(rows, community=house.marks["community"], buildings=buildings, count=PEOPLE)  # type: ignore[arg-type]
        catch_up()
        db.engine.dispose()
    house.sign_in(tokens, [token_of(person) for person in people])
    house.marks["activity"] = _first_activity(house)
    return house


def tokens_of(people: dict[str, int]) -> dict[str, str]:
    """Sign people in; needs a transaction."""
    return {who: open_session(db.session.get_one(PersonRow, number), device="phone") for who, number in people.items()}


def _person(phone: str) -> int:
    table = Base.metadata.tables["person"]
    return db.session.execute(select(table.c.id).where(table.c.phone_lookup == phone_lookup(phone))).scalar_one()


def _fill(community: CommunityRow) -> dict[str, object]:
    """An activity with room for everybody, posts up to WAITING in the queue, and demands to assign."""
    authors = [db.session.get_one(PersonRow, _person(f"1380000000{number}")) for number in range(2, 10)]
    items = Base.metadata.tables["review_item"]
    waiting = select(items.c.id).where(items.c.community_id == community.id, items.c.decided_at.is_(None))
    for number in range(WAITING - len(db.session.execute(waiting).all())):
        _post(community, authors[number % len(authors)], f"第{number + 1}件待审核的事情")
    activity = make_activity(community, title="大扫除")
    shift = make_shift(activity, capacity=100_000, hours=24 * 30)
    open_ones = [make_demand(community, author=authors[0], title=f"第{n}件要派单的事情").number for n in range(OPEN)]
    queue = list(db.session.scalars(waiting.where(items.c.kind == "demand").order_by(items.c.id)))
    return {
        "big_activity": activity.id,
        "shift": shift.id,
        "open": open_ones,
        "review_item": queue[len(queue) // 2],
    }


def _post(community: CommunityRow, author: PersonRow, title: str) -> Demand:
    demand = make_demand(community, author=author, state=DemandState.IN_REVIEW, title=title)
    submit(kind="demand", subject=demand, title=dict.fromkeys(("zh_Hans", "en"), title), author_id=author.id, version=1)
    return demand


def _first_activity(house: House) -> int:
    """The one that stands first in the list."""
    page = Ask(f"/c/{SLUG}/activities").answer(house.app).text
    found = re.search(rf"/c/{SLUG}/activities/([0-9]+)", page)
    assert found is not None
    return int(found[1])


def demands_file(folder: Path) -> Path:
    """The real demands where they are at hand, else as many made up ones."""
    if REAL_DEMANDS.is_file():
        copy = folder / "demands.csv"
        copy.write_bytes(REAL_DEMANDS.read_bytes())
        return copy
    made = folder / "demands.csv"
    words, began = random.Random(1), datetime(2019, 1, 1, tzinfo=UTC)
    with open(made, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "title", "body", "category", "created_at", "supports", "reply", "replied_at"))
        for number in range(AS_MANY):
            at = began + timedelta(hours=words.randrange(50_000))
            body = "希望有关部门能够尽快处理，谢谢。" * words.randrange(1, 45)
            reply = "您好，您反映的问题已经收悉，正在处理。" * words.randrange(1, 36) if number % 4 == 0 else ""
            stamps = (
                f"{at:%Y-%m-%d %H:%M:%S}",
                words.randrange(30),
                reply,
                f"{at + timedelta(days=5):%Y-%m-%d %H:%M:%S}" if reply else "",
            )
            rows.writerow((f"made-{number}", f"小区第{number}号楼的路灯", body, "", *stamps))
    return made
