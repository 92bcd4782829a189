"""What was said and done under a demand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, Household, Membership
from resident.db import db
from resident.demands.models import Answer, Comment, CommentState, Demand, DemandEvent, Move
from resident.moderation.models import ReviewItem
from resident.organizations.models import Organization
from resident.web.keyset import Page, page_of

BETWEEN_AUTHOR_AND_COMMITTEE = ("edit", Move.ASK_CHANGES, Move.REJECT, Move.SUBMIT_AGAIN)
STILL_WAITING = (CommentState.IN_REVIEW, CommentState.CHANGES_ASKED)
COMMENTS_AT_ONCE = 10


def answers_of(demand: Demand) -> Sequence[Any]:
    """Official answers, the first one first: rows with body, at, source, person and organization names; one statement."""
    return db.session.execute(
        select(
            Answer.body,
            Answer.at,
            Answer.source,
            PersonRow.display_name.label("person"),
            Organization.name.label("organization"),
        )
        .outerjoin(PersonRow, PersonRow.id == Answer.person_id)
        .outerjoin(Organization, Organization.id == Answer.organization_id)
        .where(Answer.demand_id == demand.id)
        .order_by(Answer.id)
    ).all()


def history_of(demand: Demand, *, whole: bool) -> Sequence[Any]:
    """What happened, newest first: rows with kind, state, at, note and the body's name; one statement.

    `whole` includes what passed between the author and the committee before it was published.
    """
    query = (
        select(DemandEvent.kind, DemandEvent.state, DemandEvent.at, DemandEvent.note, Organization.name.label("body"))
        .outerjoin(Organization, Organization.id == DemandEvent.organization_id)
        .where(DemandEvent.demand_id == demand.id)
        .order_by(DemandEvent.id.desc())
    )
    if not whole:
        query = query.where(DemandEvent.kind.not_in(BETWEEN_AUTHOR_AND_COMMITTEE))
    return db.session.execute(query).all()


def comments_page(demand: Demand, person: Person | None, after: str, size: int = COMMENTS_AT_ONCE) -> Page:
    """Published comments and one's own that wait, newest first, as rows; one statement.

    Beside the name stands at most the building, and only where the writer chose to show it.
    """
    own = and_(Comment.author_id == person.id, Comment.state.in_(STILL_WAITING)) if person is not None else None
    published = Comment.state == CommentState.PUBLISHED
    query = (
        select(
            Comment.id,
            Comment.author_id,
            Comment.body,
            Comment.state,
            Comment.created_at,
            PersonRow.display_name.label("name"),
            Building.name.label("building"),
        )
        .join(PersonRow, PersonRow.id == Comment.author_id)
        .outerjoin(
            Membership,
            and_(
                Comment.shows_building,
                Membership.community_id == Comment.community_id,
                Membership.person_id == Comment.author_id,
                Membership.confirmed_at.is_not(None),
            ),
        )
        .outerjoin(Household, Household.id == Membership.household_id)
        .outerjoin(Building, Building.id == Household.building_id)
        .where(Comment.demand_id == demand.id, published if own is None else or_(published, own))
    )
    return page_of(query, (Comment.id,), after, size, scalars=False)


def comment_of(community: Community, comment_id: int) -> Comment | None:
    """This community's comment of this id; None for another community's."""
    return db.session.scalar(select(Comment).where(Comment.community_id == community.id, Comment.id == comment_id))


def review_reason(kind: str, subject: Comment | Demand) -> str:
    """What the committee said in its last decision about this; empty where it said nothing."""
    return (
        db.session.scalar(
            select(ReviewItem.reason)
            .where(ReviewItem.kind == kind, ReviewItem.subject_id == subject.id, ReviewItem.decided_at.is_not(None))
            .order_by(ReviewItem.id.desc())
            .limit(1)
        )
        or ""
    )
