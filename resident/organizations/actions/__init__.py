"""Everything that changes a body or who acts for it: the administrator's to decide (else NotAllowed)."""

from resident.organizations.actions.bodies import (
    archive_organization,
    edit_organization,
    found_committee,
    found_organization,
    restore_organization,
)
from resident.organizations.actions.members import OrganizationArchived, add_member, change_role, end_member
from resident.organizations.actions.robots import end_robot, set_robot, try_robot

__all__ = [
    "OrganizationArchived",
    "add_member",
    "archive_organization",
    "change_role",
    "edit_organization",
    "end_member",
    "end_robot",
    "found_committee",
    "found_organization",
    "restore_organization",
    "set_robot",
    "try_robot",
]
