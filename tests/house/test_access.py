"""Who may call what: every route, asked as eleven kinds of people, against a table that was written down and read.

Protects: a new route is closed until somebody has decided and written down whom it is open to.
Run with WRITE_ACCESS=1 to write the table anew; then read the difference, line by line.
"""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from resident import clock
from resident.accounts import sessions
from resident.accounts.models import PersonRow, Suspension
from resident.accounts.queries import find_by_phone
from resident.activities.models import ServiceRecord, Shift, SignUp, Voiding
from resident.communities.context import community_by_id, community_of
from resident.communities.models import Building, CommunityRow, Grid, Role, RoleGrant
from resident.db import db, transaction, transactions
from resident.demands.models import AfterPhotos, Call, Comment, Demand, DemandCategory
from resident.media.models import Photo
from resident.moderation.actions import take_down
from resident.moderation.models import Proposal, ReviewItem, Takedown
from resident.notifications.models import Notification
from resident.organizations.models import OrganizationMember
from resident.rewards.actions.shelf import Offer, offer_reward
from resident.rewards.models import Redemption, Reward
from resident.undo.models import Deed
from resident.web.jobs import beat
from tests.journeys.conftest import demo_app
from tests.makers.communities import make_community, make_resident, make_staff

TABLE = Path(__file__).with_name("access.txt")
PEOPLE = {
    "resident": "13800000001",
    "volunteer": "13800000008",
    "manager": "13800000020",
    "clerk": "13800000030",
    "moderator": "13800000010",
    "worker": "13900000040",
    "dispatcher": "13800000050",
    "administrator": "13900000090",
    "chief": "13800000090",
}
WITH_ONE_ROLE = {"worker": Role.WORKER, "administrator": Role.ADMINISTRATOR}  # the demo's have others beside
KINDS = ("visitor", "stranger", *PEOPLE)
APART = {"/taken-down/": "takedown", "/proposed/": "proposal"}  # what their numbers count
WITHOUT_TOKEN = {"/language", "/reading-mode"}  # they stand on every page, also before there is a session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo community with two people of one role each, and a stranger who lives in another one."""
    app = demo_app(tmp_path_factory.mktemp("access"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), transaction():
        app.config["STRANGER"] = make_resident(make_community("yulan")).id
        here = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        for kind, role in WITH_ONE_ROLE.items():
            make_staff(here, role, kind, phone=PEOPLE[kind])
        rests = Suspension(
            community_id=here.id,
            person_id=make_resident(here).id,
            reason="Shouted",
            begun_at=clock.now(),
            until=clock.now() + timedelta(days=7),
            state="appealed",
            appeal="I did not",
        )
        db.session.add(rests)
        db.session.flush()
        app.config["SUSPENSION"] = rests.id
        other = db.session.scalars(select(Demand).where(Demand.is_listed, Demand.state == "assigned")).first()
        first = find_by_phone("13800000011")
        assert other is not None
        assert first is not None
        propose_soap(here)
        take_down(community=community_of(other), kind="demand", subject_id=other.id, reason="粗话", by=first.value)
    with app.app_context():
        beat()
    return app


def propose_soap(here: CommunityRow) -> None:
    """What the manager's body wants to give, and nobody has read yet."""
    manager = find_by_phone(PEOPLE["manager"])
    assert manager is not None
    body = db.session.scalars(
        select(OrganizationMember.organization_id).where(OrganizationMember.person_id == manager.id)
    ).first()
    assert body is not None
    soap = Offer({"zh_Hans": "香皂", "en": "Soap"}, {}, "soap", 30, None)
    offer_reward(community=community_by_id(here.id), organization_id=body, offer=soap, stock=1, by=manager.value)


@pytest.fixture(scope="module")
def things(demo: Flask) -> dict[str, Any]:
    """One thing for every kind of number in an address: what the resident has, what the manager leads."""
    with demo.app_context():
        li = find_by_phone(PEOPLE["resident"])
        assert li is not None
        mine = db.session.scalars(select(Demand).where(Demand.author_id == li.id, Demand.state == "resolved")).one()
        place = db.session.scalars(
            select(SignUp)
            .join(Shift)
            .where(SignUp.person_id == li.id, SignUp.state == "signed_up")
            .order_by(Shift.starts_at.desc(), SignUp.id)
        ).first()
        today = db.session.scalars(select(Shift).where(Shift.capacity == 6).order_by(Shift.id.desc())).first()
        comment = db.session.scalars(select(Comment).where(Comment.author_id == li.id)).first()
        after = db.session.scalars(select(AfterPhotos).order_by(AfterPhotos.id)).first()
        assert after is not None
        assert place is not None
        assert comment is not None
        assert today is not None
        shift = db.session.get_one(Shift, place.shift_id)
        return {
            "number": mine.number,
            "comment_id": comment.id,
            "after_id": after.id,
            "shown_after": after.demand.number,
            "commented": db.session.get_one(Demand, comment.demand_id).number,
            "activity_id": shift.activity_id,
            "shift_id": shift.id,
            "sign_up_id": place.id,
            "record_id": _first(ServiceRecord, ServiceRecord.state == "proposed"),
            "reward_id": _first(Reward),
            "redemption_id": _first(Redemption, Redemption.state == "waiting", Redemption.person_id == li.id),
            "organization_id": _first(OrganizationMember, column="organization_id"),
            "session_id": 1,
            "suspension_id": demo.config["SUSPENSION"],
            "member_id": _first(OrganizationMember),
            "grant_id": _first(RoleGrant),
            "person_id": _first(RoleGrant, column="person_id"),
            "building_id": _first(Building),
            "grid_id": _first(Grid),
            "category_id": _first(DemandCategory),
            "item": _first(ReviewItem, ReviewItem.state == "waiting"),
            "kind": "demand",
            "subject_id": mine.id,
            "takedown": _first(Takedown),
            "proposal": _first(Proposal),
            "photo": db.session.scalars(select(Photo.key).where(Photo.is_public)).first(),
            "key": today.check_in_key,
            "message_id": _first(Notification, Notification.person_id == li.id),
            "year": 2026,
            "deed_id": _first(Deed, Deed.by_id == li.id),
            "voiding_id": _wish(),
            "call_id": _call(mine),
        }


def _wish() -> int:
    """A wish to void what counts, which the demo has none of."""
    counts = db.session.scalars(
        select(ServiceRecord).where(ServiceRecord.state == "final").order_by(ServiceRecord.id)
    ).first()
    assert counts is not None
    with transaction():
        wish = Voiding(
            community_id=counts.community_id,
            record_id=counts.id,
            reason="记错了",
            asked_by_id=counts.proposed_by_id,
            asked_at=counts.proposed_at,
        )
        db.session.add(wish)
        db.session.flush()
        number = wish.id
        db.session.connection().connection.commit()
    return number


def _call(demand: Demand) -> int:
    """A call about a demand, which the demo has none of."""
    with transaction():
        call = Call(
            community_id=demand.community_id,
            demand_id=demand.id,
            person_id=_first(RoleGrant, column="person_id"),
            called_at=demand.submitted_at,
            spoke_with="本人",
            said="说过了",
            at=demand.submitted_at,
        )
        db.session.add(call)
        db.session.flush()
        number = call.id
        db.session.connection().connection.commit()
    return number


def _first(model: Any, *where: Any, column: str = "id") -> Any:
    return db.session.scalars(select(getattr(model, column)).where(*where).order_by(model.id)).first()


@pytest.fixture(autouse=True)
def _nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call sees the same community: what it changes is rolled back."""
    monkeypatch.setattr(transactions, "_commit", lambda: db.session.rollback())


def address(rule: Rule, things: dict[str, Any]) -> str:
    """The address of a rule with real things in it."""
    values = {"community": "guihua", **things}
    if rule.endpoint.startswith("moderation."):
        values["number"] = things[next((name for part, name in APART.items() if part in rule.rule), "item")]
    if "comment_id" in rule.arguments:
        values["number"] = things["commented"]
    if "after_id" in rule.arguments:
        values["number"] = things["shown_after"]
    if rule.endpoint.startswith("media."):
        values["key"] = things["photo"]

    def _filled(match: re.Match[str]) -> str:
        converter, name = match["converter"] or "", match["name"]
        return converter[4:-1].split(",")[0].strip() if converter.startswith("any(") else str(values[name])

    return re.sub(r"<(?:(?P<converter>[^<>:]+):)?(?P<name>\w+)>", _filled, rule.rule)


def browser_of(demo: Flask, kind: str) -> FlaskClient:
    """A browser with this kind of person signed in."""
    client = demo.test_client()
    if kind == "visitor":
        return client
    with demo.app_context(), transaction():
        person = (
            db.session.get(PersonRow, demo.config["STRANGER"]) if kind == "stranger" else find_by_phone(PEOPLE[kind])
        )
        assert person is not None
        token = sessions.open_session(person, device="test")
        db.session.connection().connection.commit()
    client.environ_base["token"] = token
    return client


def answer_of(client: FlaskClient, method: str, path: str, things: dict[str, Any]) -> str:
    """`in`, or how one is kept out: `sign-in`, `403`, `404`."""
    with client.session_transaction() as cookie:
        cookie.clear()
        if client.environ_base.get("token"):
            cookie[sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
    named = {"shift": things["shift_id"], "shift_id": things["shift_id"], "price": 1, "version": 1}
    data = named if method == "POST" else None
    answer = client.open(path, method=method, data=data, headers={"Origin": "http://localhost"})
    answer.close()
    if answer.status_code >= 500:
        return f"BROKEN {answer.status_code}"
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return "sign-in"
    return str(answer.status_code) if answer.status_code in {401, 403, 404, 405} else "in"


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every route with each of its methods."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule


def test_every_route_answers_each_kind_of_person_as_written(demo: Flask, things: dict[str, Any]) -> None:
    browsers = {kind: browser_of(demo, kind) for kind in KINDS}
    lines = []
    for method, rule in rules(demo):
        path = address(rule, things)
        answers = " ".join(f"{answer_of(browsers[kind], method, path, things):<8}" for kind in KINDS)
        lines.append(f"{method:<4} {rule.rule:<72} {answers}".rstrip())
    table = "\n".join([f"{'':<4} {'':<72} {' '.join(f'{kind[:8]:<8}' for kind in KINDS)}".rstrip(), *lines]) + "\n"
    if os.environ.get("WRITE_ACCESS"):
        TABLE.write_text(table, encoding="utf-8")
    assert "BROKEN" not in table, "\n".join(line for line in lines if "BROKEN" in line)
    assert table == TABLE.read_text(encoding="utf-8")


def test_every_change_wants_a_token_but_for_two_switches_that_refuse_other_sites(
    demo: Flask, things: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects from a view that somebody takes out of CSRF protection."""
    monkeypatch.setitem(demo.config, "WTF_CSRF_ENABLED", True)
    client = browser_of(demo, "chief")
    changing = {rule.rule: address(rule, things) for method, rule in rules(demo) if method == "POST"}

    def _sent(path: str, site: str) -> TestResponse:
        with client.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
        return client.post(path, headers={"Accept-Language": "en", "Sec-Fetch-Site": site})

    refused = {rule for rule, path in changing.items() if "This form is too old" in _sent(path, "same-origin").text}
    assert set(changing) - refused == WITHOUT_TOKEN
    assert {_sent(path, "cross-site").status_code for path in WITHOUT_TOKEN} == {403}
