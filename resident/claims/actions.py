"""Saying where one lives, and the committee's word on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from resident import clock
from resident.accounts.models import Person, PersonRow
from resident.audit.actions import record
from resident.claims.models import PATH, ClaimMove, ClaimMoved, ClaimState, ResidenceClaim
from resident.claims.queries import open_claim
from resident.communities.actions import confirm_residence, ensure_membership
from resident.communities.context import community_of
from resident.communities.doors import door
from resident.communities.models import Building, Community
from resident.communities.queries import home_of
from resident.db import db, lock
from resident.i18n import LANGUAGES, in_language
from resident.i18n import lazy_gettext as _l
from resident.moderation import actions as moderation
from resident.notifications.actions import notify
from resident.web.errors import Invalid, NotAllowed

KIND = "residence"
UNIT = re.compile(r"(?:[1-9][0-9]?|(?![0-9]+$)[\w-]{1,10})?")
BEFORE_NUMBER = {"zh_Hans": "", "en": ", "}
ROOM = re.compile(r"[\w-]{1,10}")


@dataclass(frozen=True)
class Door:
    """A home as a person names it."""

    building_id: int
    unit: str
    room: str


def claim_residence(*, community: Community, at: Door, by: Person) -> ResidenceClaim:
    """Say where one lives, for the first time or after moving.

    Raises ClaimMoved while another claim is open; Invalid for a building of another community, for
    a unit or a room that cannot stand on a door, and for the home that is confirmed already.
    """
    ensure_membership(community=community, person=by)
    if open_claim(community.id, by.id) is not None:
        raise ClaimMoved
    claim = ResidenceClaim(community_id=community.id, person_id=by.id, submitted_at=clock.now())
    _write(claim, at)
    try:
        with db.session.begin_nested():
            db.session.add(claim)
    except IntegrityError:
        raise ClaimMoved from None
    _submit(claim)
    record("residence.claimed", claim, by=by)
    return claim


def change_claim(*, claim: ResidenceClaim, at: Door, by: Person) -> ResidenceClaim:
    """Correct what one said while it waits, or send it again after changes were asked.

    Raises NotAllowed for somebody else's claim, ClaimMoved once it is decided, Invalid as `claim_residence` does.
    """
    _hold_own(claim, by)
    if claim.state == ClaimState.CHANGES_ASKED:
        claim.submitted_at = clock.now()
    claim.move(ClaimMove.SUBMIT_AGAIN)
    _write(claim, at)
    claim.version += 1
    _submit(claim)
    record("residence.changed", claim, by=by)
    return claim


def withdraw_claim(*, claim: ResidenceClaim, by: Person) -> None:
    """Take it back; twice is the same. Raises NotAllowed for somebody else's claim, ClaimMoved once it is decided."""
    _hold_own(claim, by)
    if claim.state == ClaimState.WITHDRAWN:
        return
    claim.move(ClaimMove.WITHDRAW)
    moderation.withdraw(KIND, claim)
    record("residence.withdrawn", claim, by=by)
    db.session.flush()


def confirm_claim(claim_id: int, *, by: Person, reason: str) -> None:
    """The committee confirms: the home is the person's from now on, the one before is no longer."""
    claim = _decide(claim_id, ClaimMove.CONFIRM, by=by, reason=reason)
    community = community_of(claim)
    confirm_residence(
        community=community, person=claim.person.value, building=claim.building, unit=claim.unit, room=claim.room, by=by
    )


def refuse_claim(claim_id: int, *, by: Person, reason: str) -> None:
    """The committee does not confirm; a home confirmed before stays."""
    _decide(claim_id, ClaimMove.REFUSE, by=by, reason=reason)


def ask_claim_changes(claim_id: int, *, by: Person, reason: str) -> None:
    """The committee asks the person to look at it again."""
    _decide(claim_id, ClaimMove.ASK_CHANGES, by=by, reason=reason)


def forget_claims(person: Person) -> None:
    """An account that closes: nobody needs to know any more where its person said to live."""
    for claim in db.session.scalars(select(ResidenceClaim).where(ResidenceClaim.person_id == person.id)).all():
        moderation.withdraw(KIND, claim)
        moderation.forget(KIND, claim)
    db.session.execute(delete(ResidenceClaim).where(ResidenceClaim.person_id == person.id))


def _write(claim: ResidenceClaim, at: Door) -> None:
    """Put the door into the claim. Raises Invalid."""
    building = db.session.get(Building, at.building_id)
    if building is None or building.community_id != claim.community_id:
        raise Invalid("building_id", _l("Please choose one of these."))
    unit, room = door(at.unit), door(at.room)
    if not UNIT.fullmatch(unit):
        raise Invalid("unit", _l("A unit is a number from 1 to 99, or up to 10 letters and digits."))
    if not ROOM.fullmatch(room):
        raise Invalid("room", _l("A room has 1 to 10 letters and digits, such as 502."))
    _check_new(claim, building, unit, room)
    claim.building, claim.building_id, claim.unit, claim.room = building, building.id, unit, room


def _check_new(claim: ResidenceClaim, building: Building, unit: str, room: str) -> None:
    membership = home_of(community_of(claim), db.session.get_one(PersonRow, claim.person_id).value)
    home = membership.household if membership and membership.confirmed_at else None
    if home and (home.building_id, home.unit, home.room) == (building.id, unit, room):
        raise Invalid("room", _l("This home is confirmed as yours already."))


def _submit(claim: ResidenceClaim) -> None:
    moderation.submit(KIND, claim, title=title_of(claim), author_id=claim.person_id, version=claim.version)


def title_of(claim: ResidenceClaim) -> dict[str, str]:
    """The doorplate in one line, for the queue: 3栋2-502."""
    number = "-".join(part for part in (claim.unit, claim.room) if part)
    return {code: f"{in_language(claim.building.name, code)[0]}{BEFORE_NUMBER[code]}{number}" for code in LANGUAGES}


def _hold_own(claim: ResidenceClaim, by: Person) -> None:
    lock(claim)
    if claim.person_id != by.id:
        raise NotAllowed


def _decide(claim_id: int, move: ClaimMove, *, by: Person, reason: str) -> ResidenceClaim:
    claim = db.session.get_one(ResidenceClaim, claim_id, with_for_update=True, populate_existing=True)
    claim.move(move)
    claim.reason, claim.decided_at = reason, clock.now()
    record(f"residence.{claim.state}", claim, by=by)
    notify(
        [claim.person_id],
        f"claims.{claim.state}",
        path=PATH,
        community_id=claim.community_id,
        **_told(claim),
        reason=reason,
    )
    db.session.flush()
    return claim


def _told(claim: ResidenceClaim) -> Mapping[str, Any]:
    return {"building": claim.building.name, "unit": claim.unit, "room": claim.room}
