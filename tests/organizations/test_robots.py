"""Group robots: which addresses are taken, how each signs, what is said, and what their answers mean."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import SYSTEM, Person, PersonRow
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.demands.actions import assign, change_category
from resident.demands.actions.pressing import listen
from resident.demands.models import Demand, DemandCategory, DemandState, Visibility
from resident.ids import PersonId
from resident.notifications.channels.lanes import is_none_stopped
from resident.notifications.channels.outside import TRANSPORT
from resident.notifications.channels.robots import BEGINNINGS, GroupRobot, RobotKind, message_of, read_address
from resident.notifications.jobs import deliver_outbox
from resident.notifications.models import Notification, OutboxMessage
from resident.organizations.actions import add_member, edit_organization, end_robot, set_robot, try_robot
from resident.organizations.announcing import HANDED, words_of
from resident.organizations.models import MemberRole, Organization, OrganizationKind, Robot
from resident.web.errors import Invalid, NotAllowed
from tests.conftest import MONDAY_MORNING, Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_building, make_community, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.organizations import make_organization
from tests.notifications.standin import StandIn, standing_in

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
WECOM = BEGINNINGS[RobotKind.WECOM] + KEY
HOST = "qyapi.weixin.qq.com"
GAS = "厨房煤气泄漏，快来人"
SignIn = Callable[[PersonId], FlaskClient]


@pytest.fixture
def outside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with standing_in() as stand_in:
        monkeypatch.setitem(app.extensions, TRANSPORT, stand_in.transport)
        yield stand_in


class Place:
    """Numbers of a community with a body, a robot in its group, and who administers it."""

    def __init__(self) -> None:
        community = make_community("guihua")
        self.administrator = make_staff(community, Role.ADMINISTRATOR).id
        self.worker = make_staff(community, Role.WORKER).id
        self.body = make_organization(community, name="安和物业").id
        self.committee = make_organization(community, OrganizationKind.COMMITTEE, "居委会").id
        self.resident = make_person("李阿姨").id
        self.category = make_category(community, "环境卫生").id
        self.community = community.id


@pytest.fixture
def place(app: Flask) -> Place:
    with app.app_context(), transaction():
        made = Place()
        for body in (made.body, made.committee):
            set_robot(organization=db.session.get_one(Organization, body), address=WECOM, by=_who(made.administrator))
    return made


def _who(person_id: PersonId) -> Person:
    return db.session.get_one(PersonRow, person_id).value


def _deliver(app: Flask) -> None:
    with app.app_context():
        deliver_outbox()
        db.session.remove()


@pytest.mark.parametrize("kind", RobotKind)
def test_the_three_addresses_are_taken_as_they_are_copied(kind: RobotKind) -> None:
    robot = read_address(f"  {BEGINNINGS[kind]}{KEY}\n", " SECabc ")
    assert robot == GroupRobot(kind, KEY, "SECabc")
    assert robot.address == BEGINNINGS[kind] + KEY
    assert KEY not in repr(robot)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com:443/cgi-bin/webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com:8080/cgi-bin/webhook/send?key=" + KEY,
        "https://somebody@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com@10.0.0.1/cgi-bin/webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com/cgi-bin/../webhook/send?key=" + KEY,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY + "&debug=1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY + "#x",
        "https://QYAPI.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY,
        "https://open.feishu.cn/open-apis/bot/v2/hook/" + KEY + "/../../x",
        "https://open.feishu.cn/open-apis/bot/v2/hook/" + KEY + "?x=1",
        "https://open.feishu.cn\\@10.0.0.1/open-apis/bot/v2/hook/" + KEY,
        "https://oapi.dingtalk.com/robot/send?access_token=",
        "https://oapi.dingtalk.com/robot/send?access_token=" + "密" * 20,
        "https://oapi.dingtalk.com/robot/send?access_token=" + "a" * 400,
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/robot/send?access_token=" + KEY,
    ],
)
def test_every_other_address_is_refused(address: str) -> None:
    assert read_address(address) is None


def test_dingtalk_is_signed_in_the_address() -> None:
    """https://open.dingtalk.com/document/orgapp/customize-robot-security-settings: over the moment in ms, keyed by the secret."""
    robot = GroupRobot(RobotKind.DINGTALK, KEY, "SEC000")
    request = message_of(robot, "你好", MONDAY_MORNING)
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert query["timestamp"] == str(int(MONDAY_MORNING.timestamp() * 1000))
    signed = hmac.new(b"SEC000", f"{query['timestamp']}\nSEC000".encode(), hashlib.sha256).digest()
    assert base64.b64decode(query["sign"]) == signed
    assert json.loads(request.body) == {"msgtype": "text", "text": {"content": "你好"}}


def test_feishu_is_signed_in_the_body_over_nothing() -> None:
    """https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: keyed by moment and secret, over an empty text."""
    request = message_of(GroupRobot(RobotKind.FEISHU, KEY, "demo"), "你好", MONDAY_MORNING)
    body = json.loads(request.body)
    key = f"{body['timestamp']}\ndemo".encode()
    assert body["timestamp"] == str(int(MONDAY_MORNING.timestamp()))
    assert base64.b64decode(body["sign"]) == hmac.new(key, b"", hashlib.sha256).digest()
    assert (body["msg_type"], body["content"]) == ("text", {"text": "你好"})
    assert "?" not in request.url


def test_an_administrator_sets_it_and_nobody_else_and_it_lies_encrypted(app: Flask, place: Place) -> None:
    with app.app_context(), transaction():
        body, administrator = db.session.get_one(Organization, place.body), _who(place.administrator)
        for who in (_who(place.worker), SYSTEM):
            with pytest.raises(NotAllowed):
                set_robot(organization=body, address=WECOM, by=who)
            with pytest.raises(NotAllowed):
                end_robot(organization=body, by=who)
            with pytest.raises(NotAllowed):
                try_robot(organization=body, by=who)
        with pytest.raises(Invalid):
            set_robot(organization=body, address="https://10.0.0.1/", by=administrator)
        set_robot(organization=body, address=BEGINNINGS[RobotKind.FEISHU] + KEY, secret="demo", by=administrator)
        row = db.session.scalars(select(Robot).where(Robot.organization_id == place.body)).one()
        assert (row.kind, decrypt(row.key_encrypted), decrypt(row.secret_encrypted)) == ("feishu", KEY, "demo")
        assert KEY not in repr([one.details for one in db.session.scalars(select(AuditEvent))])
        end_robot(organization=body, by=administrator)
        end_robot(organization=body, by=administrator)
        assert len(db.session.scalars(select(Robot)).all()) == 1


def _hand_over(app: Flask, place: Place, **about: object) -> int:
    with app.app_context(), transaction():
        made = make_demand(
            db.session.get_one(CommunityRow, place.community),
            state=DemandState.TO_ASSIGN,
            author=_row(place.resident),
            category_id=place.category,
            **about,
        )
        assign(demand=made, organization=db.session.get_one(Organization, place.body), by=_who(place.worker))
        return made.number


def _row(person_id: PersonId) -> PersonRow:
    return db.session.get_one(PersonRow, person_id)


def test_what_is_handed_over_is_said_in_the_group_without_what_it_is_about(
    app: Flask, place: Place, outside: StandIn, clock: Clock
) -> None:
    first, second = _hand_over(app, place, title="李阿姨家漏水"), _hand_over(app, place, title="门禁坏了")
    _deliver(app)
    assert outside.calls == []  # what can be undone waits a minute
    clock.advance(seconds=60)
    _deliver(app)
    (call,) = outside.calls
    assert (call.host, call.query) == (HOST, {"key": KEY})
    said = call.body["text"]["content"]
    assert said.startswith("邻里：有2件诉求待签收")
    assert f"{first}号 · 环境卫生" in said
    assert f"{second}号" in said
    assert "http://127.0.0.1:8000/c/guihua/desk" in said
    assert [word for word in ("李阿姨", "漏水", "门禁") if word in said] == []


def test_what_was_taken_away_meanwhile_is_not_said(
    app: Flask, place: Place, outside: StandIn, clock: Clock, sign_in: SignIn
) -> None:
    _hand_over(app, place)
    with app.app_context(), transaction():
        demand = db.session.scalars(select(Demand)).one()
        demand.holder_id = None
    clock.advance(minutes=2)
    _deliver(app)
    assert outside.calls == []
    assert _rows(app)[0].why == "overtaken"
    page = sign_in(place.administrator).get(
        f"/c/guihua/admin/organizations/{place.body}/robot", headers={"Accept-Language": "en"}
    )
    assert "The matter has gone on meanwhile." in page.text
    assert "It did not arrive" not in page.text


def _rows(app: Flask) -> list[OutboxMessage]:
    with app.app_context():
        found = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.channel.startswith("robot")).order_by(OutboxMessage.id)
        ).all()
        db.session.expunge_all()
        return list(found)


def test_a_night_is_quiet_and_a_robot_that_was_taken_away_says_nothing(
    app: Flask, place: Place, outside: StandIn, clock: Clock
) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=13)
    _hand_over(app, place)
    clock.advance(minutes=2)
    _deliver(app)
    assert outside.calls == []
    with app.app_context(), transaction():
        end_robot(organization=db.session.get_one(Organization, place.body), by=_who(place.administrator))
    clock.advance(hours=12)
    _deliver(app)
    assert (outside.calls, _rows(app)[0].why) == ([], "no_robot")


def test_what_is_hidden_over_night_is_said_without_its_building(
    app: Flask, place: Place, outside: StandIn, clock: Clock
) -> None:
    """Protects whoever lives there: the group reads what is public as it is said, not as it was handed over."""
    clock.moment = MONDAY_MORNING + timedelta(hours=13)
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        building = make_building(community, "18").id
    shown, hidden = _hand_over(app, place, building_id=building), _hand_over(app, place, building_id=building)
    with app.app_context(), transaction():
        db.session.scalars(select(Demand).where(Demand.number == hidden)).one().visibility = Visibility.COMMITTEE
        assert "18栋" not in repr([one.payload for one in db.session.scalars(select(OutboxMessage))])
    clock.advance(hours=12)
    _deliver(app)
    said = outside.calls[0].body["text"]["content"].splitlines()
    assert said[1].startswith(f"{shown}号 · 环境卫生 · 18栋")
    assert said[2].startswith(f"{hidden}号 · 环境卫生")
    assert "18栋" not in said[2]


def test_what_was_accepted_before_it_is_said_waits_for_nobody(
    app: Flask, place: Place, outside: StandIn, clock: Clock
) -> None:
    _hand_over(app, place)
    with app.app_context(), transaction():
        db.session.scalars(select(Demand)).one().state = DemandState.IN_HAND
    clock.advance(minutes=2)
    _deliver(app)
    assert (outside.calls, _rows(app)[0].why) == ([], "overtaken")


def test_many_long_lines_stay_within_what_a_group_takes() -> None:
    """WeCom takes 2048 bytes; a longer text would be refused, and with it all that was gathered."""
    matters = [
        {"what": HANDED, "number": 1000 + n, "category": {"zh_Hans": "环" * 40}, "building": {"zh_Hans": "栋" * 40}}
        for n in range(20)
    ]
    said = words_of(matters, "https://linli.example.cn/c/guihua/desk")
    assert len(said.encode()) <= 2048
    lines = said.splitlines()
    assert lines[0] == "邻里：有20件诉求待签收"
    assert (lines[1][:5], lines[-2]) == ("1000号", "……")
    assert lines[-1].endswith("/c/guihua/desk")


@pytest.mark.parametrize("is_supply", [True, False])
@pytest.mark.parametrize("works", [True, False])
def test_water_and_power_go_at_any_hour_to_a_body_that_works_round_the_clock(
    app: Flask, place: Place, outside: StandIn, clock: Clock, is_supply: bool, works: bool
) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=17)
    with app.app_context(), transaction():
        body = db.session.get_one(Organization, place.body)
        edit_organization(
            organization=body,
            version=body.version,
            kind=OrganizationKind(body.kind),
            name=body.name,
            works_at_any_hour=works,
            by=_who(place.administrator),
        )
        category = db.session.get_one(DemandCategory, place.category)
        change_category(
            category=category,
            version=category.version,
            name=category.name,
            goes_at_any_hour=is_supply,
            by=_who(place.administrator),
        )
        add_member(organization=body, person=_who(place.worker), role=MemberRole.MANAGER, by=_who(place.administrator))
    _hand_over(app, place)
    clock.advance(minutes=1)
    _deliver(app)
    assert len(outside.calls) == (1 if is_supply and works else 0)
    with app.app_context():
        told = db.session.scalars(select(Notification).where(Notification.kind == "demands.to_you")).all()
        assert [one.params.get("at_any_hour", False) for one in told] == [is_supply and works] * len(told)


def test_a_demo_calls_no_group(app: Flask, place: Place, outside: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], demo=True))
    with app.app_context(), transaction():
        try_robot(organization=db.session.get_one(Organization, place.body), by=_who(place.administrator))
    _deliver(app)
    assert (outside.calls, _rows(app)[0].why) == ([], "demo")


def test_a_robot_that_stopped_and_is_taken_away_is_no_trouble_any_more(
    app: Flask, place: Place, outside: StandIn
) -> None:
    outside.answers[HOST] = (200, {"errcode": 93000, "errmsg": "invalid webhook url"})
    with app.app_context(), transaction():
        try_robot(organization=db.session.get_one(Organization, place.body), by=_who(place.administrator))
    _deliver(app)
    with app.app_context(), transaction():
        assert is_none_stopped() is False
        end_robot(organization=db.session.get_one(Organization, place.body), by=_who(place.administrator))
        assert is_none_stopped()


def test_a_night_is_no_trouble_on_the_page_of_the_robot(
    app: Flask, place: Place, outside: StandIn, sign_in: SignIn, clock: Clock
) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=13)
    _hand_over(app, place)
    clock.advance(minutes=2)
    _deliver(app)
    page = sign_in(place.administrator).get(f"/c/guihua/admin/organizations/{place.body}/robot").text
    assert "night" not in page
    assert (_rows(app)[0].state, _rows(app)[0].why) == ("waiting", "")


@pytest.mark.parametrize(
    ("address", "host", "said", "state", "why"),
    [
        (WECOM, HOST, {"errcode": 45009, "errmsg": "api freq out of limit"}, "waiting", "wecom 45009"),
        (WECOM, HOST, {"errcode": 93000, "errmsg": "invalid webhook url"}, "waiting", "address"),
        (WECOM, HOST, {"errcode": 40058, "errmsg": "invalid parameter"}, "waiting", "wecom 40058"),
        (
            BEGINNINGS[RobotKind.DINGTALK] + KEY,
            "oapi.dingtalk.com",
            {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
            "waiting",
            "dingtalk 130101",
        ),
        (
            BEGINNINGS[RobotKind.DINGTALK] + KEY,
            "oapi.dingtalk.com",
            {"errcode": 310000, "errmsg": "sign not match"},
            "waiting",
            "security",
        ),
        (
            BEGINNINGS[RobotKind.FEISHU] + KEY,
            "open.feishu.cn",
            {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"},
            "waiting",
            "security",
        ),
        (BEGINNINGS[RobotKind.FEISHU] + KEY, "open.feishu.cn", {"code": 0, "msg": "success"}, "delivered", ""),
    ],
)
def test_a_200_with_an_error_code_is_an_error(
    app: Flask, place: Place, outside: StandIn, address: str, host: str, said: object, state: str, why: str
) -> None:
    with app.app_context(), transaction():
        body = db.session.get_one(Organization, place.body)
        set_robot(organization=body, address=address, by=_who(place.administrator))
        try_robot(organization=body, by=_who(place.administrator))
    outside.answers[host] = (200, said)
    _deliver(app)
    assert [(one.state, one.why) for one in _rows(app)] == [(state, why)]
    with app.app_context():
        told = db.session.scalars(
            select(Notification.person_id).where(Notification.kind == "notifications.channel_stopped")
        ).all()
    assert list(told) == ([place.administrator] if why in ("address", "security") else [])


def test_danger_is_said_in_the_committees_group_at_any_hour(
    app: Flask, place: Place, outside: StandIn, clock: Clock
) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=17)
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        listen(make_demand(community, title=GAS, author=_row(place.resident)))
    _deliver(app)
    (call,) = outside.calls
    said = call.body["text"]["content"]
    assert "紧急" in said
    assert "煤气" not in said
    assert _rows(app)[0].channel == f"robot:{place.committee}"


def test_the_pages_of_an_administrator(
    app: Flask, place: Place, outside: StandIn, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(place.administrator)
    here = f"/c/guihua/admin/organizations/{place.body}/robot"
    page = browser.get(here).get_data(as_text=True)
    assert KEY not in page
    assert f"…{KEY[-4:]}" in page
    wrong = browser.post(here, data={"address": "https://127.0.0.1/x", "secret": ""})
    assert wrong.status_code == 422
    assert "https://127.0.0.1/x" in wrong.get_data(as_text=True)
    assert browser.post(here, data={"address": WECOM, "secret": ""}).status_code == 303
    assert browser.post(f"{here}/try").status_code == 303
    outside.answers[HOST] = (200, {"errcode": 40058, "errmsg": "invalid parameter"})
    for _ in range(8):
        _deliver(app)
        clock.advance(minutes=130)
    assert _rows(app)[0].state == "given_up"
    browser = sign_in(place.administrator)
    listed = browser.get("/c/guihua/admin/deliveries").get_data(as_text=True)
    assert "安和物业" in listed
    outside.answers.clear()
    again = f"/c/guihua/admin/deliveries/{_rows(app)[0].id}"
    assert browser.post(again).status_code == 303
    assert browser.post(again).status_code == 409
    _deliver(app)
    assert _rows(app)[0].state == "delivered"
    assert browser.post(f"{here}/end").status_code == 303
    assert browser.post(f"{here}/try").status_code == 404
    assert sign_in(place.worker).get("/c/guihua/admin/deliveries").status_code == 403
