"""Versions of a community: two counters that say whether what pages repeat is still what it was.

`settings` counts changes of the community's settings and of its lists of choices (categories, bodies, places),
`around` changes of what its home page shows. A class of rows that pages repeat says so with `RAISES`. The counters
are raised by the very last statements before a commit, so that writers of one community wait for each other shortly.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, event, insert, update
from sqlalchemy.orm import Mapper, Session

from resident.communities.models import CommunityRow, CommunityVersion
from resident.db import before_commit, connection, db
from resident.ids import CommunityId

COUNTERS = ("settings", "around")
_RAISE = (
    update(CommunityVersion)
    .where(CommunityVersion.community_id == bindparam("community"))
    .values(
        settings=CommunityVersion.settings + bindparam("more_settings"),
        around=CommunityVersion.around + bindparam("more_around"),
    )
)


def touch(community_id: CommunityId, counter: str) -> None:
    """Say that rows which pages repeat were changed past the unit of work (many at once): `settings` or `around`."""
    db.session().info.setdefault("touched", {}).setdefault(community_id, set()).add(counter)


@event.listens_for(Session, "before_flush")
def _see(session: Session, _context: Any, _instances: Any) -> None:
    """Notice the repeated rows that are written now."""
    for row in (*session.new, *session.dirty, *session.deleted):
        counter = getattr(type(row), "RAISES", "")
        if counter and (row not in session.dirty or session.is_modified(row)):
            community_id = CommunityId(row.id) if isinstance(row, CommunityRow) else row.community_id
            if community_id is not None:
                touch(community_id, counter)


@before_commit
def _raise() -> None:
    """One statement a community, always in the same order, so that two writers never wait in a circle."""
    touched: dict[CommunityId, set[str]] = db.session().info.get("touched", {})
    for community_id in sorted(touched):
        more = {f"more_{counter}": int(counter in touched[community_id]) for counter in COUNTERS}
        connection().execute(_RAISE, {"community": community_id, **more})


@event.listens_for(CommunityRow, "after_insert")
def _begin(_mapper: Mapper[Any], own: Connection, row: CommunityRow) -> None:
    """Every community has its versions from the beginning."""
    own.execute(insert(CommunityVersion), {"community_id": row.id, "settings": 1, "around": 1})
