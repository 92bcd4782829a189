"""Everything that changes an activity, a shift, a sign-up for it, or the minutes given there."""

from resident.activities.actions.activities import (
    ActivityText,
    cancel_activity,
    create_activity,
    edit_activity,
    withdraw_activity,
)
from resident.activities.actions.calling_off import cancel_shift
from resident.activities.actions.deciding import (
    approve_activity,
    ask_activity_changes,
    built_on_decision,
    refuse_activity,
    undo_decision,
)
from resident.activities.actions.entering import propose_by_hand
from resident.activities.actions.leaving import cancel_sign_up
from resident.activities.actions.presence import check_in, check_out, mark_no_show
from resident.activities.actions.reaching import let_call, see_number, write_to_all
from resident.activities.actions.records import confirm_records
from resident.activities.actions.second_opinions import agree_to_void, ask_to_void, keep_record, put_right
from resident.activities.actions.seen import propose_seen
from resident.activities.actions.shifts import ShiftPlan, add_shift, move_shift
from resident.activities.actions.sign_ups import join_waitlist, sign_up
from resident.activities.actions.voiding import correct_record, void_record
from resident.activities.actions.witnesses import name_witness

__all__ = [
    "ActivityText",
    "ShiftPlan",
    "add_shift",
    "agree_to_void",
    "approve_activity",
    "ask_activity_changes",
    "ask_to_void",
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
    "keep_record",
    "let_call",
    "mark_no_show",
    "move_shift",
    "name_witness",
    "propose_by_hand",
    "propose_seen",
    "put_right",
    "refuse_activity",
    "see_number",
    "sign_up",
    "undo_decision",
    "void_record",
    "withdraw_activity",
    "write_to_all",
]
