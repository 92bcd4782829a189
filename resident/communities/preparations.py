"""What a community needs of its own before its residents come: how to reach it, where they live, who does the work."""

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select

from resident.communities.models import Building, BuildingKind, CommunityRow, Grid, Role, RoleGrant
from resident.config import settings
from resident.i18n import lazy_gettext as _l
from resident.statements import written
from resident.web.preparations import Preparation, register

_HERE: BindParameter[int] = bindparam("community")
_PHONE, _DUTY = (
    select(column).where(CommunityRow.id == _HERE).scalar_subquery() != ""
    for column in (CommunityRow.phone, CommunityRow.duty_phone)
)
_GRID = select(Grid.id).where(Grid.community_id == _HERE, Grid.archived_at.is_(None)).exists()
_BUILDING = (
    select(Building.id)
    .where(
        Building.community_id == _HERE,
        Building.kind == written(BuildingKind.BUILDING),
        Building.archived_at.is_(None),
    )
    .exists()
)


def _has(role: Role, least: int = 1) -> ColumnElement[bool]:
    held = select(func.count(RoleGrant.id)).where(
        RoleGrant.community_id == _HERE, RoleGrant.role == written(role), RoleGrant.ended_at.is_(None)
    )
    found: ColumnElement[bool] = held.scalar_subquery() >= least
    return found


PEOPLE, CONTACT = "admin.people.index", "admin.settings.contact"
LINES = (
    Preparation(
        "grid",
        _l("Add the first grid"),
        _l("Buildings stand in grids: one by one, or all with their homes from the list you have in Excel."),
        _GRID,
        10,
        "admin.places.index",
    ),
    Preparation(
        "building",
        _l("Add the first building"),
        _l("Without one nobody can say where they live."),
        _BUILDING,
        11,
        "admin.places.index",
    ),
    Preparation(
        "moderator",
        _l("Name a moderator"),
        _l("Until then nothing is published."),
        _has(Role.MODERATOR),
        20,
        PEOPLE,
    ),
    Preparation(
        "worker",
        _l("Name a committee worker"),
        _l("Until then nobody answers demands."),
        _has(Role.WORKER),
        21,
        PEOPLE,
    ),
    Preparation(
        "second administrator",
        _l("Name a second administrator"),
        _l("In case you are away."),
        _has(Role.ADMINISTRATOR, 2),
        22,
        PEOPLE,
    ),
    Preparation(
        "phone",
        _l("Enter the phone number of the committee"),
        _l("Residents can call from the home page."),
        _PHONE,
        30,
        CONTACT,
    ),
    Preparation(
        "duty phone",
        _l("Enter a phone number for when the office is closed"),
        _l("Shown where something sounds like danger."),
        _DUTY,
        31,
        CONTACT,
    ),
    Preparation(
        "filing",
        _l("Have the address filed"),
        _l("The operator enters its filing number; every page shows it."),
        lambda: bool(settings().filing_number),
        81,
    ),
)


def register_preparations() -> None:
    """Put the lines of this package on the list."""
    for one in LINES:
        register(one)
