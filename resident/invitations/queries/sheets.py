"""Sheets of staff, and what would come of one beside who has roles and who is asked already."""

from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.columns import UtcDateTime
from resident.communities.importing import Passed
from resident.communities.importing.keeping import unpacked
from resident.communities.models import Community, RoleGrant
from resident.communities.queries.sheets import MOST_SHOWN, SheetLine
from resident.invitations.importing import BodyHere, Here, Outcome, compare, said_in
from resident.invitations.models import SHEET_LASTS, Invitation, InvitationState, StaffSheet
from resident.invitations.queries.asked import BACKED, invitation_count
from resident.organizations.models import Organization, OrganizationMember
from resident.statements import column, entity, rows, written


class StaffOutlook(NamedTuple):
    """What would come of a sheet, and what of it was passed over."""

    outcome: Outcome
    has_several: bool  # sheets in the file, whose names then belong to a row
    passed: tuple[Passed, ...]
    repeated: int


_HERE: BindParameter[int] = bindparam("community")
_SHEETS = (
    select(StaffSheet.id, StaffSheet.file_name, StaffSheet.sent_at, StaffSheet.state, PersonRow.display_name)
    .join(PersonRow, PersonRow.id == StaffSheet.sent_by_id)
    .where(StaffSheet.community_id == _HERE)
    .order_by(StaffSheet.sent_at.desc(), StaffSheet.id.desc())
    .limit(MOST_SHOWN)
)
_SHEET = select(StaffSheet).where(StaffSheet.community_id == _HERE, StaffSheet.id == bindparam("sheet"))
_OLD = (
    select(StaffSheet.id)
    .where(StaffSheet.sent_at < bindparam("before", type_=UtcDateTime))
    .order_by(StaffSheet.id)
    .limit(500)
)
_BODIES = (
    select(Organization.id, Organization.name, Organization.kind, Organization.archived_at.is_not(None))
    .where(Organization.community_id == _HERE)
    .order_by(Organization.id)
)
_HELD = (
    select(PersonRow.phone_lookup, RoleGrant.role)
    .join(RoleGrant, RoleGrant.person_id == PersonRow.id)
    .where(RoleGrant.community_id == _HERE, RoleGrant.ended_at.is_(None))
)
_ACTING = (
    select(PersonRow.phone_lookup, OrganizationMember.organization_id, OrganizationMember.role)
    .join(OrganizationMember, OrganizationMember.person_id == PersonRow.id)
    .where(OrganizationMember.community_id == _HERE, OrganizationMember.ended_at.is_(None))
)
_ASKED = (
    select(Invitation.phone_lookup, Invitation.organization_id, Invitation.role)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .where(
        Invitation.community_id == _HERE,
        Invitation.state == written(InvitationState.OPEN),
        Invitation.until > bindparam("now", type_=UtcDateTime),
        BACKED,
    )
)


class _To(NamedTuple):
    """A number, by its hash, with a body or without, and the role."""

    lookup: str
    body: int | None
    role: str


def staff_sheets_of(community: Community) -> list[SheetLine]:
    """The sheets that were sent lately, the latest first. One statement."""
    return rows(SheetLine, _SHEETS, community=community.id)


def staff_sheet_of(community: Community, sheet_id: int) -> StaffSheet | None:
    """This community's sheet of this number; None for another community's."""
    sheet: StaffSheet | None = entity(_SHEET, community=community.id, sheet=sheet_id)
    return sheet


def old_staff_sheets() -> list[int]:
    """The numbers of sheets whose day is over, at most 500; one statement."""
    return column(_OLD, before=clock.now() - SHEET_LASTS)


def staff_outlook(community: Community, sheet: StaffSheet, *, most_open: int) -> StaffOutlook:
    """What would come of a sheet as things are now. Five statements."""
    kept = unpacked(sheet.content_encrypted)
    said = said_in(kept.tables)
    outcome = compare(said, _here(community, most_open))
    return StaffOutlook(outcome, len(kept.tables) > 1, kept.passed, said.repeated)


def _here(community: Community, most_open: int) -> Here:
    asked = rows(_To, _ASKED, community=community.id, now=clock.now())
    acting = rows(_To, _ACTING, community=community.id)
    return Here(
        bodies=tuple(rows(BodyHere, _BODIES, community=community.id)),
        held=frozenset(rows(lambda lookup, role: (lookup, role), _HELD, community=community.id)),
        acting={(one.lookup, one.body or 0): one.role for one in acting},
        asked=frozenset((one.lookup, one.role) for one in asked if one.body is None),
        asked_to_act={(one.lookup, one.body): one.role for one in asked if one.body is not None},
        open_now=invitation_count(community),
        most_open=most_open,
    )
