"""Everything that changes an activity, a shift, a sign-up for it, or the minutes given there."""

from resident.activities.actions.activities import (
    ActivityText,
    approve_activity,
    ask_activity_changes,
    built_on_decision,
    cancel_activity,
    create_activity,
    edit_activity,
    path_of,
    refuse_activity,
    undo_decision,
    withdraw_activity,
)
from resident.activities.actions.presence import check_in, check_out, mark_no_show
from resident.activities.actions.proposing import propose_by_hand, propose_seen
from resident.activities.actions.records import confirm_records, correct_record, void_record
from resident.activities.actions.shifts import ShiftPlan, add_shift, cancel_shift, move_shift
from resident.activities.actions.sign_ups import cancel_sign_up, join_waitlist, sign_up

__all__ = [
    "ActivityText",
    "ShiftPlan",
    "add_shift",
    "approve_activity",
    "ask_activity_changes",
    "built_on_decision",
    "cancel_activity",
    "cancel_shift",
    "cancel_sign_up",
    "check_in",
    "check_out",
    "confirm_records",
    "correct_record",
    "create_activity",
    "edit_activity",
    "join_waitlist",
    "mark_no_show",
    "move_shift",
    "path_of",
    "propose_by_hand",
    "propose_seen",
    "refuse_activity",
    "sign_up",
    "undo_decision",
    "void_record",
    "withdraw_activity",
]
