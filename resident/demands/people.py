"""What demands keep about one person: for the file they take along, and when they close their account."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from resident.accounts.models import Person
from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands.actions import withdraw_comment, withdraw_demand
from resident.demands.models import Comment, CommentState, Demand, Support
from resident.demands.models.states import WAITING


def demands_as_json(person: Person) -> dict[str, Any]:
    """Own demands, comments and supports, as JSON; three statements."""
    demands = db.session.execute(
        select(Demand, CommunityRow.name)
        .join(CommunityRow, CommunityRow.id == Demand.community_id)
        .where(Demand.author_id == person.id)
        .order_by(Demand.id)
    )
    comments = db.session.execute(
        select(Comment, Demand.number)
        .join(Demand, Demand.id == Comment.demand_id)
        .where(Comment.author_id == person.id)
        .order_by(Comment.id)
    )
    supports = db.session.execute(
        select(Support.created_at, Demand.number, Demand.title)
        .join(Demand, Demand.id == Support.demand_id)
        .where(Support.person_id == person.id)
        .order_by(Support.id)
    )
    return {
        "raised": [{"community": name, **_demand(demand)} for demand, name in demands],
        "comments": [
            {"demand": number, "text": comment.body, "state": comment.state, "written_at": _when(comment.created_at)}
            for comment, number in comments
        ],
        "supported": [
            {"demand": number, "title": title, "at": _when(created_at)} for created_at, number, title in supports
        ],
    }


def leave_demands(person: Person) -> None:
    """Closing an account withdraws what still waits and every comment; what is published goes on without the name."""
    for demand in db.session.scalars(select(Demand).where(Demand.author_id == person.id).order_by(Demand.id)).all():
        demand.shows_name = False
        if demand.state in WAITING:
            withdraw_demand(demand, by=person)
    here = (CommentState.IN_REVIEW, CommentState.CHANGES_ASKED, CommentState.PUBLISHED)
    comments = select(Comment).where(Comment.author_id == person.id, Comment.state.in_(here)).order_by(Comment.id)
    for comment in db.session.scalars(comments).all():
        withdraw_comment(comment, by=person)
    db.session.flush()


def _demand(demand: Demand) -> dict[str, Any]:
    return {
        "number": demand.number,
        "title": demand.title,
        "text": demand.body,
        "spot": demand.spot,
        "visibility": demand.visibility,
        "shows_name": demand.shows_name,
        "state": demand.state,
        "submitted_at": _when(demand.submitted_at),
        "rated_at": _when(demand.rated_at),
        "rated_solved": demand.rated_solved,
        "rated_content": demand.rated_content,
    }


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
