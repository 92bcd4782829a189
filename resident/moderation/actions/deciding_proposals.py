"""The committee reads proposed words: they stand from now on, or not; and that undone."""

from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock_by_id
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.models import Proposal, ProposalMove, ProposalState
from resident.moderation.permissions import can_decide
from resident.moderation.proposals import KINDS
from resident.moderation.queries import proposed_for
from resident.notifications.actions import notify
from resident.web.errors import Words
from resident.web.guards import allow


def accept(proposal_id: int, *, by: Actor, reason: str = "") -> dict[str, Any]:
    """Make it public, or tell its author that it came too late. Called by the review. Raises NotAllowed.

    Gives what stood there before, and how the proposal was decided.
    """
    proposal = lock_by_id(Proposal, proposal_id)
    _ask(proposal, by)
    before = KINDS[proposal.kind].accept(proposal, by=by)
    move = ProposalMove.COME_TOO_LATE if before is None else ProposalMove.ACCEPT
    _decided(proposal, move, "")
    _tell(proposal, "moderation.too_late" if before is None else "moderation.accepted")
    return {"move": move, "words": before}


def refuse(proposal_id: int, *, by: Actor, reason: str) -> dict[str, Any]:
    """Leave what stands there, and tell its author why. Called by the review."""
    return _refused(proposal_id, ProposalMove.REFUSE, "moderation.refused", reason, by)


def ask_proposal_changes(proposal_id: int, *, by: Actor, reason: str) -> dict[str, Any]:
    """Ask its author to change something first. Called by the review."""
    return _refused(proposal_id, ProposalMove.ASK_CHANGES, "moderation.changes_asked", reason, by)


def undo_decision(proposal_id: int, _move: str, before: dict[str, Any], *, by: Actor) -> None:
    """It waits again; what was made public because of it is as it stood. Called by the review. Raises NotAllowed."""
    proposal, move = lock_by_id(Proposal, proposal_id), ProposalMove(before["move"])
    _ask(proposal, by)
    if move == ProposalMove.ACCEPT:
        KINDS[proposal.kind].undo(proposal, before["words"], by=by)
    proposal.undo(move, ProposalState.WAITING)
    proposal.reason, proposal.decided_at = "", None
    record("proposal.decision_undone", proposal, by=by)
    db.session.flush()


def built_on_decision(proposal_id: int, _move: str, _by_id: PersonId) -> Words:
    """Who has gone on with it: its author with newer words, or whoever has changed what became public."""
    proposal = lock_by_id(Proposal, proposal_id)
    others = None if proposal.subject_id is None else proposed_for(proposal.kind, proposal.subject_id)
    if others is not None and others.id != proposal.id:
        return _l("Newer words are proposed for it meanwhile.")
    return KINDS[proposal.kind].built_on(proposal) if proposal.state == ProposalState.ACCEPTED else ""


def _refused(proposal_id: int, move: ProposalMove, kind: str, reason: str, by: Actor) -> dict[str, Any]:
    proposal = lock_by_id(Proposal, proposal_id)
    _ask(proposal, by)
    _decided(proposal, move, reason)
    _tell(proposal, kind, reason=reason)
    return {"move": move}


def _ask(proposal: Proposal, by: Actor) -> None:
    allow(can_decide(by, community_of(proposal), proposal))
    allow(KINDS[proposal.kind].may(by, proposal))


def _decided(proposal: Proposal, move: ProposalMove, reason: str) -> None:
    proposal.move(move)
    proposal.reason, proposal.decided_at = reason, clock.now()
    db.session.flush()


def _tell(proposal: Proposal, kind: str, **params: Any) -> None:
    path = f"/c/{community_of(proposal).slug}/proposed/{proposal.id}"
    community_id = proposal.community_id
    notify([proposal.author_id], kind, path=path, community_id=community_id, title=proposal.title, **params)
