"""Reading claims."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Person, PersonRow
from resident.claims.models import OPEN, ResidenceClaim
from resident.communities.models import Community, Household, Membership
from resident.statements import column, entity, in_one_of

_OWN = (
    select(ResidenceClaim)
    .where(ResidenceClaim.community_id == bindparam("community"), ResidenceClaim.person_id == bindparam("person"))
    .options(joinedload(ResidenceClaim.building))
)
_LATEST = _OWN.order_by(ResidenceClaim.id.desc()).limit(1)
_OPEN = _OWN.where(in_one_of(ResidenceClaim.state, OPEN))
_OTHERS_THERE = (
    select(PersonRow.display_name)
    .join(Membership, Membership.person_id == PersonRow.id)
    .join(Household, Membership.household_id == Household.id)
    .where(
        Household.community_id == bindparam("community"),
        Household.building_id == bindparam("building"),
        Household.unit == bindparam("unit"),
        Household.room == bindparam("room"),
        Membership.confirmed_at.is_not(None),
        Membership.person_id != bindparam("person"),
    )
    .order_by(Membership.id)
)


def latest_claim(community: Community, person: Person) -> ResidenceClaim | None:
    """What the person said last about their home here, with its building; one statement."""
    found: ResidenceClaim | None = entity(_LATEST, community=community.id, person=person.id)
    return found


def open_claim(community: Community, person: Person) -> ResidenceClaim | None:
    """The claim that waits, or waits for changes; one statement."""
    found: ResidenceClaim | None = entity(_OPEN, community=community.id, person=person.id)
    return found


def others_behind(community: Community, claim: ResidenceClaim) -> list[str]:
    """Display names of the others whose home behind this door is confirmed, for moderators only; one statement."""
    return column(
        _OTHERS_THERE,
        community=community.id,
        building=claim.building_id,
        unit=claim.unit,
        room=claim.room,
        person=claim.person_id,
    )
