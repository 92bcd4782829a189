"""The tables of a community, of where people live in it, and of their roles."""

from resident.communities.models.community import (
    Community,
    CommunityFigures,
    CommunityRow,
    CommunityVersion,
    NumberSeries,
)
from resident.communities.models.people import Membership, Role, RoleGrant
from resident.communities.models.places import Building, BuildingKind, EstatePlan, Grid, Household, PlanPlace
from resident.communities.models.sheets import SHEET_LASTS, PlaceSheet, SheetMove, SheetMoved, SheetState

__all__ = [
    "Building",
    "BuildingKind",
    "Community",
    "CommunityFigures",
    "CommunityRow",
    "CommunityVersion",
    "EstatePlan",
    "Grid",
    "Household",
    "Membership",
    "NumberSeries",
    "PlaceSheet",
    "PlanPlace",
    "Role",
    "RoleGrant",
    "SHEET_LASTS",
    "SheetMove",
    "SheetMoved",
    "SheetState",
]
