"""Submitting something for review and deciding on it; taking down what is public and bringing it back."""

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
    "appeal",
    "approve",
    "ask_changes",
    "forget",
    "keep_down",
    "reject",
    "restore",
    "submit",
    "take_down",
    "withdraw",
]
