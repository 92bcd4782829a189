"""Claims for tests."""

from resident.accounts.models import PersonRow
from resident.claims.actions import Door, claim_residence
from resident.claims.models import ResidenceClaim
from resident.communities.models import Building, CommunityRow
from resident.db import db
from resident.moderation.models import ReviewItem
from tests.makers.communities import make_building


def make_claim(
    community: CommunityRow, person: PersonRow, building: Building | None = None, unit: str = "2", room: str = "502"
) -> ResidenceClaim:
    """A claim that waits."""
    building = building or make_building(community)
    return claim_residence(community=community, at=Door(building.id, unit, room), by=person)


def item_of(claim: ResidenceClaim) -> ReviewItem:
    """The claim's last place in the queue."""
    return (
        db.session.query(ReviewItem)
        .filter_by(kind="residence", subject_id=claim.id)
        .order_by(ReviewItem.id.desc())
        .first()
    )  # type: ignore[return-value]
