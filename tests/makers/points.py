"""Points for tests."""

from itertools import count

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.points import reasons
from resident.points.actions import grant
from resident.points.models import Transfer

NOTE = {"zh_Hans": "楼道清理", "en": "Stairwell clear-out"}
_numbers = count(1)
reasons.register("test", lambda note: note["en"])


def give_points(community: CommunityRow, person: PersonRow, amount: int, *, source: str = "") -> Transfer:
    """Points out of the community's issue, for a reason only tests know."""
    return grant(
        community.id, person.id, amount, reason="test", source=source or f"test:{next(_numbers)}", by=None, note=NOTE
    )
