"""Everything that changes an account: one function for one thing a person can do."""

from resident.accounts.actions.codes import Asked, Entered, ask_for_code, check_code
from resident.accounts.actions.counter import enter_by_step, enter_way_in, make_way_in
from resident.accounts.actions.entering import Entrance, enter_code
from resident.accounts.actions.joining import NOT_A_NUMBER, agree, agree_again, join
from resident.accounts.actions.leaving import (
    close_account,
    put_out,
    sign_out,
    sign_out_device,
    sign_out_elsewhere,
    sign_out_everywhere,
)
from resident.accounts.actions.numbers import (
    Renumbered,
    ask_for_new,
    ask_for_old,
    change_number,
    may_change_number,
    show_old,
)
from resident.accounts.actions.oneself import read_in, rename, take_name
from resident.accounts.actions.second_factor import renew_recovery_codes, reset_second_factor
from resident.accounts.actions.steps import enter_step

__all__ = [
    "NOT_A_NUMBER",
    "Asked",
    "Entered",
    "Entrance",
    "Renumbered",
    "agree",
    "agree_again",
    "ask_for_code",
    "ask_for_new",
    "ask_for_old",
    "change_number",
    "check_code",
    "close_account",
    "enter_by_step",
    "enter_code",
    "enter_step",
    "enter_way_in",
    "join",
    "make_way_in",
    "may_change_number",
    "put_out",
    "read_in",
    "rename",
    "renew_recovery_codes",
    "reset_second_factor",
    "show_old",
    "sign_out",
    "sign_out_device",
    "sign_out_elsewhere",
    "sign_out_everywhere",
    "take_name",
]
