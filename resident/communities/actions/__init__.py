"""Everything that changes a community: one function for one thing a person can do."""

from resident.communities.actions.admitting import NotNeeded, admit, withdraw_admission
from resident.communities.actions.founding import found_community
from resident.communities.actions.importing import (
    PlacesChanged,
    add_homes,
    add_places,
    begin_sheet,
    finish_sheet,
    forget_sheet,
    send_sheet,
    stop_sheet,
    throw_sheet_away,
)
from resident.communities.actions.joined import (
    end_confirmations,
    leave_home,
    mark_home,
    object_to_joining,
    settle_objection,
    tell_home,
)
from resident.communities.actions.joining import (
    HomeChanged,
    SlipFull,
    disown_slip,
    others_hear_at,
    try_slip,
    use_slip,
)
from resident.communities.actions.ordering import move_building, move_grid
from resident.communities.actions.places import (
    GridInUse,
    add_building,
    add_grid,
    archive_building,
    archive_grid,
    edit_building,
    edit_grid,
    restore_building,
    restore_grid,
)
from resident.communities.actions.planning import draw_plan
from resident.communities.actions.residence import (
    confirm_residence,
    confirmed_home,
    ensure_membership,
    restore_home,
)
from resident.communities.actions.roles import LastAdministrator, end_role, grant_role
from resident.communities.actions.settings import change_settings, follow_earlier
from resident.communities.actions.slips import print_slip, print_slips, withdraw_slip
from resident.communities.actions.suspending import (
    appeal,
    decide_appeal,
    lift_suspension,
    reset_factor,
    sign_out_person,
    suspend_account,
)

__all__ = [
    "GridInUse",
    "HomeChanged",
    "LastAdministrator",
    "NotNeeded",
    "SlipFull",
    "add_building",
    "add_grid",
    "admit",
    "appeal",
    "archive_building",
    "archive_grid",
    "change_settings",
    "follow_earlier",
    "confirm_residence",
    "confirmed_home",
    "decide_appeal",
    "disown_slip",
    "draw_plan",
    "edit_building",
    "edit_grid",
    "end_confirmations",
    "end_role",
    "ensure_membership",
    "found_community",
    "grant_role",
    "leave_home",
    "lift_suspension",
    "mark_home",
    "move_building",
    "move_grid",
    "others_hear_at",
    "object_to_joining",
    "print_slip",
    "print_slips",
    "reset_factor",
    "restore_building",
    "restore_grid",
    "restore_home",
    "settle_objection",
    "sign_out_person",
    "suspend_account",
    "tell_home",
    "try_slip",
    "use_slip",
    "withdraw_admission",
    "withdraw_slip",
    "PlacesChanged",
    "add_homes",
    "add_places",
    "begin_sheet",
    "finish_sheet",
    "forget_sheet",
    "send_sheet",
    "stop_sheet",
    "throw_sheet_away",
]
