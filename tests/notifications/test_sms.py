"""Text messages: codes that arrive, notices that matter, and what a provider may answer."""

import json
import logging
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import logs
from resident.accounts.actions import Asked, ask_for_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.identity import decrypt, is_newest
from resident.accounts.models import PersonRow
from resident.communities.models import Role
from resident.db import db, transaction
from resident.ids import CommunityId, PersonId
from resident.notifications.actions import choose_sms, notify
from resident.notifications.channels.delivering import LEASE
from resident.notifications.channels.matters import _READS
from resident.notifications.channels.outside import TRANSPORT
from resident.notifications.channels.sms import TEMPLATES, as_filed, put_danger
from resident.notifications.channels.sms.carrying import CARRIED, morning_after
from resident.notifications.channels.sms.templates import LONGEST_VALUE, ZONE
from resident.notifications.jobs import deliver_outbox
from resident.notifications.models import Notification, OutboxMessage
from resident.notifications.people import forget_person
from resident.web.errors import NotHere
from tests.conftest import MONDAY_MORNING, Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_staff
from tests.notifications.conftest import use
from tests.notifications.standin import StandIn

PHONE = "13800000001"
ALIYUN, TENCENT = "dysmsapi.aliyuncs.com", "sms.tencentcloudapi.com"


def _ask(app: Flask) -> Asked:
    with app.app_context(), transaction():
        return ask_for_code(phone=PHONE, browser=Browser("at home"))


def _deliver(app: Flask) -> None:
    with app.app_context():
        deliver_outbox()
        db.session.remove()


def _rows(app: Flask, channel: str) -> list[OutboxMessage]:
    with app.app_context():
        found = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.channel.startswith(channel)).order_by(OutboxMessage.id)
        ).all()
        db.session.expunge_all()
        return list(found)


def test_a_code_goes_through_alibaba_cloud(app: Flask, outside: StandIn) -> None:
    assert _ask(app) is Asked.SENT
    _deliver(app)
    (call,) = outside.calls
    assert (call.host, call.path, call.headers["x-acs-action"]) == (ALIYUN, "/", "SendSms")
    assert call.headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=LTAIkey,SignedHeaders=host;x-acs-")
    assert call.query | {"TemplateParam": ""} == {
        "PhoneNumbers": PHONE,
        "SignName": "桂花社区",
        "TemplateCode": "SMS_100",
        "TemplateParam": "",
    }
    values = json.loads(call.query["TemplateParam"])
    assert values["minutes"] == "5"
    assert values["code"].isdecimal()


def test_a_code_goes_through_tencent_cloud(app: Flask, outside: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    use(app, monkeypatch, "tencent")
    _ask(app)
    _deliver(app)
    (call,) = outside.calls
    assert (call.host, call.headers["x-tc-action"], call.headers["x-tc-version"]) == (TENCENT, "SendSms", "2021-01-11")
    assert call.headers["authorization"].startswith("TC3-HMAC-SHA256 Credential=AKIDkey/2026-03-02/sms/tc3_request")
    code = call.body.pop("TemplateParamSet")
    assert (len(code[0]), code[1]) == (6, "5")
    assert call.body == {
        "PhoneNumberSet": [f"+86{PHONE}"],
        "SmsSdkAppId": "1400006666",
        "SignName": "桂花社区",
        "TemplateId": "SMS_100",
    }


def test_somebody_signs_in_with_the_code_that_came(app: Flask, outside: StandIn, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
        make_person("李阿姨", phone=PHONE)
    client.post("/sign-in", data={"phone": PHONE})
    assert outside.calls == []  # nobody calls within a request
    _deliver(app)
    code = json.loads(outside.calls[0].query["TemplateParam"])["code"]
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303


def test_a_code_lies_encrypted_while_it_waits_and_nowhere_afterwards(
    app: Flask, outside: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    _ask(app)
    (waiting,) = _rows(app, "code")
    with app.app_context():
        secret = decrypt(waiting.secret_encrypted)
        assert is_newest(waiting.secret_encrypted)
    assert PHONE in secret
    assert PHONE not in waiting.secret_encrypted
    assert (waiting.payload, waiting.rank) == ({}, 0)
    outside.answers[ALIYUN] = (400, {"Code": "SignatureDoesNotMatch", "Message": f"PhoneNumbers={PHONE}"})
    _deliver(app)
    outside.answers.clear()
    outside.hangs_up = True
    with app.app_context():
        assert _rows(app, "code")[0].secret_encrypted
    said = "".join(capsys.readouterr())
    assert PHONE not in said
    assert json.loads(secret)["code"] not in said


def test_the_log_holds_no_address_that_was_called(
    app: Flask, outside: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects codes and numbers, which stand in the address of Alibaba Cloud, and keys of robots, which stand in theirs."""
    before = logging.getLogger().handlers[:]
    for name in ("httpx", "httpcore"):  # whatever a test before this one has set
        logging.getLogger(name).setLevel(logging.NOTSET)
    try:
        logs.setup()
        _ask(app)
        with caplog.at_level(logging.INFO):
            _deliver(app)
    finally:
        logging.getLogger().handlers = before
    code = json.loads(outside.calls[0].query["TemplateParam"])["code"]
    assert [word for word in (code, PHONE, ALIYUN) if word in caplog.text] == []


def test_a_code_is_tried_twice_within_a_minute_and_then_no_more(app: Flask, outside: StandIn, clock: Clock) -> None:
    _ask(app)
    outside.answers[ALIYUN] = (503, {"Code": "ServiceUnavailable", "Message": "busy"})
    for _ in range(12):
        _deliver(app)
        clock.advance(seconds=5)
    assert len(outside.calls) == 2
    (row,) = _rows(app, "code")
    assert (row.state, row.why, row.secret_encrypted) == ("given_up", "ServiceUnavailable", "")


def test_a_code_that_ran_out_is_not_sent_any_more(app: Flask, outside: StandIn, clock: Clock) -> None:
    _ask(app)
    clock.advance(seconds=60)
    _deliver(app)
    assert outside.calls == []
    assert (_rows(app, "code")[0].why, _rows(app, "code")[0].secret_encrypted) == ("too_late", "")


@pytest.mark.parametrize("trouble", ["slow", "hangs_up", "nonsense"])
def test_a_code_that_may_have_arrived_is_not_sent_twice(
    app: Flask, outside: StandIn, clock: Clock, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr("resident.notifications.channels.outside.PATIENCE", 0.5)
    if trouble == "nonsense":
        outside.answers[ALIYUN] = (200, b"<html>")
    else:
        setattr(outside, trouble, 1.5 if trouble == "slow" else True)
    _ask(app)
    _deliver(app)
    clock.moment += LEASE
    _deliver(app)
    assert len(outside.calls) == 1
    assert _rows(app, "code")[0].state == "unclear"


def test_a_provider_that_is_gone_or_slow_leaves_the_page_fast(
    app: Flask, outside: StandIn, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.slow = 3
    before = time.monotonic()
    assert client.post("/sign-in", data={"phone": PHONE}).status_code == 303
    assert time.monotonic() - before < 2
    outside.slow, outside.address = 0, "http://127.0.0.1:1"
    _deliver(app)
    assert (_rows(app, "code")[0].state, _rows(app, "code")[0].why) == ("waiting", "not_reached")


def test_a_host_whose_address_is_not_found_in_time_keeps_nobody_waiting(
    app: Flask, outside: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the worker, and the codes behind this one, from a resolver that does not answer."""
    found = threading.Event()
    monkeypatch.setattr("resident.notifications.channels.outside.PATIENCE", 0.5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_names, **_more: found.wait(20) and [])
    monkeypatch.setitem(app.extensions, TRANSPORT, lambda: httpx.AsyncHTTPTransport(trust_env=False))
    _ask(app)
    before = time.monotonic()
    _deliver(app)
    took = time.monotonic() - before
    found.set()
    assert took < 5
    assert _rows(app, "code")[0].why == "not_reached"


def test_a_redirect_is_followed_nowhere(app: Flask, outside: StandIn) -> None:
    outside.answers[ALIYUN] = (302, {})
    _ask(app)
    _deliver(app)
    assert [call.host for call in outside.calls] == [ALIYUN]
    assert _rows(app, "code")[0].why == "http_302"


ANSWERS = [
    ("aliyun", 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发小时级流控Permits:5"}, "waiting", ""),
    ("aliyun", 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"}, "given_up", ""),
    ("aliyun", 200, {"Code": "isv.BLACK_KEY_CONTROL_LIMIT", "Message": "黑名单管控"}, "given_up", ""),
    ("aliyun", 200, {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "账户余额不足"}, "waiting", "balance"),
    ("aliyun", 200, {"Code": "isv.OUT_OF_SERVICE", "Message": "业务停机"}, "waiting", "balance"),
    ("aliyun", 200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不合法"}, "waiting", "template"),
    ("aliyun", 200, {"Code": "isv.TEMPLATE_MISSING_PARAMETERS", "Message": "模板缺少变量"}, "waiting", "template"),
    ("aliyun", 200, {"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "签名不合法"}, "waiting", "signature"),
    ("aliyun", 404, {"Code": "InvalidAccessKeyId.NotFound", "Message": "not found"}, "waiting", "account"),
    ("aliyun", 400, {"Code": "InvalidTimeStamp.Expired", "Message": "expired"}, "waiting", "clock"),
    ("aliyun", 400, {"Code": "SignatureDoesNotMatch", "Message": "does not match"}, "waiting", "account"),
    ("aliyun", 200, {"Code": "isv.DOMESTIC_NUMBER_NOT_SUPPORTED", "Message": "国际模板"}, "waiting", "template"),
    ("aliyun", 200, {"Code": "isv.CUSTOMER_REFUSED", "Message": "用户已退订"}, "given_up", ""),
    ("aliyun", 200, {"Code": "isv.SOMETHING_NEW", "Message": "?"}, "waiting", ""),
    ("tencent", 200, {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit"}]}, "waiting", ""),
    ("tencent", 200, {"SendStatusSet": [{"Code": "FailedOperation.PhoneNumberInBlacklist"}]}, "given_up", ""),
    ("tencent", 200, {"SendStatusSet": [{"Code": "InvalidParameterValue.IncorrectPhoneNumber"}]}, "given_up", ""),
    (
        "tencent",
        200,
        {"SendStatusSet": [{"Code": "FailedOperation.InsufficientBalanceInSmsPackage"}]},
        "waiting",
        "balance",
    ),
    (
        "tencent",
        200,
        {"SendStatusSet": [{"Code": "FailedOperation.TemplateIncorrectOrUnapproved"}]},
        "waiting",
        "template",
    ),
    (
        "tencent",
        200,
        {"SendStatusSet": [{"Code": "FailedOperation.SignatureIncorrectOrUnapproved"}]},
        "waiting",
        "signature",
    ),
    ("tencent", 200, {"Error": {"Code": "AuthFailure.SignatureExpire"}}, "waiting", "clock"),
    ("tencent", 200, {"Error": {"Code": "AuthFailure.SecretIdNotFound"}}, "waiting", "account"),
    ("tencent", 200, {"Error": {"Code": "InternalError"}}, "waiting", ""),
    ("tencent", 200, {"Error": {"Code": "LimitExceeded.AppMainlandChinaDailyLimit"}}, "waiting", "balance"),
    (
        "tencent",
        200,
        {"SendStatusSet": [{"Code": "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone"}]},
        "waiting",
        "template",
    ),
]


@pytest.mark.parametrize(("provider", "status", "said", "state", "stopped"), ANSWERS)
def test_real_errors_wait_end_or_stop_the_way(
    app: Flask,
    outside: StandIn,
    told: int,
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
    status: int,
    said: dict[str, object],
    state: str,
    stopped: str,
) -> None:
    use(app, monkeypatch, provider)
    outside.answers = {ALIYUN: (status, said), TENCENT: (status, {"Response": said})}
    _tell(app, told)
    _deliver(app)
    (row,) = _rows(app, "sms")
    assert row.state == state
    if stopped:
        assert row.why == stopped
        heard = [one.params["why"] for one in _inbox(app) if one.kind == "notifications.channel_stopped"]
        assert heard == [stopped]


@pytest.fixture
def told(app: Flask) -> int:
    """Somebody with a number, in a community with an administrator."""
    with app.app_context(), transaction():
        community = make_community("guihua")
        make_staff(community, Role.ADMINISTRATOR)
        return make_person("李阿姨", phone=PHONE).id


def _tell(app: Flask, person: int, kind: str = "demands.resolved") -> None:
    with app.app_context(), transaction():
        notify([PersonId(person)], kind, path="/c/guihua/demands/12", title="李阿姨的门禁", number=12, danger="gas")


def _inbox(app: Flask) -> list[Notification]:
    with app.app_context():
        return list(db.session.scalars(select(Notification)).all())


def test_what_matters_comes_by_text_message_without_a_word_of_anybody(app: Flask, outside: StandIn, told: int) -> None:
    _tell(app, told)
    _tell(app, told, "demands.approved")
    _deliver(app)
    (call,) = outside.calls
    assert (call.query["TemplateCode"], json.loads(call.query["TemplateParam"])) == ("SMS_102", {"number": "12"})
    assert "门禁" not in repr([(one.payload, one.secret_encrypted) for one in _rows(app, "sms")])


def test_a_kind_is_switched_off_and_on_by_its_person(app: Flask, outside: StandIn, told: int) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(PersonRow, told)
        for _ in range(2):
            choose_sms(kind="done", is_wanted=False, by=person.value)
        with pytest.raises(NotHere):
            choose_sms(kind="code", is_wanted=False, by=person.value)
    _tell(app, told)
    _deliver(app)
    assert (outside.calls, _rows(app, "sms")[0].why) == ([], "switched_off")
    with app.app_context(), transaction():
        for _ in range(2):
            choose_sms(kind="done", is_wanted=True, by=db.session.get_one(PersonRow, told).value)
    _tell(app, told)
    _deliver(app)
    assert len(outside.calls) == 1


def test_nights_are_quiet_but_for_danger(app: Flask, outside: StandIn, told: int, clock: Clock) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=12, minutes=30)
    _tell(app, told)
    _tell(app, told, "demands.danger")
    _deliver(app)
    assert [call.query["TemplateCode"] for call in outside.calls] == ["SMS_104"]
    assert json.loads(outside.calls[0].query["TemplateParam"]) == {"number": "12", "time": "21:30"}
    clock.moment = MONDAY_MORNING + timedelta(hours=23)
    _deliver(app)
    assert [call.query["TemplateCode"] for call in outside.calls] == ["SMS_104", "SMS_102"]


def test_who_works_at_any_hour_is_told_at_any_hour(app: Flask, outside: StandIn, told: int, clock: Clock) -> None:
    clock.moment = MONDAY_MORNING + timedelta(hours=12, minutes=30)
    for more in ({}, {"at_any_hour": True}):
        with app.app_context(), transaction():
            notify([PersonId(told)], "demands.to_you", path="/c/guihua/demands/12", title="停水", number=12, **more)
    _deliver(app)
    assert [one.state for one in _rows(app, "sms")] == ["waiting", "delivered"]
    assert json.loads(outside.calls[0].query["TemplateParam"]) == {"number": "12"}


def test_what_was_read_meanwhile_and_whose_account_is_closed_is_not_sent(
    app: Flask, outside: StandIn, told: int
) -> None:
    _tell(app, told)
    with app.app_context(), transaction():
        for one in db.session.scalars(select(Notification)):
            one.read_at = MONDAY_MORNING
    _deliver(app)
    _tell(app, told)
    with app.app_context(), transaction():
        db.session.get_one(PersonRow, told).phone_encrypted = ""
    _deliver(app)
    _tell(app, told)
    with app.app_context(), transaction():
        forget_person(db.session.get_one(PersonRow, told).value)
    _deliver(app)
    assert outside.calls == []
    assert [one.why for one in _rows(app, "sms")] == ["read", "no_number", "no_number"]


@pytest.mark.parametrize(("http", "state"), [(500, "unclear"), (502, "unclear"), (503, "waiting"), (403, "waiting")])
def test_a_fault_over_there_that_says_nothing_of_a_code_is_unclear(
    app: Flask, outside: StandIn, http: int, state: str
) -> None:
    outside.answers[ALIYUN] = (http, b"<html>")
    _ask(app)
    _deliver(app)
    assert _rows(app, "code")[0].state == state


def test_nothing_leaves_a_demo(app: Flask, outside: StandIn, told: int, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], demo=True))
    _ask(app)
    _tell(app, told)
    _deliver(app)
    assert (outside.calls, _rows(app, "sms"), _rows(app, "code")) == ([], [], [])


def test_a_variable_holds_six_signs_of_ours() -> None:
    for template in TEMPLATES.values():
        assert all(len(value) <= LONGEST_VALUE for value in template.examples.values())
    params = {"number": 999999, "starts_at": "2026-12-31T10:30:00+00:00", "title": "x" * 99, "danger": "gas"}
    for kind, carried in CARRIED.items():
        values = carried.values(params, MONDAY_MORNING)
        assert list(values) == list(TEMPLATES[carried.template].examples), kind
        assert all(len(value) <= LONGEST_VALUE for value in values.values())


@pytest.mark.parametrize(
    ("hour", "until"), [(20.99, None), (21, 35 - 3), (23.5, 32), (31.99, 32), (32, None), (8, None)]
)
def test_the_quiet_hours_end_at_eight(hour: float, until: float | None) -> None:
    midnight = MONDAY_MORNING - timedelta(hours=9)
    morning = morning_after(midnight + timedelta(hours=hour))
    assert morning == (None if until is None else midnight + timedelta(hours=until))
    assert ZONE == "Asia/Shanghai"


def test_the_words_to_file_are_printed_as_each_provider_writes_them(app: Flask, outside: StandIn) -> None:
    said = app.test_cli_runner().invoke(args=["sms", "templates"]).output
    assert "您的验证码是${code}，${minutes}分钟内有效。" in said
    assert "RESIDENT_SMS_TEMPLATE_CODE  SMS_100" in said
    said = app.test_cli_runner().invoke(args=["sms", "templates", "--provider", "tencent"]).output
    assert "有名额了，{1}{2}开始" in said
    assert all(
        as_filed(one, "tencent", "https://a.cn") in said.replace("http://127.0.0.1:8000", "https://a.cn")
        for one in TEMPLATES.values()
    )


def test_the_switches_stand_on_a_page_of_their_own(app: Flask, outside: StandIn, told: int, sign_in) -> None:
    browser = sign_in(told)
    assert "/me/notifications/sms" in browser.get("/me/settings").get_data(as_text=True)
    assert browser.post("/me/notifications/sms/done", data={"on": "0"}).status_code == 303
    page = browser.get("/me/notifications/sms").get_data(as_text=True)
    assert page.count('aria-pressed="true"') == 2
    assert browser.post("/me/notifications/sms/code", data={"on": "0"}).status_code == 404
    assert {"text_messages_off": "done"} in browser.get("/me/data/file").get_json()["messages"]


def test_while_codes_do_not_arrive_the_pages_say_so_of_every_number(
    app: Flask, outside: StandIn, client: FlaskClient, told: int
) -> None:
    """Told alike whether a number is known; and each code is tried, so that the first that arrives ends it."""
    english, sign = {"Accept-Language": "en"}, "Codes cannot be sent at the moment"
    client.post("/sign-in", data={"phone": PHONE})
    assert sign not in client.get("/sign-in/code", headers=english).text
    outside.answers[ALIYUN] = (200, {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "账户余额不足"})
    _deliver(app)
    assert sign in app.test_client().get("/sign-in", headers=english).text
    for phone in (PHONE, "13900000009"):
        browser = app.test_client()
        assert browser.post("/sign-in", data={"phone": phone}).status_code == 303
        page = browser.get("/sign-in/code", headers=english).text
        assert sign in page
        assert "Sent to" not in page
    outside.answers.clear()
    _deliver(app)
    assert sign not in app.test_client().get("/sign-in", headers=english).text


def test_a_number_on_duty_is_not_told_of_danger_that_somebody_has_seen(
    app: Flask, outside: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seen, calls in ((False, 1), (True, 1)):
        monkeypatch.setitem(_READS, "trouble", lambda _matter, seen=seen: None if seen else {})
        with app.app_context(), transaction():
            put_danger(PHONE, {"number": "12", "time": "21:30"}, {"what": "trouble"}, community_id=CommunityId(1))
        _deliver(app)
        assert len(outside.calls) == calls
    assert [(one.why, one.secret_encrypted) for one in _rows(app, "sms")] == [("", ""), ("overtaken", "")]


def test_a_code_of_half_a_minute_is_sent_and_said_to_hold_one(
    app: Flask, outside: StandIn, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], code_lifetime=30))
    _ask(app)
    _deliver(app)
    assert json.loads(outside.calls[0].query["TemplateParam"])["minutes"] == "1"
    clock.advance(hours=1)
    _ask(app)
    clock.advance(seconds=30)
    _deliver(app)
    assert len(outside.calls) == 1
