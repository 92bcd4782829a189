"""Points for tests."""

from itertools import count

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.points import reasons
from resident.points.actions import grant
from resident.points.models import LedgerAccount, Transfer

NOTE = {"zh_Hans": "楼道清理", "en": "Stairwell clear-out"}
_numbers = count(1)
reasons.register("test", lambda note: note["en"])


def points_of(community_id: int, person_id: int) -> int:
    """How many points somebody has."""
    wanted = db.select(LedgerAccount.balance).filter_by(community_id=community_id, person_id=person_id)
    return db.session.scalar(wanted) or 0


def give_points(community: CommunityRow, person: PersonRow, amount: int, *, source: str = "") -> Transfer:
    """Points out of the community's issue, for a reason only tests know."""
    return grant(
        community_id=community.id,
        person_id=person.id,
        amount=amount,
        reason="test",
        source=source or f"test:{next(_numbers)}",
        by=SYSTEM,
        note=NOTE,
    )
