"""Who did what in a community, the newest first; one statement a page, two where signing in stands among the rest.

Signing in and what goes wrong there belongs to no community: an administrator sees it of those who have a role or
act for a body here, since they could do others harm, and of nobody else.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from resident.accounts.models import Person, PersonRow
from resident.audit.models import AuditEvent
from resident.columns import UtcDateTime
from resident.communities.models import Community, RoleGrant
from resident.organizations.models import OrganizationMember
from resident.statements import in_one_of, written
from resident.web.keyset import Keyset, Page

LINES = 50
KINDS = {  # the tables that one group of events is about
    "demands": {"demand", "comment", "demand_category"},
    "activities": {"activity", "shift", "shift_message", "sign_up", "service_record", "voiding", "witness_body"},
    "rewards": {"reward", "redemption", "transfer"},
    "review": {"review_item", "takedown", "proposal"},
    "people": {
        "person",
        "membership",
        "residence_claim",
        "role_grant",
        "invitation",
        "staff_sheet",
        "organization_member",
        "suspension",
        "admission",
        "contact_view",
    },
    "place": {"community", "notice", "grid", "building", "estate_plan", "organization", "slip", "home_objection"},
}

ON_NO_PAGE = "household.marked"  # that a home is told nothing, or told again: who reads the record may live there
SIGNING_IN = {"second_factor", "recovery_code"}  # beside the persons themselves


class Line(NamedTuple):
    """One event: `actor` is None for the app itself, `about` the name where a person is the subject."""

    id: int
    at: datetime
    action: str
    details: dict[str, Any]
    actor: str | None
    about: str | None


_subject = aliased(PersonRow)
_ABOUT_A_PERSON = AuditEvent.subject_kind == PersonRow.__tablename__
_LINES = (
    select(
        AuditEvent.id,
        AuditEvent.at,
        AuditEvent.action,
        AuditEvent.details,
        PersonRow.display_name.label("actor"),
        _subject.display_name.label("about"),
    )
    .select_from(AuditEvent)
    .outerjoin(PersonRow, PersonRow.id == AuditEvent.actor_id)
    .outerjoin(_subject, _ABOUT_A_PERSON & (_subject.id == AuditEvent.subject_id))
    .where(
        AuditEvent.at >= bindparam("since", type_=UtcDateTime),
        AuditEvent.at < bindparam("until", type_=UtcDateTime),
        AuditEvent.action != written(ON_NO_PAGE),
    )
)
_HERE = AuditEvent.community_id == bindparam("community")
_ROLES = select(RoleGrant.person_id).where(RoleGrant.community_id == bindparam("here"), RoleGrant.ended_at.is_(None))
_ACTING = select(OrganizationMember.person_id).where(
    OrganizationMember.community_id == bindparam("here"), OrganizationMember.ended_at.is_(None)
)
_PERSON: ColumnElement[bool] = or_(
    AuditEvent.actor_id == bindparam("person"), _ABOUT_A_PERSON & (AuditEvent.subject_id == bindparam("person"))
)


def _pages(statement: Select[Any]) -> Keyset[Line]:
    return Keyset(
        Line, statement, AuditEvent.at, AuditEvent.id, size=LINES
    )  # imports and jobs write of earlier moments


_ALL = _pages(_LINES.where(_HERE))
_OF_KINDS = {
    name: _pages(_LINES.where(_HERE, in_one_of(AuditEvent.subject_kind, kinds))) for name, kinds in KINDS.items()
}
_OF_PERSON = _pages(_LINES.where(_HERE, _PERSON))
_STAFF = _ROLES.union(_ACTING)
_OF_STAFF = _pages(
    _LINES.where(
        AuditEvent.community_id.is_(None),
        or_(
            _ABOUT_A_PERSON & AuditEvent.subject_id.in_(_STAFF),
            in_one_of(AuditEvent.subject_kind, SIGNING_IN) & AuditEvent.actor_id.in_(_STAFF),
        ),
    )
)


def events_here(community: Community, *, group: str, since: datetime, until: datetime, after: str) -> Page[Line]:
    """What happened in this community, of one group of KINDS or, with '', of all kinds and signing in among them."""
    if group in _OF_KINDS:
        return _OF_KINDS[group].page(after, community=community.id, since=since, until=until)
    here = _ALL.page(after, community=community.id, since=since, until=until)
    staff = events_of_staff(community, since=since, until=until, after=after)
    return _ALL.joined(after, here, staff)


def events_about(community: Community, person: Person, *, since: datetime, until: datetime, after: str) -> Page[Line]:
    """What this person did here, and what was done about them here."""
    return _OF_PERSON.page(after, community=community.id, person=person.id, since=since, until=until)


def events_of_staff(community: Community, *, since: datetime, until: datetime, after: str) -> Page[Line]:
    """How those who have a role or act for a body here sign in, and what was refused to them there."""
    return _OF_STAFF.page(after, here=community.id, since=since, until=until)
