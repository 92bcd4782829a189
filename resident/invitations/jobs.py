"""The worker's part: what nobody has answered ends, and so do old sheets."""

from resident.accounts.models import SYSTEM
from resident.db import batches, db, lock_by_id
from resident.invitations.actions import end_invitation, forget_staff_sheet
from resident.invitations.models import Invitation, StaffSheet
from resident.invitations.queries import due_invitations, old_staff_sheets
from resident.tasks import job


@job(every_minutes=30)
def end_invitations() -> None:
    """End the invitations that were open for 30 days, each told to who sent it."""
    due = due_invitations()
    db.session.rollback()
    for invitation_id in batches(due, 50):
        end_invitation(invitation=lock_by_id(Invitation, invitation_id), by=SYSTEM)


@job(every_minutes=30)
def forget_staff_sheets() -> None:
    """A sheet is kept for a day, whatever became of it."""
    old = old_staff_sheets()
    db.session.rollback()
    for sheet_id in batches(old, 50):
        forget_staff_sheet(sheet=lock_by_id(StaffSheet, sheet_id), by=SYSTEM)
