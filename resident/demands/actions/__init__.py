"""Everything that changes a demand: one function for one thing a person can do."""

from resident.demands.actions.calling import contest_call, log_call, settle_call
from resident.demands.actions.categories import (
    add_category,
    add_usual_categories,
    archive_category,
    change_category,
    move_category,
)
from resident.demands.actions.commenting import edit_comment, withdraw_comment, write_comment
from resident.demands.actions.directing import merge, park, refer, reopen
from resident.demands.actions.handling import accept, answer, assign, resolve, return_
from resident.demands.actions.naming import show_name
from resident.demands.actions.pressing import deny_danger, mark_danger, see_danger, set_urgency
from resident.demands.actions.raising import (
    Draft,
    ForAnother,
    edit_demand,
    raise_demand,
    rate,
    withdraw_demand,
)
from resident.demands.actions.reaching import allow_contact, say_about, see_contact
from resident.demands.actions.showing_after import show_after, withdraw_after
from resident.demands.actions.supporting import support_demand, take_back_support

__all__ = [
    "Draft",
    "ForAnother",
    "accept",
    "add_category",
    "add_usual_categories",
    "allow_contact",
    "answer",
    "archive_category",
    "assign",
    "change_category",
    "contest_call",
    "deny_danger",
    "edit_comment",
    "edit_demand",
    "log_call",
    "mark_danger",
    "merge",
    "move_category",
    "park",
    "raise_demand",
    "rate",
    "refer",
    "reopen",
    "resolve",
    "return_",
    "say_about",
    "see_contact",
    "see_danger",
    "set_urgency",
    "settle_call",
    "show_after",
    "show_name",
    "support_demand",
    "take_back_support",
    "withdraw_after",
    "withdraw_comment",
    "withdraw_demand",
    "write_comment",
]
