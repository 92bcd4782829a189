"""Crowds at the door: many people, or one person's three taps, at the same moment over HTTP."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Select, func, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.activities.models import Activity, ServiceRecord, Shift, SignUp
from resident.claims.models import ResidenceClaim
from resident.communities.models import Building, Grid
from resident.db import db, transaction
from resident.demands.models import Answer as GivenAnswer
from resident.demands.models import Comment, Demand, DemandCategory
from resident.moderation.models import Proposal, ReviewItem
from resident.organizations.models import Organization
from resident.rewards.models import Redemption, Reward
from tests.at_once import at_once
from tests.load.browser import Answer, Browser, Fields
from tests.load.live import Live
from tests.load.place import Place, demand_fields, settle, stock_of, stranger
from tests.makers.activities import make_place, make_record, make_shift

CROWD = 50
AS_SENT = "%Y-%m-%dT%H:%M"  # a moment, as a browser sends it
TAPS = 3
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("load"), pytest.mark.timeout(900)]


def _tap(browser: Browser, path: str, fields: Fields) -> Callable[[], Answer]:
    def _run() -> Answer:
        try:
            return browser.post(path, fields)
        finally:
            browser.close()

    return _run


def _crowd(live: Live, people: tuple[int, ...], page: str, action: str) -> list[Answer]:
    """All of them have the page open; all of them press the button at the same moment."""
    browsers = live.sign_in(people)
    opened = [browser.get(page).form(action) for browser in browsers]
    return at_once([_tap(browser, action, fields) for browser, fields in zip(browsers, opened, strict=True)])


def _taps(live: Live, place: Place, person: int, page: str, action: str, fields: Fields) -> str:
    """One person's three taps on one open form; where all of them lead."""
    (browser,) = live.sign_in([person])
    browser.get(f"{place.path}/demands")  # pages without a community in their address are about the one seen last
    filled = browser.get(page).form(action) | fields
    browser.close()
    answers = at_once([_tap(browser.twin(), action, filled) for _ in range(TAPS)])
    assert {answer.status for answer in answers} == {303}, answers[0].text
    (location,) = {answer.location for answer in answers}
    return location


def _count(live: Live, rows: Select[tuple[int]]) -> int:
    with live.app.app_context():
        return db.session.scalar(rows) or 0


def test_fifty_people_redeem_the_last_three(live: Live) -> None:
    place = settle(live, "last-three", people=CROWD)
    page = f"{place.path}/rewards/{place.reward}"
    answers = _crowd(live, place.people, page, f"{page}/redeem")
    assert Counter(answer.status for answer in answers) == {303: 3, 409: CROWD - 3}
    pickups = {answer.location for answer in answers if answer.status == 303}
    assert len(pickups) == 3
    assert all("/me/redemptions/" in pickup for pickup in pickups)
    assert all("Nothing of this is left" in answer.text for answer in answers if answer.status == 409)
    assert stock_of(live, place) == 0
    assert _count(live, select(func.count(Redemption.id)).where(Redemption.reward_id == place.reward)) == 3
    assert live.audit()[0] == 0, live.audit()[1]


def test_fifty_people_sign_up_for_the_last_place(live: Live) -> None:
    place = settle(live, "last-place", people=CROWD)
    page = f"{place.path}/activities/{place.activity}"
    answers = _crowd(live, place.people, page, f"{page}/sign-up")
    assert Counter(answer.status for answer in answers) == {303: 1, 409: CROWD - 1}
    assert _count(live, select(func.count(SignUp.id)).where(SignUp.shift_id == place.shift)) == 1
    assert _count(live, select(Shift.taken).where(Shift.id == place.shift)) == 1


@pytest.fixture
def place(live: Live, request: pytest.FixtureRequest) -> Place:
    """A small community of its own for each test."""
    return settle(live, request.node.originalname.removeprefix("test_").replace("_", "-")[:40], people=1, capacity=3)


def test_tapping_three_times_raises_one_demand(live: Live, place: Place) -> None:
    action = f"{place.path}/demands/new"
    location = _taps(live, place, place.people[0], action, action, demand_fields(place, "电梯停在五楼不动"))
    raised = select(func.count(Demand.id)).where(Demand.title == "电梯停在五楼不动")
    assert _count(live, raised) == 1
    assert location.startswith(f"{place.path}/demands/")


def test_tapping_three_times_writes_one_comment(live: Live, place: Place) -> None:
    page = f"{place.path}/demands/{place.demand}"
    location = _taps(live, place, place.people[0], page, f"{page}/comments", {"body": "我家也是，昨晚开始的。"})
    written = select(func.count(Comment.id)).where(Comment.author_id == place.people[0])
    assert _count(live, written) == 1
    assert location == f"{page}#comments"


def test_tapping_three_times_redeems_one_reward(live: Live, place: Place) -> None:
    page = f"{place.path}/rewards/{place.reward}"
    _taps(live, place, place.people[0], page, f"{page}/redeem", {})
    assert _count(live, select(func.count(Redemption.id)).where(Redemption.person_id == place.people[0])) == 1
    assert stock_of(live, place) == 2
    assert live.audit()[0] == 0, live.audit()[1]


def test_tapping_three_times_claims_one_home(live: Live, place: Place) -> None:
    person = stranger(live, place)
    fields = {"building_id": str(place.building), "unit": "2", "room": "502"}
    location = _taps(live, place, person, "/me/household", "/me/household", fields)
    assert location == "/me/household"
    assert _count(live, select(func.count(ResidenceClaim.id)).where(ResidenceClaim.person_id == person)) == 1
    assert _count(live, select(func.count(ReviewItem.id)).where(ReviewItem.author_id == person)) == 1


def test_tapping_three_times_takes_one_place(live: Live, place: Place) -> None:
    page = f"{place.path}/activities/{place.activity}"
    _taps(live, place, place.people[0], page, f"{page}/sign-up", {})
    assert _count(live, select(func.count(SignUp.id)).where(SignUp.person_id == place.people[0])) == 1
    assert _count(live, select(Shift.taken).where(Shift.id == place.shift)) == 1


def test_tapping_three_times_supports_once(live: Live, place: Place) -> None:
    page = f"{place.path}/demands/{place.demand}"
    _taps(live, place, place.people[0], page, f"{page}/support", {})
    counted = select(Demand.support_count).where(Demand.community_id == place.community, Demand.number == place.demand)
    assert _count(live, counted) == 1


NAMED = {"name_zh_Hans": "新的", "name_en": "New"}
SOON = (clock.now() + timedelta(days=30)).date().isoformat()
SHIFT = {
    "name_zh_Hans": "上午",
    "place_zh_Hans": "活动室",
    "starts_at": f"{SOON}T09:00",
    "ends_at": f"{SOON}T11:00",
    "capacity": "5",
    "sign_up_until": "",
}
ON_ONE_DAY = {"day": SOON, "starts_at": "09:00", "ends_at": "11:00"}
ACTIVITY = {
    "title_zh_Hans": "种树",
    "body_zh_Hans": "一起种树。",
    "risks_zh_Hans": "铁锹。",
    "picture": "dumpling",
    "contact_name": "赵秀英",
}
STAFF_FORMS = {
    "category": ("/admin/categories/new", DemandCategory, NAMED),
    "grid": ("/admin/grids/new", Grid, NAMED),
    "building": ("/admin/buildings/new", Building, NAMED | {"grid": "{grid}"}),
    "organization": ("/admin/organizations/new", Organization, NAMED | {"kind": "merchant"}),
    "reward": (
        "/rewards/new",
        Reward,
        NAMED | {"picture": "gift", "price": "10", "per_person": "", "stock": "5", "organization_id": "{body}"},
    ),
    "activity": ("/activities/new", Activity, ACTIVITY | SHIFT | ON_ONE_DAY | {"organization": "{body}"}),
    "shift": ("/activities/{activity}/shifts/new", Proposal, SHIFT),  # its words are read before it is called
}


@pytest.mark.parametrize("what", STAFF_FORMS)
def test_three_taps_of_the_staff_create_one(live: Live, what: str) -> None:
    place = settle(live, f"staff-{what}", people=0)
    path, table, typed = STAFF_FORMS[what]
    action = place.path + path.format(activity=place.activity)
    fields = {name: value.format(grid=place.grid, body=place.body) for name, value in typed.items()}
    rows = select(func.count(table.id)).where(table.community_id == place.community)
    before = _count(live, rows)
    _taps(live, place, place.chief, action, action, fields)
    assert _count(live, rows) == before + 1


def test_tapping_three_times_answers_once(live: Live, place: Place) -> None:
    page = f"{place.path}/demands/{place.demand}"
    _taps(live, place, place.chief, page, f"{page}/answer", {"answer": "门禁周三换新。"})
    answers = select(func.count(GivenAnswer.id)).where(GivenAnswer.community_id == place.community)
    assert _count(live, answers) == 1


def _first_hour(shift: Shift) -> dict[str, str]:
    """The first hour of a shift, as it is typed."""
    began = clock.local(shift.starts_at, "Asia/Shanghai")
    return {"started_at": began.strftime(AS_SENT), "ended_at": (began + timedelta(hours=1)).strftime(AS_SENT)}


def test_tapping_three_times_enters_minutes_once(live: Live, place: Place) -> None:
    with live.app.app_context(), transaction():
        shift = make_shift(db.session.get_one(Activity, place.activity), hours=-5)
        sign_up, hour = make_place(shift).id, _first_hour(shift)
    action = f"{place.path}/activities/roster/{sign_up}/minutes"
    _taps(live, place, place.chief, action, action, {**hour, "reason": "手机没电，没有扫码"})
    entered = select(func.count(ServiceRecord.id)).where(ServiceRecord.community_id == place.community)
    assert _count(live, entered) == 1


def test_tapping_three_times_corrects_minutes_once(live: Live, place: Place) -> None:
    with live.app.app_context(), transaction():
        shift = make_shift(db.session.get_one(Activity, place.activity), hours=-5)
        chief = db.session.get_one(PersonRow, place.chief)
        record, hour = make_record(shift, make_place(shift, seen=120).person, by=chief).id, _first_hour(shift)
    action = f"{place.path}/activities/hours/{record}/correct"
    _taps(live, place, place.chief, action, action, {**hour, "reason": "早走了一小时"})
    corrections = select(func.count(ServiceRecord.id)).where(ServiceRecord.corrects_id == record)
    assert _count(live, corrections) == 1
