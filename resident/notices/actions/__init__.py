"""What the committee and other bodies do with their notices."""

from resident.notices.actions.drafts import Draft, as_columns
from resident.notices.actions.months import publish_month
from resident.notices.actions.publishing import edit_notice, path_of, publish_notice, put_up, take_off, take_words
from resident.notices.actions.withdrawing import register_undoing, withdraw_notice

__all__ = [
    "Draft",
    "as_columns",
    "edit_notice",
    "path_of",
    "publish_month",
    "publish_notice",
    "put_up",
    "register_undoing",
    "take_off",
    "take_words",
    "withdraw_notice",
]
