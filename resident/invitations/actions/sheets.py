"""Inviting many from a sheet, which administrators do (else NotAllowed): sent, looked at, taken over at once and once."""

from resident import clock
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.communities.actions.importing import LONGEST_NAME, NothingNew, StillWrong
from resident.communities.context import community_of
from resident.communities.importing import Kept
from resident.communities.importing.keeping import packed
from resident.communities.models import Community, Role
from resident.db import db, lock, take_turns
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions.inviting import MOST_OPEN, Invitee, invite, invite_to_body
from resident.invitations.importing import Invitable
from resident.invitations.models import StaffSheet, StaffSheetMove
from resident.invitations.permissions import can_invite
from resident.invitations.queries import staff_outlook
from resident.organizations.models import MemberRole
from resident.organizations.queries import organization_of
from resident.web.errors import Changed, found
from resident.web.guards import YES, allow


class StaffChanged(Changed):
    """Roles, bodies or invitations are no longer what the preview was made with."""

    title = _l("Roles or invitations have changed meanwhile")
    message = _l("Nothing was taken over. Look at what would come of the sheet now.")


def send_staff_sheet(*, community: Community, kept: Kept, file_name: str, by: Person) -> StaffSheet:
    """Keep a sheet, encrypted, until it is taken over, a day at most. Raises NotAllowed."""
    allow(can_invite(by, community))
    sheet = StaffSheet(
        community_id=community.id,
        sent_at=clock.now(),
        sent_by_id=by.id,
        file_name=file_name[:LONGEST_NAME],
        content_encrypted=packed(kept),
    )
    db.session.add(sheet)
    db.session.flush()
    record("staff_sheet.sent", sheet, by=by)
    return sheet


def take_staff_sheet(*, sheet: StaffSheet, mark: str, by: Person) -> None:
    """Invite everybody whom the sheet names, as it was shown: `mark` is the outcome's. What it said is forgotten.

    Raises NotAllowed, StaffSheetMoved, StillWrong, NothingNew, and StaffChanged where something else would come of it.
    """
    community = _lock(sheet, by)
    take_turns(f"invitations of {community.id}")
    sheet.move(StaffSheetMove.TAKE)
    outcome = staff_outlook(community, sheet, most_open=MOST_OPEN).outcome
    if outcome.wrong:
        raise StillWrong
    if not outcome.changes:
        raise NothingNew
    if outcome.mark != mark:
        raise StaffChanged
    asked = sorted((*outcome.new, *outcome.changed), key=lambda one: one.body_id)  # bodies are locked in one order
    for one in asked:
        _invite(community, one, by)
    sheet.content_encrypted, sheet.invited = "", len(asked)
    record("staff_sheet.taken_over", sheet, by=by, invited=len(asked))
    db.session.flush()


def throw_staff_sheet_away(*, sheet: StaffSheet, by: Person) -> None:
    """Forget a sheet, taken over or not. Raises NotAllowed."""
    _lock(sheet, by)
    record("staff_sheet.discarded", sheet, by=by)
    db.session.delete(sheet)
    db.session.flush()


def forget_staff_sheet(*, sheet: StaffSheet, by: Actor) -> None:
    """Its day is over: the sheet goes, whatever became of it. Raises NotAllowed."""
    lock(sheet)
    allow(YES if isinstance(by, System) else can_invite(by, community_of(sheet)))
    record("staff_sheet.ended", sheet, by=by)
    db.session.delete(sheet)
    db.session.flush()


def _lock(sheet: StaffSheet, by: Person) -> Community:
    lock(sheet)
    community = community_of(sheet)
    allow(can_invite(by, community))
    return community


def _invite(community: Community, one: Invitable, by: Person) -> None:
    invitee = Invitee(one.phone, one.name)
    if one.body_id:
        body = found(organization_of(community, one.body_id))
        invite_to_body(organization=body, invitee=invitee, role=MemberRole(one.role), by=by)
    else:
        invite(community=community, invitee=invitee, role=Role(one.role), by=by)
