"""Demands and what hangs on them, for tests."""

from typing import Any

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.context import community_of
from resident.communities.models import CommunityRow
from resident.communities.numbers import next_number
from resident.db import db
from resident.demands.deadlines import contact_due_after, due_after
from resident.demands.models import (
    Comment,
    CommentState,
    Demand,
    DemandCategory,
    DemandState,
    Support,
    Visibility,
    is_listed_in,
)
from resident.demands.models.states import CLOSED, PUBLISHED
from tests.makers.communities import make_resident


def make_category(community: CommunityRow, name: str = "公共设施", english: str = "Facilities") -> DemandCategory:
    """A category of the community."""
    category = DemandCategory(community_id=community.id, name={"zh_Hans": name, "en": english})
    db.session.add(category)
    db.session.flush()
    return category


def make_demand(
    community: CommunityRow,
    *,
    author: PersonRow | None = None,
    state: DemandState = DemandState.TO_ASSIGN,
    title: str = "2单元门禁刷卡没反应",
    body: str = "从上周末开始，刷卡和按密码都没反应。",
    visibility: Visibility = Visibility.ALL,
    **columns: Any,
) -> Demand:
    """A demand in any state, as if it had come there; by default published and without a body that has it."""
    if author is None and "source" not in columns:
        author = make_resident(community)
    if state == DemandState.MERGED and "merged_into_id" not in columns:
        columns["merged_into_id"] = make_demand(community).id
    if state in PUBLISHED | {DemandState.MERGED} and "source" not in columns:
        columns = _promised(community, state, columns)
    demand = Demand(
        **{
            "community_id": community.id,
            "number": next_number(community, "demand"),
            "author_id": author.id if author else None,
            "title": title,
            "body": body,
            "visibility": visibility,
            "state": state,
            "is_listed": is_listed_in(state, visibility),
            "submitted_at": clock.now(),
            **columns,
        }
    )
    db.session.add(demand)
    db.session.flush()
    return demand


def _promised(community: CommunityRow, state: DemandState, columns: dict[str, Any]) -> dict[str, Any]:
    """What approval promised, and where it is closed the answer that closed it in time."""
    submitted = columns.get("submitted_at", clock.now())
    due = columns.get("due_at", due_after(submitted, community))
    return {
        "published_at": submitted,
        "contact_due_at": contact_due_after(submitted, community),
        "first_due_at": due,
        "due_at": due,
        "resolved_at": submitted if state in CLOSED else None,
        **columns,
    }


def make_comment(
    demand: Demand,
    *,
    author: PersonRow | None = None,
    state: CommentState = CommentState.PUBLISHED,
    body: str = "我家也是。",
) -> Comment:
    """A comment, published unless said otherwise."""
    comment = Comment(
        community_id=demand.community_id,
        demand_id=demand.id,
        author_id=(author or make_resident(community_of(demand))).id,
        body=body,
        state=state,
        created_at=clock.now(),
    )
    demand.comment_count += state == CommentState.PUBLISHED
    db.session.add(comment)
    db.session.flush()
    return comment


def make_support(demand: Demand, person: PersonRow | None = None) -> PersonRow:
    """Somebody who supports the demand."""
    person = person or make_resident(community_of(demand))
    db.session.add(
        Support(community_id=demand.community_id, demand_id=demand.id, person_id=person.id, created_at=clock.now())
    )
    demand.support_count += 1
    db.session.flush()
    return person
