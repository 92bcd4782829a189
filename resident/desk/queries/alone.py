"""What waits and nobody may act on: the last of a role has gone, or who is left may not decide on their own.

It stands on the administrators' desk with what mends it: somebody else who is given the role.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from resident.activities.queries import STUCK
from resident.desk.queries.unattended import (
    ACTIVITIES_HERE,
    APPEALS_HERE,
    CALLS_HERE,
    DEMANDS_HERE,
    PICKUPS_HERE,
    REVIEWS_HERE,
)
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words


@dataclass(frozen=True)
class Alone:
    """One kind of things that nobody may act on: `statement` finds them in a `community`, `mends` is what ends it."""

    name: str
    label: Words
    mends: Words
    endpoint: str
    statement: Select[*tuple[Any, ...]]


_PEOPLE, _BODIES = "admin.people.index", "admin.organizations.index"
ALONE = (
    Alone(
        "demands",
        _l("Demands that no worker may act on"),
        _l("Give somebody else the role of a worker."),
        _PEOPLE,
        DEMANDS_HERE,
    ),
    Alone(
        "reviews",
        _l("Posts that no moderator may decide on"),
        _l("Give somebody else the role of a moderator."),
        _PEOPLE,
        REVIEWS_HERE,
    ),
    Alone(
        "hours",
        _l("Hours that nobody can confirm"),
        _l("See what mends it."),
        "doubts.stuck",
        STUCK,
    ),
    Alone(
        "suspensions",
        _l("Appeals against a suspension that nobody may decide"),
        _l("Give somebody else the role of a moderator or administrator, or lift the suspension."),
        "admin.suspensions.index",
        APPEALS_HERE,
    ),
    Alone(
        "calls",
        _l("Contested calls that nobody may look into"),
        _l("Give somebody else the role of a worker or a moderator."),
        _PEOPLE,
        CALLS_HERE,
    ),
    Alone(
        "pickups",
        _l("Rewards that nobody can give out"),
        _l("Let somebody act for the body that gives them, or archive it: then the points go back."),
        _BODIES,
        PICKUPS_HERE,
    ),
    Alone(
        "activities",
        _l("Activities that nobody leads"),
        _l("Let somebody act for the body as its manager, or archive it: then its shifts are called off."),
        _BODIES,
        ACTIVITIES_HERE,
    ),
)
