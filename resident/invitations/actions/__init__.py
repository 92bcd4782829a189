"""Everything that changes an invitation, or a sheet of them."""

from resident.invitations.actions.inviting import (
    MOST_OPEN,
    Invitee,
    TooManyOpen,
    accept_invitation,
    end_invitation,
    invite,
    invite_to_body,
    refuse_invitation,
    withdraw_invitation,
)
from resident.invitations.actions.sheets import (
    StaffChanged,
    forget_staff_sheet,
    send_staff_sheet,
    take_staff_sheet,
    throw_staff_sheet_away,
)

__all__ = [
    "MOST_OPEN",
    "Invitee",
    "StaffChanged",
    "TooManyOpen",
    "accept_invitation",
    "end_invitation",
    "forget_staff_sheet",
    "invite",
    "invite_to_body",
    "refuse_invitation",
    "send_staff_sheet",
    "take_staff_sheet",
    "throw_staff_sheet_away",
    "withdraw_invitation",
]
