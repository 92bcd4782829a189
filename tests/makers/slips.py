"""Slips and the homes they are for, for tests."""

from resident.accounts.entrance.identity import decrypt
from resident.communities.actions import print_slip
from resident.communities.models import Building, Community, CommunityRow, Household, Slip
from resident.db import db
from tests.makers.communities import boss_of, make_building


def make_home(
    community: CommunityRow | Community, building: Building | None = None, unit: str = "2", room: str = "501"
) -> Household:
    """A home where nobody lives yet."""
    building = building or make_building(community)
    home = Household(community_id=community.id, building_id=building.id, unit=unit, room=room)
    db.session.add(home)
    db.session.flush()
    return home


def make_slip(home: Household) -> Slip:
    """A slip that was printed."""
    return print_slip(home=home, by=boss_of(home))


def code_of(slip: Slip) -> str:
    """What stands on the paper."""
    return decrypt(slip.code_encrypted)
