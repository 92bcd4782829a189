"""Everything that reads invitations and sheets of them."""

from resident.invitations.queries.asked import (
    BACKED,
    TO_ANSWER,
    Asked,
    Invited,
    due_invitations,
    invitation_count,
    invitation_of,
    invitation_to,
    invitations_for_body,
    invitations_of,
    invitations_to,
    is_expected,
)
from resident.invitations.queries.sheets import (
    StaffOutlook,
    old_staff_sheets,
    staff_outlook,
    staff_sheet_of,
    staff_sheets_of,
)

__all__ = [
    "BACKED",
    "TO_ANSWER",
    "Asked",
    "Invited",
    "StaffOutlook",
    "due_invitations",
    "invitation_count",
    "invitation_of",
    "invitation_to",
    "invitations_for_body",
    "invitations_of",
    "invitations_to",
    "is_expected",
    "old_staff_sheets",
    "staff_outlook",
    "staff_sheet_of",
    "staff_sheets_of",
]
