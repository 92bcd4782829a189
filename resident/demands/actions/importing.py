"""Taking demands over from an earlier list, many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.numbers import next_number
from resident.communities.queries import community_row
from resident.communities.revisions import touch
from resident.db import db
from resident.demands.actions.asking import ask
from resident.demands.importing.rows import Row
from resident.demands.models import Answer, Demand, DemandEvent, DemandState, Move, Visibility
from resident.demands.permissions import can_import
from resident.statements import column

KNOWN = select(Demand.source_id).where(
    Demand.community_id == bindparam("community"),
    Demand.source == bindparam("source"),
    Demand.source_id.in_(bindparam("ids", expanding=True)),
)


def take_over(
    *, community: Community, rows: Sequence[Row], source: str, categories: Mapping[str, int], by: Actor
) -> int:
    """Take over those rows that are not here yet, published, without an author, out of the rates.

    A reply becomes an official answer with its time, and the demand is resolved. `categories` are ids by name.
    The rows of one batch have different ids. Returns how many were new; a handful of statements a batch.
    Raises NotAllowed.
    """
    ask(can_import(by, community))
    new = _new(community, rows, source)
    if not new:
        return 0
    first = next_number(community, "demand", count=len(new))
    values = [
        _demand(community, row, number, source=source, categories=categories)
        for number, row in enumerate(new, start=first)
    ]
    made = db.session.execute(insert(Demand).returning(Demand.source_id, Demand.id), values)
    ids = {str(source_id): demand_id for source_id, demand_id in made}
    db.session.execute(insert(DemandEvent), [event for row in new for event in _events(community, row, ids)])
    answers = [_answer(community, row, ids, source) for row in new if row.reply]
    if answers:
        db.session.execute(insert(Answer), answers)
    touch(community.id, "around")
    row = community_row(community)
    record("community.demands_imported", row, by=by, community_id=community.id, source=source, count=len(new))
    return len(new)


def _new(community: Community, rows: Sequence[Row], source: str) -> list[Row]:
    known = set(column(KNOWN, community=community.id, source=source, ids=[row.source_id for row in rows]))
    return [row for row in rows if row.source_id not in known]


def _demand(
    community: Community, row: Row, number: int, *, source: str, categories: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "community_id": community.id,
        "number": number,
        "source": source,
        "source_id": row.source_id,
        "title": row.title,
        "body": row.body,
        "category_id": next((categories[name] for name in row.categories if name in categories), None),
        "visibility": Visibility.ALL,
        "state": DemandState.RESOLVED if row.reply else DemandState.TO_ASSIGN,
        "is_listed": True,
        "submitted_at": row.created_at,
        "published_at": row.created_at,
        "resolved_at": row.replied_at,
        "imported_supports": row.supports,
    }


def _events(community: Community, row: Row, ids: Mapping[str, int]) -> list[dict[str, Any]]:
    common = {"community_id": community.id, "demand_id": ids[row.source_id], "text": ""}
    events = [{**common, "at": row.created_at, "kind": "import", "state": DemandState.TO_ASSIGN}]
    if row.reply:
        events.append({**common, "at": row.replied_at, "kind": Move.RESOLVE, "state": DemandState.RESOLVED})
    return events


def _answer(community: Community, row: Row, ids: Mapping[str, int], source: str) -> dict[str, Any]:
    return {
        "community_id": community.id,
        "demand_id": ids[row.source_id],
        "body": row.reply,
        "at": row.replied_at,
        "source": source,
    }
