"""Submitting something for review and deciding on it; taking down what is public and bringing it back."""

from resident.moderation.actions.proposals import is_said, propose, take_back, withdraw_proposal
from resident.moderation.actions.reviewing import approve, ask_changes, forget, rank, reject, submit, withdraw
from resident.moderation.actions.takedowns import appeal, restore, take_down

__all__ = [
    "appeal",
    "approve",
    "ask_changes",
    "forget",
    "is_said",
    "propose",
    "rank",
    "reject",
    "restore",
    "submit",
    "take_back",
    "take_down",
    "withdraw",
    "withdraw_proposal",
]
