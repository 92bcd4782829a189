"""How appeals stand in the review queue: the thing itself, why it was taken down, and what speaks for it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor, PersonRow
from resident.communities.context import community_of
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions import deciding_proposals, undoing_takedowns
from resident.moderation.actions.deciding_proposals import accept, ask_proposal_changes, refuse
from resident.moderation.actions.takedowns import APPEAL, keep_down, restore
from resident.moderation.kinds import ReviewKind, Shown
from resident.moderation.kinds import register as register_kind
from resident.moderation.models import Proposal, Takedown
from resident.moderation.permissions import can_restore
from resident.moderation.proposals import KINDS as KINDS_OF_PROPOSALS
from resident.moderation.proposals import ProposalKind
from resident.moderation.removable import KINDS
from resident.web.errors import found
from resident.web.guards import Verdict

LOCK_TAKEDOWN = select(Takedown.id).where(Takedown.id == bindparam("subject")).with_for_update()

LOCK_PROPOSAL = select(Proposal.id).where(Proposal.id == bindparam("subject")).with_for_update()


def show_appeal(takedown_id: int) -> Shown:
    """The thing that is down, with both sides."""
    takedown = db.session.get_one(Takedown, takedown_id)
    shown = KINDS[takedown.kind].shown(_subject(takedown))
    by = db.session.get_one(PersonRow, takedown.taken_down_by_id)
    facts: list[Any] = [
        (_l("Taken down by"), by.display_name),
        (_l("Why it was taken down"), takedown.reason),
        (_l("What speaks for it"), takedown.appeal),
    ]
    return replace(shown, version=takedown.version, facts=[*facts, *shown.facts])


def may_decide(person: Actor | None, takedown_id: int) -> Verdict:
    """Not who took it down."""
    takedown = db.session.get_one(Takedown, takedown_id)
    return can_restore(person, community_of(takedown), takedown, ())


def approve_appeal(takedown_id: int, *, by: Actor, reason: str = "") -> None:
    """The appeal is right: public again."""
    restore(takedown=db.session.get_one(Takedown, takedown_id), by=by)


def reject_appeal(takedown_id: int, *, by: Actor, reason: str) -> None:
    """It stays down, with a reason."""
    keep_down(takedown=db.session.get_one(Takedown, takedown_id), reason=reason, by=by)


def register() -> None:
    """Make appeals reviewable."""
    register_kind(
        ReviewKind(
            APPEAL,
            _l("Appeal"),
            show_appeal,
            approve=approve_appeal,
            reject=reject_appeal,
            ask_changes=None,
            undo=undoing_takedowns.undo_decision,
            built_on=undoing_takedowns.built_on_decision,
            locks=(LOCK_TAKEDOWN,),
            reject_reasons=(
                _l("The reason still holds."),
                _l("It may be sent in again without what was wrong."),
            ),
            may=may_decide,
        )
    )


def register_proposal(kind: ProposalKind) -> None:
    """Let this kind be proposed, and reviewed as the thing itself."""
    KINDS_OF_PROPOSALS[kind.name] = kind
    register_kind(
        ReviewKind(
            kind.name,
            kind.label,
            lambda proposal_id: kind.show(db.session.get_one(Proposal, proposal_id)),
            locks=(*kind.locks, LOCK_PROPOSAL),
            approve=accept,
            reject=refuse,
            ask_changes=ask_proposal_changes,
            undo=deciding_proposals.undo_decision,
            built_on=deciding_proposals.built_on_decision,
            reads=kind.reads,
            may=lambda person, proposal_id: kind.may(person, db.session.get_one(Proposal, proposal_id)),
        )
    )


def _subject(takedown: Takedown) -> Any:
    return found(KINDS[takedown.kind].find(community_of(takedown), takedown.subject_id))
