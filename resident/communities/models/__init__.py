"""The tables of a community, of where people live in it, and of their roles."""

from resident.communities.models.community import (
    Community,
    CommunityFigures,
    CommunityRow,
    CommunityVersion,
    NumberSeries,
)
from resident.communities.models.offline import OfflinePerson
from resident.communities.models.people import HowConfirmed, Membership, Role, RoleGrant
from resident.communities.models.places import Building, BuildingKind, EstatePlan, Grid, Household, PlanPlace
from resident.communities.models.sheets import SHEET_LASTS, PlaceSheet, SheetMove, SheetMoved, SheetState
from resident.communities.models.slips import (
    HomeObjection,
    ObjectionMove,
    ObjectionMoved,
    ObjectionState,
    Slip,
    SlipMove,
    SlipMoved,
    SlipState,
    SlipUse,
)

__all__ = [
    "Building",
    "BuildingKind",
    "Community",
    "CommunityFigures",
    "CommunityRow",
    "CommunityVersion",
    "EstatePlan",
    "Grid",
    "HomeObjection",
    "Household",
    "HowConfirmed",
    "Membership",
    "NumberSeries",
    "OfflinePerson",
    "ObjectionMove",
    "ObjectionMoved",
    "ObjectionState",
    "PlaceSheet",
    "PlanPlace",
    "Role",
    "RoleGrant",
    "SHEET_LASTS",
    "SheetMove",
    "SheetMoved",
    "SheetState",
    "Slip",
    "SlipMove",
    "SlipMoved",
    "SlipState",
    "SlipUse",
]
