"""Reading claims."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Person, PersonRow
from resident.claims.models import OPEN, ResidenceClaim
from resident.communities.models import Community, CommunityRow, Household, Membership
from resident.db import db


def latest_claim(community: Community, person: Person) -> ResidenceClaim | None:
    """What the person said last about their home here, with its building; one statement."""
    return db.session.scalar(_with_building(community.id, person.id).order_by(ResidenceClaim.id.desc()).limit(1))


def open_claim(community_id: int, person_id: int) -> ResidenceClaim | None:
    """The claim that waits, or waits for changes; one statement."""
    return db.session.scalar(_with_building(community_id, person_id).where(ResidenceClaim.state.in_(OPEN)))


def people_at(claim: ResidenceClaim) -> list[str]:
    """Display names of the others whose home behind this door is confirmed, for moderators only; one statement."""
    query = (
        select(PersonRow.display_name)
        .join(Membership, Membership.person_id == PersonRow.id)
        .join(Household, Membership.household_id == Household.id)
        .where(
            Household.community_id == claim.community_id,
            Household.building_id == claim.building_id,
            Household.unit == claim.unit,
            Household.room == claim.room,
            Membership.confirmed_at.is_not(None),
            Membership.person_id != claim.person_id,
        )
        .order_by(Membership.id)
    )
    return list(db.session.scalars(query))


def claims_as_json(person: Person) -> list[dict[str, Any]]:
    """Every claim of a person, for the file one can take along."""
    rows = db.session.execute(
        select(ResidenceClaim, CommunityRow)
        .join(CommunityRow, ResidenceClaim.community_id == CommunityRow.id)
        .options(joinedload(ResidenceClaim.building))
        .where(ResidenceClaim.person_id == person.id)
        .order_by(ResidenceClaim.id)
    )
    return [
        {
            "community": community.name,
            "building": claim.building.name,
            "unit": claim.unit,
            "room": claim.room,
            "state": claim.state,
            "reason": claim.reason,
            "submitted_at": claim.submitted_at.isoformat(),
            "decided_at": claim.decided_at.isoformat() if claim.decided_at else None,
        }
        for claim, community in rows
    ]


def _with_building(community_id: int, person_id: int) -> Select[Any]:
    return (
        select(ResidenceClaim)
        .where(ResidenceClaim.community_id == community_id, ResidenceClaim.person_id == person_id)
        .options(joinedload(ResidenceClaim.building))
    )
