"""What a body's robot says in its group: which matters wait there, never what they are about or who is concerned.

Groups speak Chinese. A name, a title, a door, a number to call or a photo never leaves; the building only of what is
public; the link asks for sign-in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam, exists, select

from resident import clock
from resident.accounts.entrance.identity import decrypt
from resident.accounts.rotation import Kept
from resident.communities.context import community_by_id
from resident.config import settings
from resident.i18n import in_language
from resident.ids import CommunityId
from resident.notifications.channels.robots import GroupRobot, RobotKind, say
from resident.notifications.channels.sending import send
from resident.notifications.channels.sms import day_of, morning_after
from resident.notifications.channels.ways import Channel, Ending, Outcome, Ready
from resident.notifications.models import OutboxMessage
from resident.organizations.models import Organization, OrganizationKind, Robot
from resident.statements import column, entity, value, written

ROBOT, TRIAL, HANDED, DANGER = "robot", "trial", "handed", "danger"
GATHERS, PACE = 20, timedelta(minutes=1)
StillTrue = Callable[[int, Mapping[str, Any]], bool]
_STILL: dict[str, StillTrue] = {}
_ROBOT = select(Robot).where(Robot.organization_id == bindparam("body"))
_HAS_ROBOT = select(exists().where(Robot.organization_id == bindparam("body")))
_OF_COMMITTEE = (
    select(Robot.organization_id)
    .join(Organization, Organization.id == Robot.organization_id)
    .where(
        Organization.community_id == bindparam("community"),
        Organization.kind == written(OrganizationKind.COMMITTEE),
        Organization.archived_at.is_(None),
    )
    .order_by(Robot.id)
)
KEPT = Kept(Robot, select(Robot).order_by(Robot.id), ("key_encrypted", "secret_encrypted"))


def still_true(what: str, asks: StillTrue) -> None:
    """Name who knows whether a matter still waits: `asks(body, payload)`, just before it is said."""
    _STILL[what] = asks


def lane_of_body(organization_id: int) -> str:
    """The lane of a body's robot."""
    return f"{ROBOT}:{organization_id}"


def announce(
    organization_id: int | None, community_id: CommunityId, payload: dict[str, Any], *, after: timedelta
) -> None:
    """Have a matter said in a body's group, if it has a robot; several within a minute are said together."""
    if organization_id is not None and value(_HAS_ROBOT, body=organization_id):
        send(lane_of_body(organization_id), {"what": HANDED, **payload}, after=after, community_id=community_id)


def announce_danger(community_id: CommunityId, payload: dict[str, Any]) -> None:
    """Have danger said in the committee's group at once, at whatever hour."""
    for organization_id in column(_OF_COMMITTEE, community=community_id):
        send(lane_of_body(organization_id), {"what": DANGER, **payload}, rank=0, community_id=community_id)


def _prepare(messages: Sequence[OutboxMessage]) -> Ready:
    organization_id = int(messages[0].channel.partition(":")[2])
    row: Robot | None = entity(_ROBOT, body=organization_id)
    if row is None:
        return Outcome(Ending.NEEDLESS, "no_robot")
    matters = [one.payload for one in messages if _is_true(organization_id, one.payload)]
    if not matters:
        return Outcome(Ending.NEEDLESS, "overtaken")
    morning = morning_after(clock.now()) if messages[0].rank else None
    if morning is not None:
        return Outcome(Ending.NOT_YET, "night", morning)
    robot = GroupRobot(RobotKind(row.kind), decrypt(row.key_encrypted), decrypt(row.secret_encrypted))
    link = f"{settings().public_url}/c/{community_by_id(row.community_id).slug}/desk"
    return partial(say, robot, words_of(matters, link))


def _is_true(organization_id: int, payload: Mapping[str, Any]) -> bool:
    asks = _STILL.get(str(payload["what"]))
    return asks is None or asks(organization_id, payload)


def words_of(matters: Sequence[Mapping[str, Any]], link: str) -> str:
    """The text of one message: a trial, a danger, or the matters that wait, each once."""
    first = matters[0]
    if first["what"] == TRIAL:
        return f"邻里：这是一条测试消息。派给你们的诉求会在这里提醒。\n{link}"
    if first["what"] == DANGER:
        return f"邻里：紧急！{first['number']}号诉求可能有人身危险。请马上登录查看，并按“我已看到”。\n{link}"
    lines = list({one["number"]: _line(one) for one in matters}.values())
    return "\n".join((f"邻里：有{len(lines)}件诉求待签收", *lines, f"请登录处理：{link}"))


def _line(matter: Mapping[str, Any]) -> str:
    parts = [f"{matter['number']}号"]
    parts += [in_language(matter[name], "zh_Hans")[0] for name in ("category", "building") if matter.get(name)]
    until = f"，{day_of(datetime.fromisoformat(matter['until']))}前" if matter.get("until") else ""
    return " · ".join(parts) + until


CHANNEL = Channel(_prepare, gathers=GATHERS, pace=PACE)
