"""Proposing what is to be public, and deciding on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock, lock_by_id
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.actions.reviewing import submit, withdraw
from resident.moderation.models import IS_PROPOSED, Proposal, ProposalMove, ProposalState
from resident.moderation.permissions import can_change_proposal, can_decide
from resident.moderation.proposals import KINDS
from resident.moderation.queries import proposed_for
from resident.notifications.actions import notify
from resident.statements import entity
from resident.web.errors import Words
from resident.web.guards import allow
from resident.web.versions import is_alike, new_in

_OPEN = (
    select(Proposal)
    .where(Proposal.kind == bindparam("of_kind"), Proposal.subject_id == bindparam("subject"), IS_PROPOSED)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def propose(
    *,
    community: Community,
    kind: str,
    subject_id: int | None,
    title: dict[str, str],
    words: dict[str, Any],
    by: Person,
    organization_id: int | None = None,
    proposal: Proposal | None = None,
) -> Proposal:
    """Put words into the review queue; what is open for the same subject takes them, in the place it waits in.

    The caller has locked the subject and asked whether `by` may. `proposal` is the one that is sent in again, where
    it is for something new. Raises ProposalMoved when that is decided.
    """
    found: Proposal | None = proposal
    if found is None and subject_id is not None:
        found = entity(_OPEN, of_kind=kind, subject=subject_id)
    if found is None:
        found = Proposal(
            community_id=community.id,
            kind=kind,
            subject_id=subject_id,
            organization_id=organization_id,
            author_id=by.id,
            created_at=clock.now(),
            title=title,
            words=words,
        )
        db.session.add(found)
    else:
        lock(found)
        found.move(ProposalMove.PROPOSE_AGAIN)
        found.title, found.words, found.reason = title, words, ""
        found.version += 1
    db.session.flush()
    submit(kind=kind, subject=found, title=title, author_id=found.author_id, version=found.version)
    record("proposal.made", found, by=by, of_kind=kind, version=found.version)
    return found


def is_said(*, kind: str, subject: Any, words: Mapping[str, Any], reads_first: bool) -> bool:
    """Whether a locked subject has these words already and nothing else is open for it.

    Where the committee `reads_first`: whether just these wait for it.
    """
    open_now = proposed_for(kind, subject.id)
    if not reads_first:
        return open_now is None and not new_in(subject, **words)
    return (
        open_now is not None
        and open_now.state == ProposalState.WAITING
        and all(is_alike(open_now.words.get(name), said) for name, said in words.items())
    )


def withdraw_proposal(*, kind: str, subject_id: int, by: Actor) -> None:
    """Take back what is open for this subject, whose lock the caller holds; nothing happens where nothing is."""
    found: Proposal | None = entity(_OPEN, of_kind=kind, subject=subject_id)
    if found is not None:
        _drop(found, by)


def take_back(*, proposal: Proposal, by: Actor) -> None:
    """Take one's proposal back; what stood there stays. Raises NotAllowed, ProposalMoved."""
    lock(proposal)
    allow(can_change_proposal(by, proposal))
    _drop(proposal, by)


def _drop(proposal: Proposal, by: Actor) -> None:
    proposal.move(ProposalMove.WITHDRAW)
    proposal.decided_at = clock.now()
    db.session.flush()
    withdraw(kind=proposal.kind, subject=proposal, by=by)
    record("proposal.withdrawn", proposal, by=by)


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
