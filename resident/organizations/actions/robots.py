"""The robot in a body's own group: set, taken away, tried."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.notifications.channels import lane_of_body
from resident.notifications.channels.lanes import lane_of, recovered
from resident.notifications.channels.robots import read_address
from resident.notifications.channels.sending import send
from resident.organizations.actions.bodies import lock_as_administrator
from resident.organizations.announcing import TRIAL
from resident.organizations.models import Organization, Robot
from resident.statements import entity
from resident.web.errors import Invalid, NotHere

NO_ADDRESS = _l("Copy the whole address of the robot from WeCom, DingTalk or Feishu. It is none of the three.")
_ROBOT = select(Robot).where(Robot.organization_id == bindparam("body")).with_for_update()


def set_robot(*, organization: Organization, address: str, secret: str = "", by: Actor) -> None:
    """Let a body hear of its work in its own group. Raises NotAllowed, Invalid("address")."""
    lock_as_administrator(organization=organization, by=by)
    found = read_address(address, secret)
    if found is None:
        raise Invalid("address", NO_ADDRESS)
    robot: Robot | None = entity(_ROBOT, body=organization.id)
    if robot is None:
        robot = Robot(community_id=organization.community_id, organization_id=organization.id)
        db.session.add(robot)
    robot.kind, robot.set_at = found.kind, clock.now()
    robot.key_encrypted, robot.secret_encrypted = encrypt(found.key), encrypt(found.secret) if found.secret else ""
    db.session.flush()
    recovered(lane_of(lane_of_body(organization.id)))  # what was wrong with the one before is no news of this one
    record("robot.changed", robot, by=by, organization=organization.id, kind=found.kind)


def end_robot(*, organization: Organization, by: Actor) -> None:
    """Take the robot away; what still waits for it goes nowhere. Twice is the same. Raises NotAllowed."""
    lock_as_administrator(organization=organization, by=by)
    robot: Robot | None = entity(_ROBOT, body=organization.id)
    if robot is not None:
        record("robot.ended", robot, by=by, organization=organization.id)
        db.session.delete(robot)
        db.session.flush()
        recovered(lane_of(lane_of_body(organization.id)))  # there is nothing left to mend


def try_robot(*, organization: Organization, by: Actor) -> None:
    """Have it say something in its group, now. Raises NotAllowed, NotHere where there is none."""
    lock_as_administrator(organization=organization, by=by)
    robot: Robot | None = entity(_ROBOT, body=organization.id)
    if robot is None:
        raise NotHere
    send(lane_of_body(organization.id), {"what": TRIAL}, rank=0, community_id=organization.community_id)
    record("robot.tried", robot, by=by, organization=organization.id)
