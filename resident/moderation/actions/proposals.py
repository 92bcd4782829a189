"""Proposing what is to be public, and deciding on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db, lock
from resident.moderation.actions.reviewing import submit, withdraw
from resident.moderation.models import IS_PROPOSED, Proposal, ProposalMove, ProposalState
from resident.moderation.permissions import can_change_proposal
from resident.moderation.queries import proposed_for
from resident.statements import entity
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
