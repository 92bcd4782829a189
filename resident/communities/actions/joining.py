"""Using a slip: its code is tried, its door is looked at, and the home is confirmed, or somebody says what is wrong with it."""

import secrets
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Person
from resident.audit.actions import record
from resident.communities.actions.residence import ensure_membership, set_home
from resident.communities.context import community_of
from resident.communities.models import Community, HowConfirmed, Membership, Role, Slip, SlipMoved, SlipState, SlipUse
from resident.communities.queries import people_with_role, slip_behind
from resident.communities.queries.joined import untold_uses
from resident.communities.slip_codes import normal_code
from resident.config import settings
from resident.dates import day
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.statements import entity
from resident.web.errors import Conflict, Words

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY = 3  # as many wrong codes in a day as in so many hours
NO_CODE = _l("The code on the slip has ten digits.")
UNKNOWN = _l("This code opens nothing in this community. Compare the digits with the slip.")
TOO_MANY = _l("Too many wrong codes. Wait an hour, or say which home is yours: then the committee looks.")
WITHDRAWN = _l("The committee has withdrawn this slip. Ask it for a new one, or say which home is yours.")
FIRST_HOUR, LAST_HOUR = 9, 20
LATEST = 3  # days
_USE = select(SlipUse).where(
    SlipUse.community_id == bindparam("community"),
    SlipUse.slip_id == bindparam("slip"),
    SlipUse.person_id == bindparam("person"),
)


class SlipFull(Conflict):
    """Somebody was faster: the last place of the slip is taken."""

    title = _l("This slip has been used by as many people as it is for")
    message = _l("Let the committee look at it instead: press the second button on the page of the slip.")


class HomeChanged(Conflict):
    """Another home was confirmed after the page was shown."""

    title = _l("Something has changed")
    message = _l("Another home of yours was confirmed meanwhile. Look at the slip once more.")


class TriedSlip(NamedTuple):
    """The slip behind a code that works, or why there is none."""

    found: Slip | None
    refusal: Words = ""
    is_too_often: bool = False


def try_slip(*, community: Community, text: str, by: Person) -> TriedSlip:
    """Which slip this code belongs to, as long as it works; one whose places are taken shows its door all the same.

    A wrong code counts for the person, and after too many nothing is looked up for an hour. Does not raise: the answer
    is a refusal whose trace must be kept (`keep_refusal()`).
    """
    code = normal_code(text)
    if not code:
        return TriedSlip(None, NO_CODE)
    limit, key = settings().slip_tries_an_hour, str(by.id)
    if is_spent("slips", key, limit=limit, per=HOUR) or is_spent("slips", key, limit=limit * A_DAY, per=DAY):
        return TriedSlip(None, TOO_MANY, is_too_often=True)
    slip = slip_behind(community, code)
    if slip is None:
        hit("slips", key, limit=limit * A_DAY, per=DAY)
        return TriedSlip(None, UNKNOWN)
    if slip.state == SlipState.WITHDRAWN:
        return TriedSlip(None, WITHDRAWN)
    if not slip.is_in_time:
        return TriedSlip(
            None, _("This slip ran out on %(day)s. Ask for a new one, or say which home is yours.", day=day(slip.until))
        )
    return TriedSlip(slip)


def use_slip(*, slip: Slip, moves_from: int, by: Person) -> Membership:
    """Confirm by its slip that a home is one's own; `moves_from` is the home confirmed so far, as it was shown, or 0.

    Twice is the same, and who comes back to a home takes no second place. Raises SlipMoved for a slip that works no
    longer, SlipFull where all its places are taken, HomeChanged where another home was confirmed meanwhile.
    """
    lock(slip)
    if not slip.is_in_time:
        raise SlipMoved
    community = community_of(slip)
    membership = ensure_membership(community=community, person=by)
    lock(membership)
    home_now = membership.household_id if membership.confirmed_at is not None else None
    if home_now == slip.household_id:
        return membership
    if (home_now or 0) != moves_from:
        raise HomeChanged
    _take_place(slip, community, by)
    set_home(membership=membership, household=slip.household, how=HowConfirmed.SLIP, by=by)
    return membership


def disown_slip(*, slip: Slip, by: Person) -> None:
    """Say that a slip is of another home: it lay in the wrong letter box, and the committee should know. Once a day."""
    community = community_of(slip)
    if not hit("slips disowned", f"{by.id} {slip.id}", limit=1, per=DAY):
        return
    record("slip.disowned", slip, by=by, household_id=slip.household_id)
    home = slip.household
    notify(
        people_with_role(community, Role.ADMINISTRATOR),
        "communities.slip_disowned",
        path=f"/c/{community.slug}/admin/homes/{home.id}",
        community_id=community.id,
        building=home.building.name,
        unit=home.unit,
        room=home.room,
    )


def _take_place(slip: Slip, community: Community, by: Person) -> None:
    """One of the places of the slip; who had one before keeps it, and the others of the home hear of it once more."""
    now = clock.now()
    tell_at = others_hear_at(now, community.time_zone)
    for earlier in untold_uses(community, slip.household):
        earlier.tell_at = tell_at  # one message says it of all
    use: SlipUse | None = entity(_USE, community=slip.community_id, slip=slip.id, person=by.id)
    if use is not None:
        use.used_at, use.tell_at, use.told_at = now, tell_at, None
    elif slip.is_full:
        raise SlipFull
    else:
        slip.used += 1
        db.session.add(
            SlipUse(
                community_id=slip.community_id,
                slip_id=slip.id,
                person_id=by.id,
                household_id=slip.household_id,
                used_at=now,
                tell_at=tell_at,
            )
        )
    record("slip.used", slip, by=by, household_id=slip.household_id)
    db.session.flush()


def others_hear_at(now: datetime, zone: str) -> datetime:
    """When those of a home read that somebody joined: on one of the next three days, at a random minute of the day.

    The message stands in their inbox with its own moment, so one that came with the joining would say when that was,
    and to who saw somebody sit over a phone, who. Three days and twelve hours of each are wide enough that it tells
    nothing; where several join within them, one message says it of all.
    """
    then = clock.local(now, zone).date() + timedelta(days=1 + secrets.randbelow(LATEST))
    minute = secrets.randbelow((LAST_HOUR - FIRST_HOUR + 1) * 60)
    return datetime.combine(then, time(FIRST_HOUR + minute // 60, minute % 60), ZoneInfo(zone))
