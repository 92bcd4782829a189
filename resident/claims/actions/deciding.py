"""The committee's word on where somebody lives, and that word undone."""

from collections.abc import Mapping
from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.claims.models import PATH, BuildingGone, ClaimMove, ClaimState, ResidenceClaim
from resident.claims.permissions import can_decide_on_claim
from resident.claims.queries import open_claim
from resident.communities.actions import confirm_residence, confirmed_home, restore_home
from resident.communities.context import community_of
from resident.communities.queries import home_of
from resident.db import db, lock_by_id
from resident.i18n import gettext as _
from resident.ids import PersonId
from resident.moderation.models import ReviewMove
from resident.notifications.actions import notify
from resident.web.errors import Words
from resident.web.guards import allow

MOVE_OF = {  # as the review calls its decisions
    ReviewMove.APPROVE: ClaimMove.CONFIRM,
    ReviewMove.REJECT: ClaimMove.REFUSE,
    ReviewMove.ASK_CHANGES: ClaimMove.ASK_CHANGES,
}


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
    if claim.state == ClaimState.CONFIRMED and not _lives_there(claim):
        is_as_decided = False
    if is_as_decided and open_claim(community_of(claim), claim.person.value) in (None, claim):
        return ""
    return _("%(name)s has gone on with it meanwhile.", name=name)


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


def _lives_there(claim: ResidenceClaim) -> bool:
    """Whether the home is still the one that was confirmed: a slip, or the committee, may have been there since."""
    home = home_of(community_of(claim), claim.person.value)
    here = home.household if home and home.confirmed_at else None
    return here is not None and here[:1] + here[2:] == (claim.building_id, claim.unit, claim.room)


def _told(claim: ResidenceClaim) -> Mapping[str, Any]:
    return {"building": claim.building.name, "unit": claim.unit, "room": claim.room}
