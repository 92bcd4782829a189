"""What stood in a form before and is sent back as it was is taken, whatever the rules say of it today.

Protects whoever mends one word: a date that has passed meanwhile, a name longer than names may be now, a building that
was archived must not hold them up.
"""

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import clock
from resident.accounts.models import PersonRow
from resident.accounts.queries import find_by_phone
from resident.activities.models import Activity, ActivityState, Shift
from resident.claims.models import ClaimState, ResidenceClaim
from resident.communities.models import Building, CommunityRow, Grid
from resident.db import db, transaction
from resident.demands.models import Comment, CommentState, Demand, DemandCategory, DemandState
from resident.notices.models import Notice
from resident.organizations.models import Organization, OrganizationMember
from resident.rewards.models import Reward
from tests.house import test_access as access

demo, things, _nothing_stays = access.demo, access.things, access._nothing_stays
LONG = "从前的规矩比现在宽" * 60
EDITS = {
    "accounts.settings": "resident",
    "activities.edit": "manager",
    "admin.buildings.edit": "chief",
    "admin.categories.edit": "chief",
    "admin.grids.edit": "chief",
    "admin.organizations.edit": "chief",
    "admin.plans.edit": "chief",
    "admin.settings.contact": "chief",
    "admin.settings.goal": "chief",
    "admin.settings.points": "chief",
    "admin.settings.review": "chief",
    "claims.edit": "resident",
    "comments.edit": "resident",
    "demands.edit": "resident",
    "notices.edit": "chief",
    "shelves.edit": "chief",
    "shifts.edit": "manager",
}
OTHER_FORMS = "new, cancel, by_hand, correct, decide …: what they hold is new, not changed"


class Fields(HTMLParser):
    """The fields of each form of a page, as a browser would send them back untouched; texts with the line ends of browsers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.name = self.option = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"": one.get("action", "")})
        if not self.forms:
            return
        fields, name = self.forms[-1], one.get("name", "")
        if tag == "input" and name and one.get("type") not in {"file", "submit"}:
            if one.get("type") not in {"radio", "checkbox"} or "checked" in one:
                fields[name] = one.get("value", "y" if one.get("type") == "checkbox" else "")
        elif tag in {"textarea", "select"}:
            self.name = name
            if tag == "textarea":
                fields[name] = ""
        elif tag == "option" and ("selected" in one or self.name not in fields):
            fields[self.name] = one.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.name = ""

    def handle_data(self, data: str) -> None:
        if self.name and self.lasttag == "textarea":
            text = data[1:] if not self.forms[-1][self.name] and data.startswith("\n") else data
            self.forms[-1][self.name] += text.replace("\r\n", "\n").replace("\n", "\r\n")


def _first(model: Any, *where: Any) -> Any:
    return db.session.scalars(select(model).where(*where).order_by(model.id)).first()


@pytest.fixture(scope="module")
def old(demo: Flask, things: dict[str, Any]) -> dict[str, Any]:
    """Everything in the demo community is older than the rules of today."""
    with demo.app_context(), transaction():
        li, long_ago = find_by_phone(access.PEOPLE["resident"]), clock.now() - timedelta(days=400)
        assert li is not None
        two = {"zh_Hans": LONG, "en": LONG}
        db.session.get_one(PersonRow, li.id).display_name = "居委会主任 13800000001"
        building, category = _first(Building), _first(DemandCategory)
        building.name, building.position, building.archived_at = two, 123_456, long_ago
        building.grid.name, building.grid.position, building.grid.archived_at = two, 123_456, long_ago
        category.name, category.position, category.archived_at = two, 123_456, long_ago
        _name_alike(Grid, building.grid_id)
        body = _first(Organization)
        body.name, body.about, body.place, body.phone = two, {"zh_Hans": LONG * 5 + "\n\n末"}, two, "1" * 200
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        community.name, community.address, community.phone = two, two, "2" * 200
        notice = _first(Notice)
        notice.title, notice.body, notice.ends_on = two, {"zh_Hans": LONG * 6}, long_ago.date()
        community.review_promise_minutes, community.notice_days, community.pickup_days = 1, 999, 999
        community.points_per_hour, community.points_daily_cap, community.points_monthly_cap = 99_999, 999_999, 5
        reward = _first(Reward)
        reward.name, reward.about, reward.picture = two, {"en": LONG * 2}, "gone"
        reward.price, reward.per_person = 9_999_999, 99_999
        demand = _first(Demand, Demand.author_id == li.id, Demand.merged_into_id.is_(None))
        demand.title, demand.body, demand.spot, demand.state = LONG, LONG * 9, LONG, DemandState.CHANGES_ASKED
        demand.category_id, demand.building_id = category.id, building.id
        comment = _first(Comment, Comment.author_id == li.id)
        comment.body, comment.state = LONG * 2, CommentState.CHANGES_ASKED
        activity = db.session.get_one(Activity, things["activity_id"])
        manager = find_by_phone(access.PEOPLE["manager"])
        assert manager is not None
        led = _first(OrganizationMember, OrganizationMember.person_id == manager.id)
        shift = _first(Shift, Shift.starts_at > clock.now(), Shift.cancelled_at.is_(None))
        waiting = db.session.get_one(Activity, shift.activity_id)
        for one in (activity, waiting):
            one.title, one.body, one.risks, one.contact_name = two, {"zh_Hans": LONG * 3}, {"zh_Hans": ""}, LONG
            one.picture, one.organization_id = "gone", led.organization_id
        activity.state = ActivityState.CHANGES_ASKED
        shift.name, shift.place, shift.capacity = two, {"zh_Hans": ""}, 9_999
        shift.sign_up_until, shift.ends_at = clock.now() - timedelta(hours=1), shift.starts_at + timedelta(hours=30)
        claim = ResidenceClaim(
            community_id=community.id, person_id=li.id, building_id=building.id, unit="九百号", room="一 间", version=1,
            state=ClaimState.CHANGES_ASKED, submitted_at=long_ago,
        )  # fmt: skip
        db.session.add(claim)
        db.session.flush()
        found = {
            "building_id": building.id,
            "grid_id": building.grid_id,
            "category_id": category.id,
            "organization_id": body.id,
            "reward_id": reward.id,
            "number": demand.number,
            "comment_id": comment.id,
            "commented": db.session.get_one(Demand, comment.demand_id).number,
            "shift_id": shift.id,
            "activity_id": activity.id,
        }
        db.session.connection().connection.commit()
    return {**things, **found}


def _name_alike(model: Any, but: int) -> None:
    """Another one of the same name, from before names were told apart."""
    here = db.session.get_one(model, but)
    db.session.add(model(community_id=here.community_id, name=here.name))


def _edits(app: Flask) -> Iterator[tuple[str, Any]]:
    for rule in app.url_map.iter_rules():
        if (
            {"GET", "POST"} <= (rule.methods or set()) and rule.endpoint.rpartition(".")[2] in {"edit", "settings"}
        ) or (rule.endpoint.startswith("admin.settings.") and "POST" in (rule.methods or set())):
            yield rule.endpoint, rule


def _browser(demo: Flask, kind: str) -> FlaskClient:
    client = access.browser_of(demo, kind)
    with client.session_transaction() as cookie:
        cookie[access.sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
    return client


def test_every_form_that_changes_something_takes_back_what_stood_in_it(demo: Flask, old: dict[str, Any]) -> None:
    rules = dict(_edits(demo))
    assert set(rules) == set(EDITS), "a form to change something: who walks it here?"
    refused = {}
    for endpoint, rule in rules.items():
        client, path = _browser(demo, EDITS[endpoint]), access.address(rule, old)
        page = client.get(path, headers={"Accept-Language": "en"})
        assert page.status_code == 200, f"{endpoint}: {page.status_code}"
        (fields,) = [one for one in Fields(page.text).forms if {"version", "display_name", "claim"} & set(one)][:1]
        answer = client.post(path, data=fields, headers={"Accept-Language": "en"})
        if answer.status_code != 303:
            refused[endpoint] = [line for line in answer.text.splitlines() if "field__error" in line] or answer.status
    assert refused == {}
