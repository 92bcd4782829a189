"""Saying where one lives, and the committee's word on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from resident import clock
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.claims.models import PATH, BuildingGone, ClaimMove, ClaimMoved, ClaimState, ResidenceClaim
from resident.claims.permissions import can_change_claim, can_decide_on_claim
from resident.claims.queries import open_claim
from resident.communities.actions import confirm_residence, confirmed_home, ensure_membership, restore_home
from resident.communities.context import community_of
from resident.communities.doors import door
from resident.communities.models import Building, Community
from resident.communities.queries import home_of
from resident.db import db, lock, lock_by_id
from resident.i18n import LANGUAGES, in_language
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation import actions as moderation
from resident.moderation.models import ReviewMove
from resident.notifications.actions import notify
from resident.patterns import Pattern
from resident.web.errors import Invalid, NotAllowed, Words
from resident.web.guards import allow
from resident.web.versions import new_in

KIND = "residence"
UNIT = Pattern(r"(?:[1-9][0-9]?|(?![0-9]+$)[\w-]{1,10})?")
BEFORE_NUMBER = {"zh_Hans": "", "en": ", "}
MOVE_OF = {  # as the review calls its decisions
    ReviewMove.APPROVE: ClaimMove.CONFIRM,
    ReviewMove.REJECT: ClaimMove.REFUSE,
    ReviewMove.ASK_CHANGES: ClaimMove.ASK_CHANGES,
}
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


def confirm_claim(claim_id: int, *, by: Actor, reason: str) -> dict[str, Any]:
    """The committee confirms: the home is the person's from now on, the one before is no longer. The review records it.

    Gives the home that was confirmed before. Raises BuildingGone.
    """
    if db.session.get_one(ResidenceClaim, claim_id).building.archived_at is not None:
        raise BuildingGone
    claim = _decide(claim_id, ClaimMove.CONFIRM, by=by, reason=reason)
    community = community_of(claim)
    before = confirmed_home(community, claim.person.value)
    confirm_residence(
        community=community, person=claim.person.value, building=claim.building, unit=claim.unit, room=claim.room, by=by
    )
    return before


def refuse_claim(claim_id: int, *, by: Actor, reason: str) -> None:
    """The committee does not confirm; a home confirmed before stays."""
    _decide(claim_id, ClaimMove.REFUSE, by=by, reason=reason)


def ask_claim_changes(claim_id: int, *, by: Actor, reason: str) -> None:
    """The committee asks the person to look at it again."""
    _decide(claim_id, ClaimMove.ASK_CHANGES, by=by, reason=reason)


def undo_decision(claim_id: int, move: str, before: dict[str, Any] | None, *, by: Actor) -> None:
    """The claim waits again; where it was confirmed, the home before is the person's again. The review records it."""
    claim = lock_by_id(ResidenceClaim, claim_id)
    community = community_of(claim)
    allow(can_decide_on_claim(by, community, claim))
    claim.undo(MOVE_OF[ReviewMove(move)], ClaimState.WAITING)
    claim.reason, claim.decided_at = "", None
    if before is not None:
        restore_home(community=community, person=claim.person.value, before=before, by=by)
    record("residence_claim.decision_undone", claim, by=by)
    db.session.flush()


def built_on_decision(claim_id: int, move: str, _by_id: PersonId) -> Words:
    """Whether the person has said something else since."""
    claim = lock_by_id(ResidenceClaim, claim_id)
    name = claim.person.display_name
    is_as_decided = claim.state == ResidenceClaim.MOVES[MOVE_OF[ReviewMove(move)]].target
    if is_as_decided and open_claim(community_of(claim), claim.person.value) in (None, claim):
        return ""
    return _("%(name)s has gone on with it meanwhile.", name=name)


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


def _decide(claim_id: int, move: ClaimMove, *, by: Actor, reason: str) -> ResidenceClaim:
    claim = lock_by_id(ResidenceClaim, claim_id)
    allow(can_decide_on_claim(by, community_of(claim), claim))
    claim.move(move)
    claim.reason, claim.decided_at = reason, clock.now()
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
