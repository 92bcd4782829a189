"""Saying where one lives, correcting it and taking it back."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from resident import clock
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.claims.models import ClaimMove, ClaimMoved, ClaimState, ResidenceClaim
from resident.claims.permissions import can_change_claim
from resident.claims.queries import open_claim
from resident.communities.actions import ensure_membership
from resident.communities.context import community_of
from resident.communities.doors import door
from resident.communities.models import Building, Community
from resident.communities.queries import home_of
from resident.db import db, lock
from resident.i18n import LANGUAGES, in_language
from resident.i18n import lazy_gettext as _l
from resident.moderation import actions as moderation
from resident.patterns import Pattern
from resident.web.errors import Invalid, NotAllowed
from resident.web.guards import allow
from resident.web.versions import new_in

KIND = "residence"
UNIT = Pattern(r"(?:[1-9][0-9]?|(?![0-9]+$)[\w-]{1,10})?")
BEFORE_NUMBER = {"zh_Hans": "", "en": ", "}
ROOM = Pattern(r"[\w-]{1,10}")


@dataclass(frozen=True)
class Door:
    """A home as a person names it."""

    building_id: int
    unit: str
    room: str


def claim_residence(*, community: Community, at: Door, by: Actor) -> ResidenceClaim:
    """Say where one lives, for the first time or after moving.

    Raises NotAllowed for the app itself, ClaimMoved while another claim is open; Invalid for a building of another community, for
    a unit or a room that cannot stand on a door, and for the home that is confirmed already.
    """
    if isinstance(by, System):
        raise NotAllowed
    ensure_membership(community=community, person=by)
    if open_claim(community, by) is not None:
        raise ClaimMoved
    claim = ResidenceClaim(community_id=community.id, person_id=by.id, submitted_at=clock.now())
    _write(claim, at, by)
    try:
        with db.session.begin_nested():
            db.session.add(claim)
    except IntegrityError:
        raise ClaimMoved from None
    _submit(claim)
    record("residence_claim.made", claim, by=by)
    return claim


def change_claim(*, claim: ResidenceClaim, at: Door, by: Actor) -> ResidenceClaim:
    """Correct what one said while it waits, or send it again after changes were asked.

    Raises NotAllowed for somebody else's claim, ClaimMoved once it is decided, Invalid as `claim_residence` does.
    """
    owner = _lock_own(claim, by)
    said = {"building_id": at.building_id, "unit": door(at.unit), "room": door(at.room)}
    if claim.state == ClaimState.WAITING and not new_in(claim, **said):
        return claim
    if claim.state == ClaimState.CHANGES_ASKED:
        claim.submitted_at = clock.now()
    claim.move(ClaimMove.SUBMIT_AGAIN)
    _write(claim, at, owner)
    claim.version += 1
    _submit(claim)
    record("residence_claim.changed", claim, by=by)
    return claim


def withdraw_claim(*, claim: ResidenceClaim, by: Actor) -> None:
    """Take it back; twice is the same. Raises NotAllowed for somebody else's claim, ClaimMoved once it is decided."""
    _lock_own(claim, by)
    if claim.state == ClaimState.WITHDRAWN:
        return
    claim.move(ClaimMove.WITHDRAW)
    moderation.withdraw(kind=KIND, subject=claim, by=by)
    record("residence_claim.withdrawn", claim, by=by)
    db.session.flush()


def _write(claim: ResidenceClaim, at: Door, owner: Person) -> None:
    """Put the door into the claim. Raises Invalid."""
    building = db.session.get(Building, at.building_id)
    is_there = building is not None and building.community_id == claim.community_id and building.is_lived_in
    if building is None or not is_there or (building.archived_at is not None and building.id != claim.building_id):
        raise Invalid("building_id", _l("Please choose one of these."))
    unit, room = door(at.unit), door(at.room)
    is_as_before = (claim.building_id, claim.unit, claim.room) == (at.building_id, at.unit, at.room)
    if not is_as_before:
        _check_door(unit, room)
    _check_new(claim, owner, building, unit, room)
    claim.building, claim.building_id, claim.unit, claim.room = building, building.id, unit, room


def _check_door(unit: str, room: str) -> None:
    if not UNIT.fullmatch(unit):
        raise Invalid("unit", _l("A unit is a number from 1 to 99, or up to 10 letters and digits."))
    if not ROOM.fullmatch(room):
        raise Invalid("room", _l("A room has 1 to 10 letters and digits, such as 502."))


def _check_new(claim: ResidenceClaim, owner: Person, building: Building, unit: str, room: str) -> None:
    membership = home_of(community_of(claim), owner)
    home = membership.household if membership and membership.confirmed_at else None
    if home and (home.building_id, home.unit, home.room) == (building.id, unit, room):
        raise Invalid("room", _l("This home is confirmed as yours already."))


def _submit(claim: ResidenceClaim) -> None:
    moderation.submit(kind=KIND, subject=claim, title=title_of(claim), author_id=claim.person_id, version=claim.version)


def title_of(claim: ResidenceClaim) -> dict[str, str]:
    """The doorplate in one line, for the queue: 3栋2-502."""
    number = "-".join(part for part in (claim.unit, claim.room) if part)
    return {code: f"{in_language(claim.building.name, code)[0]}{BEFORE_NUMBER[code]}{number}" for code in LANGUAGES}


def _lock_own(claim: ResidenceClaim, by: Actor) -> Person:
    """The claim, locked, for its owner. Raises NotAllowed."""
    lock(claim)
    allow(can_change_claim(by, claim))
    if isinstance(by, System):  # owns nothing
        raise NotAllowed
    return by
