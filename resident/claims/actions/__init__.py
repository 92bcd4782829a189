"""Saying where one lives, and the committee's word on it."""

from resident.claims.actions.claiming import KIND, Door, change_claim, claim_residence, title_of, withdraw_claim
from resident.claims.actions.deciding import (
    ask_claim_changes,
    built_on_decision,
    confirm_claim,
    refuse_claim,
    undo_decision,
)
from resident.claims.actions.slipping import claim_by_slip, claim_ended_home, confirm_by_slip

__all__ = [
    "KIND",
    "Door",
    "ask_claim_changes",
    "built_on_decision",
    "change_claim",
    "claim_by_slip",
    "claim_ended_home",
    "claim_residence",
    "confirm_by_slip",
    "confirm_claim",
    "refuse_claim",
    "title_of",
    "undo_decision",
    "withdraw_claim",
]
