"""An app that sends text messages, to a stand-in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from resident.accounts.entrance.channels import CHANNEL, HINDRANCE
from resident.config import SMS_KINDS, SmsSettings
from resident.db import db
from resident.notifications.channels.outside import TRANSPORT
from resident.notifications.channels.sms import are_held_up, put_code
from tests.notifications.standin import StandIn, standing_in

TEMPLATES = {kind: f"SMS_{number}" for number, kind in enumerate(SMS_KINDS, 100)}
PROVIDERS = {
    "aliyun": SmsSettings("aliyun", "LTAIkey", "secret-of-key", "桂花社区", TEMPLATES),
    "tencent": SmsSettings("tencent", "AKIDkey", "secret-of-key", "桂花社区", TEMPLATES, app="1400006666"),
}


@pytest.fixture
def outside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """What lies outside; text messages go through Alibaba Cloud."""
    with standing_in() as stand_in:
        monkeypatch.setitem(app.extensions, TRANSPORT, stand_in.transport)
        monkeypatch.setitem(app.extensions, CHANNEL, put_code)
        monkeypatch.setitem(app.extensions, HINDRANCE, are_held_up)
        use(app, monkeypatch, "aliyun")
        yield stand_in
    with app.app_context():
        db.session.remove()


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    """Send text messages through this provider from now on."""
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], sms=PROVIDERS[provider]))
