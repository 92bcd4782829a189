"""Group robots of WeCom, DingTalk and Feishu: their addresses, signatures, messages and answers, as each defines them.

https://developer.work.weixin.qq.com/document/path/91770,
https://open.dingtalk.com/document/orgapp/custom-robot-access and
https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

import base64
import enum
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from resident import clock
from resident.notifications.channels.outside import Answer, NoAnswer, NotReached, Request, call
from resident.notifications.channels.ways import UNTOLD, Ending, Outcome
from resident.patterns import Pattern

LONGEST_ADDRESS = 300
KEY = Pattern("[A-Za-z0-9_-]{16,128}", longest=LONGEST_ADDRESS)
LONGEST_TEXT = 2048  # bytes, in WeCom; the others take ten times as much
LONGEST_WHY = 60
JSON = {"Content-Type": "application/json; charset=utf-8"}
TOO_FAST, BLOCKED_FOR = 130101, timedelta(minutes=10)  # DingTalk, after more than twenty messages in a minute


class RobotKind(enum.StrEnum):
    """Whose group it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


BEGINNINGS = {
    RobotKind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    RobotKind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=",
    RobotKind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/",
}
# What the codes of each mean; of others the message is tried again later.
BROKEN = {
    RobotKind.WECOM: {-1, 45009, 45033},
    RobotKind.DINGTALK: {-1, 130101, 130102, 90018, 410100},
    RobotKind.FEISHU: {11232, 11233, 99991400},
}
STOPPED: dict[RobotKind, Mapping[int, str]] = {
    RobotKind.WECOM: {93000: "address", 93004: "address", 93008: "address", 40001: "address"},
    RobotKind.DINGTALK: {
        300001: "address",
        400101: "address",
        400102: "address",
        300005: "address",
        310000: "security",
    },
    RobotKind.FEISHU: {19001: "address", 19007: "address", 19021: "security", 19022: "security", 19024: "security"},
}


@dataclass(frozen=True)
class GroupRobot:
    """A robot in a group: its key is what its address ends in; with `secret` it signs."""

    kind: RobotKind
    key: str = field(repr=False)
    secret: str = field(repr=False, default="")

    @property
    def address(self) -> str:
        """Where it listens."""
        return BEGINNINGS[self.kind] + self.key


def read_address(text: str, secret: str = "") -> GroupRobot | None:
    """The robot of an address that was typed; None for every address but the three, compared part by part.

    Nothing of what was typed is called: the address is put together anew from ours and the key.
    """
    typed = text.strip()
    if len(typed) > LONGEST_ADDRESS or not typed.isascii() or not typed.isprintable():
        return None
    for kind, beginning in BEGINNINGS.items():
        key = typed.removeprefix(beginning)
        if key != typed and KEY.fullmatch(key) and _is_the_same(typed, beginning, key):
            return GroupRobot(kind, key, secret.strip())
    return None


def _is_the_same(typed: str, beginning: str, key: str) -> bool:
    """Whether a parser of addresses sees what a comparison of texts sees: no port, no user, nothing behind it."""
    found, ours = urlsplit(typed), urlsplit(beginning)
    return (found.scheme, found.netloc, found.fragment) == ("https", ours.netloc, "") and (
        (found.path, found.query) in {(ours.path, ours.query + key), (ours.path + key, "")}
    )


def message_of(robot: GroupRobot, text: str, now: datetime) -> Request:
    """The request that says a text in the group."""
    body: dict[str, Any]
    url = robot.address
    if robot.kind is RobotKind.FEISHU:
        body = {"msg_type": "text", "content": {"text": text}}
        if robot.secret:
            timestamp = str(int(now.timestamp()))
            body |= {"timestamp": timestamp, "sign": _hmac(f"{timestamp}\n{robot.secret}".encode(), b"")}
    else:
        body = {"msgtype": "text", "text": {"content": text}}
        if robot.kind is RobotKind.DINGTALK and robot.secret:
            timestamp = str(int(now.timestamp() * 1000))
            sign = _hmac(robot.secret.encode(), f"{timestamp}\n{robot.secret}".encode())
            url += f"&timestamp={timestamp}&sign={quote(sign, safe='')}"
    return Request(url, JSON, json.dumps(body, ensure_ascii=False).encode())


def outcome_of(kind: RobotKind, answer: Answer) -> Outcome:
    """What an answer means. They all answer 200, and say in the body whether it was taken."""
    code = answer.said.get("code", answer.said.get("StatusCode")) if kind is RobotKind.FEISHU else None
    code = answer.said.get("errcode") if kind is not RobotKind.FEISHU else code
    if not isinstance(code, int):
        is_taken = answer.http < 300 or answer.http in UNTOLD
        return Outcome(Ending.UNCLEAR if is_taken else Ending.BROKEN, f"http_{answer.http}")
    if code == 0:
        return Outcome(Ending.DELIVERED)
    if code in BROKEN[kind]:
        return Outcome(Ending.BROKEN, f"{kind} {code}", clock.now() + BLOCKED_FOR if code == TOO_FAST else None)
    if code in STOPPED[kind]:
        return Outcome(Ending.STOPPED, STOPPED[kind][code])
    return Outcome(Ending.AGAIN, f"{kind} {code}"[:LONGEST_WHY])


def say(robot: GroupRobot, text: str) -> Outcome:
    """Say a text in a group, now."""
    try:
        return outcome_of(robot.kind, call(message_of(robot, text, clock.now())))
    except NotReached:
        return Outcome(Ending.BROKEN, "not_reached")
    except NoAnswer:
        return Outcome(Ending.UNCLEAR, "no_answer")


def _hmac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()
