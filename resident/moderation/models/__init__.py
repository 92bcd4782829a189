"""What waits for the committee's eyes."""

from resident.moderation.models.proposals import IS_PROPOSED, Proposal, ProposalMove, ProposalMoved, ProposalState
from resident.moderation.models.reviews import DECISIONS, AlreadyDecided, ReviewItem, ReviewMove, ReviewState
from resident.moderation.models.takedowns import (
    IS_DOWN,
    AlreadyDown,
    NotPublic,
    Takedown,
    TakedownMove,
    TakedownMoved,
    TakedownState,
)

__all__ = [
    "DECISIONS",
    "IS_DOWN",
    "IS_PROPOSED",
    "AlreadyDecided",
    "AlreadyDown",
    "NotPublic",
    "Proposal",
    "ProposalMove",
    "ProposalMoved",
    "ProposalState",
    "ReviewItem",
    "ReviewMove",
    "ReviewState",
    "Takedown",
    "TakedownMove",
    "TakedownMoved",
    "TakedownState",
]
