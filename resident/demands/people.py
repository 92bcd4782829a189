"""What demands keep about one person: for the file they take along, and when they close their account."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands.actions import commenting, raising, withdraw_after, withdraw_comment, withdraw_demand
from resident.demands.models import AfterPhotos, AfterState, Call, Comment, CommentMove, ContactConsent, Demand, Support
from resident.demands.models.states import WAITING
from resident.media.actions import remove_all_photos
from resident.moderation import actions as moderation
from resident.organizations.models import Organization
from resident.statements import entities, rows


class _Raised(NamedTuple):
    community: dict[str, str]
    number: int
    title: str
    text: str
    spot: str
    visibility: str
    shows_name: bool
    state: str
    submitted_at: datetime
    rated_at: datetime | None
    rated_solved: bool | None
    rated_content: str | None


class _Commented(NamedTuple):
    demand: int
    text: str
    state: str
    written_at: datetime


class _Shown(NamedTuple):
    demand: int
    state: str
    at: datetime


class _Called(NamedTuple):
    demand: int
    called_at: datetime
    spoke_with: str
    said: str
    state: str


class _Allowed(NamedTuple):
    demand: int
    body: dict[str, str]
    with_door: bool
    given_at: datetime
    withdrawn_at: datetime | None


class _Supported(NamedTuple):
    demand: int
    title: str
    at: datetime


IS_AUTHOR = Demand.author_id == bindparam("person")
RAISED = (
    select(
        CommunityRow.name,
        Demand.number,
        Demand.title,
        Demand.body,
        Demand.spot,
        Demand.visibility,
        Demand.shows_name,
        Demand.state,
        Demand.submitted_at,
        Demand.rated_at,
        Demand.rated_solved,
        Demand.rated_content,
    )
    .join(CommunityRow, CommunityRow.id == Demand.community_id)
    .where(IS_AUTHOR)
    .order_by(Demand.id)
)
COMMENTED = (
    select(Demand.number, Comment.body, Comment.state, Comment.created_at)
    .join(Demand, Demand.id == Comment.demand_id)
    .where(Comment.author_id == bindparam("person"))
    .order_by(Comment.id)
)
SHOWN_AFTER = (
    select(Demand.number, AfterPhotos.state, AfterPhotos.created_at)
    .join(Demand, Demand.id == AfterPhotos.demand_id)
    .where(AfterPhotos.author_id == bindparam("person"))
    .order_by(AfterPhotos.id)
)
SUPPORTED = (
    select(Demand.number, Demand.title, Support.created_at)
    .join(Demand, Demand.id == Support.demand_id)
    .where(Support.person_id == bindparam("person"))
    .order_by(Support.id)
)
CALLED = (
    select(Demand.number, Call.called_at, Call.spoke_with, Call.said, Call.state)
    .join(Demand, Demand.id == Call.demand_id)
    .where(IS_AUTHOR)
    .order_by(Call.id)
)
ALLOWED = (
    select(
        Demand.number,
        Organization.name,
        ContactConsent.with_door,
        ContactConsent.given_at,
        ContactConsent.withdrawn_at,
    )
    .join(Demand, Demand.id == ContactConsent.demand_id)
    .join(Organization, Organization.id == ContactConsent.organization_id)
    .where(IS_AUTHOR)
    .order_by(ContactConsent.id)
)
LIVE_CONSENTS = (
    select(ContactConsent)
    .join(Demand, Demand.id == ContactConsent.demand_id)
    .where(IS_AUTHOR, ContactConsent.withdrawn_at.is_(None))
    .order_by(ContactConsent.id)
)
CALLS = select(Call).join(Demand, Demand.id == Call.demand_id).where(IS_AUTHOR).order_by(Call.id)
OWN_DEMANDS = select(Demand).where(IS_AUTHOR).order_by(Demand.id)
OWN_AFTER = select(AfterPhotos).where(AfterPhotos.author_id == bindparam("person")).order_by(AfterPhotos.id)
OWN_COMMENTS = select(Comment).where(Comment.author_id == bindparam("person")).order_by(Comment.id)


def demands_as_json(person: Person) -> dict[str, Any]:
    """Own demands, comments and supports, calls to oneself and who may call, as JSON; six statements."""
    return {
        "raised": [_json(one) for one in rows(_Raised, RAISED, person=person.id)],
        "comments": [_json(one) for one in rows(_Commented, COMMENTED, person=person.id)],
        "calls": [_json(one) for one in rows(_Called, CALLED, person=person.id)],
        "bodies_that_may_call": [_json(one) for one in rows(_Allowed, ALLOWED, person=person.id)],
        "photos_of_after": [_json(one) for one in rows(_Shown, SHOWN_AFTER, person=person.id)],
        "supported": [_json(one) for one in rows(_Supported, SUPPORTED, person=person.id)],
    }


def leave_demands(person: Person) -> None:
    """Closing an account withdraws what still waits and every comment; what is published goes on without the name.

    Of what nobody was shown, and of what was taken back, no word and no photo stays (PIPL art. 47).
    """
    for demand in entities(OWN_DEMANDS, person=person.id):
        demand.shows_name = False
        if demand.entry is not None:
            demand.entry.consent = ""
        if demand.state in WAITING:
            withdraw_demand(demand=demand, by=person)
        if demand.published_at is None:
            demand.title = demand.body = demand.spot = ""
            remove_all_photos(owner_kind=raising.KIND, owner_id=demand.id)
            moderation.forget(kind=raising.KIND, subject=demand)
    for comment in entities(OWN_COMMENTS, person=person.id):
        if comment.state in Comment.MOVES[CommentMove.WITHDRAW].sources:
            withdraw_comment(comment=comment, by=person)
        comment.body = ""
        moderation.forget(kind=commenting.KIND, subject=comment)
    for after in entities(OWN_AFTER, person=person.id):
        if after.state == AfterState.IN_REVIEW:
            withdraw_after(after=after, by=person)
    for call in entities(CALLS, person=person.id):
        call.spoke_with = call.said = ""
    for consent in entities(LIVE_CONSENTS, person=person.id):
        consent.withdrawn_at = clock.now()
    db.session.flush()


def _json(one: Any) -> dict[str, Any]:
    """Its columns by name, moments as text."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in one._asdict().items()}
