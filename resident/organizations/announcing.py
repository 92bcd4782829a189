"""What a body's robot says in its group: which matters wait there, never what they are about or who is concerned.

Groups speak Chinese. A name, a title, a door, a number to call or a photo never leaves; the building only of what is
public; the link asks for sign-in.
"""

from collections.abc import Mapping, Sequence
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
from resident.notifications.channels.matters import as_it_is
from resident.notifications.channels.robots import LONGEST_TEXT, GroupRobot, RobotKind, say
from resident.notifications.channels.sending import send
from resident.notifications.channels.sms import day_of, morning_after
from resident.notifications.channels.ways import Channel, Ending, Outcome, Ready, body_of, lane_of_body
from resident.notifications.models import OutboxMessage
from resident.organizations.models import Organization, OrganizationKind, Robot
from resident.statements import column, entity, value, written

TRIAL, HANDED, DANGER = "trial", "handed", "danger"
GATHERS, PACE = 20, timedelta(minutes=1)
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


def announce(
    organization_id: int | None, *, community_id: CommunityId, demand: int, after: timedelta, at_any_hour: bool = False
) -> None:
    """Have a demand said in a body's group, if it has a robot; several within a minute are said together.

    `at_any_hour` also at night, and alone. Who knows the demand (`register_matter`) says its number, category, building and until when, as it is said.
    """
    if organization_id is not None and value(_HAS_ROBOT, body=organization_id):
        matter = {"what": HANDED, "demand": demand, "body": organization_id}
        rank = 0 if at_any_hour else 1
        send(lane_of_body(organization_id), matter, after=after, community_id=community_id, rank=rank)


def announce_danger(*, community_id: CommunityId, demand: int) -> None:
    """Have danger said in the committee's group at once, at whatever hour."""
    for organization_id in column(_OF_COMMITTEE, community=community_id):
        matter = {"what": DANGER, "demand": demand}
        send(lane_of_body(organization_id), matter, rank=0, community_id=community_id)


def _prepare(messages: Sequence[OutboxMessage]) -> Ready:
    row: Robot | None = entity(_ROBOT, body=body_of(messages[0].channel))
    if row is None:
        return Outcome(Ending.NEEDLESS, "no_robot")
    if settings().demo:
        return Outcome(Ending.NEEDLESS, "demo")
    matters = [matter for one in messages if (matter := as_it_is(one.payload)) is not None]
    if not matters:
        return Outcome(Ending.NEEDLESS, "overtaken")
    morning = morning_after(clock.now()) if messages[0].rank else None
    if morning is not None:
        return Outcome(Ending.NOT_YET, "night", morning)
    robot = GroupRobot(RobotKind(row.kind), decrypt(row.key_encrypted), decrypt(row.secret_encrypted))
    link = f"{settings().public_url}/c/{community_by_id(row.community_id).slug}/desk"
    return partial(say, robot, words_of(matters, link))


def words_of(matters: Sequence[Mapping[str, Any]], link: str) -> str:
    """The text of one message: a trial, a danger, or the matters that wait, each once, as many as there is room for."""
    first = matters[0]
    if first["what"] == TRIAL:
        return f"邻里：这是一条测试消息。派给你们的诉求会在这里提醒。\n{link}"
    if first["what"] == DANGER:
        return f"邻里：紧急！{first['number']}号诉求可能有人身危险。请马上登录查看，并按“我已看到”。\n{link}"
    lines = list({one["number"]: _line(one) for one in matters}.values())
    head, foot, shown = f"邻里：有{len(lines)}件诉求待签收", f"请登录处理：{link}", list(lines)
    while len("\n".join((head, *shown, foot)).encode()) > LONGEST_TEXT:
        shown = [*shown[:-2], "……"]
    return "\n".join((head, *shown, foot))


def _line(matter: Mapping[str, Any]) -> str:
    parts = [f"{matter['number']}号"]
    parts += [in_language(matter[name], "zh_Hans")[0] for name in ("category", "building") if matter.get(name)]
    until = f"，{day_of(datetime.fromisoformat(matter['until']))}前" if matter.get("until") else ""
    return " · ".join(parts) + until


CHANNEL = Channel(_prepare, gathers=GATHERS, pace=PACE)
