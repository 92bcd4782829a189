"""How codes reach a phone, and that nobody is served where they cannot."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from resident.accounts.actions import Asked, ask_for_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.channels import CodeMessage, register_channel
from resident.accounts.entrance.codes import Purpose
from resident.config import SettingsError
from resident.db import transaction
from resident.serving import require_servable

PHONE = "13800000001"


@pytest.fixture
def caught(app: Flask) -> Iterator[list[CodeMessage]]:
    """What a channel was given to send."""
    messages: list[CodeMessage] = []
    register_channel(app, messages.append)
    yield messages
    register_channel(app, None)


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """`settings(codes_to_log=True)`: the app set otherwise."""
    return lambda **others: monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], **others))


def _logged(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return out + err


def _ask(app: Flask, purpose: Purpose = Purpose.SIGN_IN) -> Asked:
    with app.app_context(), transaction():
        return ask_for_code(phone=PHONE, browser=Browser("at home"), purpose=purpose)


def test_a_channel_is_told_what_it_needs_and_shows_none_of_it(app: Flask, caught: list[CodeMessage]) -> None:
    _ask(app, Purpose.NUMBER)
    (message,) = caught
    assert (message.phone, message.purpose, message.minutes, message.language) == (PHONE, Purpose.NUMBER, 5, "zh_Hans")
    assert message.code.isdecimal()
    assert message.code not in repr(message)
    assert PHONE not in str(message)


@pytest.mark.parametrize("demo", [False, True])
def test_no_code_stands_in_the_log(app: Flask, settings, capsys: pytest.CaptureFixture[str], demo: bool) -> None:
    settings(demo=demo)
    _ask(app)
    assert not re.search(r"\b\d{6}\b", _logged(capsys))


def test_codes_stand_in_the_log_only_where_that_was_asked_for(
    app: Flask, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(codes_to_log=True)
    _ask(app)
    logged = _logged(capsys)
    assert re.search(r"\b\d{6}\b", logged)
    assert PHONE not in logged


def test_nobody_is_served_where_nobody_could_sign_in(app: Flask) -> None:
    with pytest.raises(SettingsError, match=r"RESIDENT_SIGN_IN=counter.*RESIDENT_CODES_TO_LOG=1"):
        require_servable(app)


@pytest.mark.parametrize("way_in", [{"codes_to_log": True}, {"sign_in": "counter"}, {"demo": True}])
def test_a_way_in_is_enough_to_be_served(app: Flask, settings, way_in: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        require_servable(app)
    settings(**way_in)
    require_servable(app)


def test_a_channel_is_a_way_in_as_long_as_there_is_one(app: Flask, caught: list[CodeMessage]) -> None:
    require_servable(app)
    register_channel(app, None)
    with pytest.raises(SettingsError):
        require_servable(app)


def test_codes_in_the_log_are_said_at_every_start(app: Flask, settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings(codes_to_log=True)
    for _ in range(2):
        require_servable(app)
        assert "can sign in as anybody" in _logged(capsys)
