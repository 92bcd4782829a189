"""Submitting something for review and deciding on it; taking down what is public and bringing it back."""

from resident.moderation.actions.deciding_proposals import accept, ask_proposal_changes, refuse
from resident.moderation.actions.proposals import is_said, propose, take_back, withdraw_proposal
from resident.moderation.actions.reviewing import (
    SAY_WHY,
    approve,
    ask_changes,
    forget,
    reject,
    submit,
    withdraw,
)
from resident.moderation.actions.takedowns import appeal, keep_down, restore, take_down

__all__ = [
    "SAY_WHY",
    "accept",
    "appeal",
    "approve",
    "ask_changes",
    "ask_proposal_changes",
    "forget",
    "is_said",
    "keep_down",
    "propose",
    "refuse",
    "reject",
    "restore",
    "submit",
    "take_back",
    "take_down",
    "withdraw",
    "withdraw_proposal",
]
