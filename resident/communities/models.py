"""A community, where people live in it, and which roles they have."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.dates import DEFAULT_HOURS, Office, office_of
from resident.db import Base
from resident.ids import CommunityId, PersonId

ACTIVE = text("ended_at IS NULL")


class Role(enum.StrEnum):
    """What a person may do for a community; residents need none."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    WORKER = "worker"


class BuildingKind(enum.StrEnum):
    """What stands at a place: people live in a building; what is not one has a place and no homes."""

    BUILDING = "building"
    GATE = "gate"
    GARDEN = "garden"
    CAR_PARK = "car_park"


class HasOffice:
    """A community as a value or as its row."""

    __slots__ = ()
    office_hours: Any
    own_days: Any
    time_zone: Any

    @property
    def office(self) -> Office:
        """The committee's hours on its working days: every promise is counted in them."""
        return office_of(self.office_hours, tuple(self.own_days.items()), self.time_zone)


@dataclass(frozen=True, slots=True)
class Community(HasOffice):
    """A community with its settings as a request carries it: a value, its attributes named as the row's columns.

    Views, queries and permissions pass it around; an action that changes it reads the row itself. `version` is the
    administrator's edit version; `settings` and `around` are the versions of what pages repeat (`revisions.py`).
    `has_siblings` says on a page whether this installation has other communities.
    """

    id: CommunityId
    slug: str
    name: dict[str, str]
    address: dict[str, str]
    notice: dict[str, str]
    notice_at: datetime | None
    phone: str
    time_zone: str
    version: int
    raising_needs_residence: bool
    joining_needs_residence: bool
    supporting_needs_residence: bool
    redeeming_needs_residence: bool
    indexes_demands: bool
    follows_earlier: bool
    review_promise_minutes: int
    office_hours: str
    own_days: dict[str, str]
    notice_days: int
    points_per_hour: int
    points_daily_cap: int
    points_monthly_cap: int
    pickup_days: int
    settings: int = 0
    around: int = 0
    has_siblings: bool = False


class CommunityRow(HasOffice, Base):
    """The tenant: one neighbourhood committee's area, with its settings."""

    RAISES: ClassVar = "settings"
    __tablename__ = "community"
    __table_args__ = (
        CheckConstraint("notice_days >= 0", name="notice_days"),
        CheckConstraint("points_per_hour >= 0", name="points_per_hour"),
        CheckConstraint("pickup_days > 0", name="pickup_days"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[dict[str, str]]
    address: Mapped[dict[str, str]] = mapped_column(default=dict)
    notice: Mapped[dict[str, str]] = mapped_column(default=dict)
    notice_at: Mapped[datetime | None]
    phone: Mapped[str] = mapped_column(String(30), default="")
    time_zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    # who may do what
    raising_needs_residence: Mapped[bool] = mapped_column(default=False)
    joining_needs_residence: Mapped[bool] = mapped_column(default=False)
    supporting_needs_residence: Mapped[bool] = mapped_column(default=True)
    redeeming_needs_residence: Mapped[bool] = mapped_column(default=True)
    indexes_demands: Mapped[bool] = mapped_column(default=False)  # whether search engines may
    # whether what was taken over from an earlier list, and nobody has taken on yet, stands on the committee's desk
    follows_earlier: Mapped[bool] = mapped_column(default=True, server_default=true())
    # what is promised: the review in minutes of office time; `own_days` are days entered beside the yearly notice
    review_promise_minutes: Mapped[int] = mapped_column(default=240)
    office_hours: Mapped[str] = mapped_column(String(120), default=DEFAULT_HOURS, server_default=DEFAULT_HOURS)
    own_days: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    # hours and points
    notice_days: Mapped[int] = mapped_column(default=7)
    points_per_hour: Mapped[int] = mapped_column(default=10)
    points_daily_cap: Mapped[int] = mapped_column(default=80)
    points_monthly_cap: Mapped[int] = mapped_column(default=600)
    pickup_days: Mapped[int] = mapped_column(default=7)


class CommunityVersion(Base):
    """How often what pages of a community repeat has changed: its settings and lists of choices, and what home shows.

    A row of its own, so that a publication does not outdate the administrator's open form.
    """

    __tablename__ = "community_version"

    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), primary_key=True)
    settings: Mapped[int] = mapped_column(default=1)
    around: Mapped[int] = mapped_column(default=1)


class CommunityFigures(Base):
    """What the worker has counted of a community's people, and when: no page counts thousands of rows."""

    __tablename__ = "community_figures"

    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), primary_key=True)
    counted_at: Mapped[datetime]
    confirmed_residents: Mapped[int]


class NumberSeries(Base):
    """The running numbers of something in a community: its row is locked while a number is taken."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    name: Mapped[str] = mapped_column(String(30))
    last: Mapped[int] = mapped_column(default=0)


class Grid(Base):
    """The part of a community that one grid worker looks after."""

    RAISES: ClassVar = "settings"
    __tablename__ = "grid"

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), index=True)
    name: Mapped[dict[str, str]]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Building(Base):
    """A house with its doorplate; or a gate, garden or car park (`kind`), which matters are about and nobody lives in."""

    RAISES: ClassVar = "settings"
    __tablename__ = "building"
    __table_args__ = (Index("ix_building_community", "community_id", "position"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    grid_id: Mapped[int] = mapped_column(BigId, ForeignKey("grid.id"))
    name: Mapped[dict[str, str]]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(20), default=BuildingKind.BUILDING, server_default=BuildingKind.BUILDING)

    grid: Mapped[Grid] = relationship()

    @property
    def is_lived_in(self) -> bool:
        """Whether homes are in it; nobody lives in a garden."""
        return self.kind == BuildingKind.BUILDING


class EstatePlan(Base):
    """That somebody has drawn the plan of the estate, and how often."""

    __tablename__ = "estate_plan"

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), unique=True)
    version: Mapped[int] = mapped_column(default=0)


class PlanPlace(Base):
    """Where a building stands on the plan: its upper left field, counted from 0, and how many fields it takes.

    Nobody has placed what has none; `estate.py` finds room for it.
    """

    RAISES: ClassVar = "settings"
    __tablename__ = "plan_place"
    __table_args__ = (
        CheckConstraint('"column" >= 0 AND "row" >= 0', name="inside"),
        CheckConstraint("width > 0 AND height > 0", name="takes_room"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), index=True)
    building_id: Mapped[int] = mapped_column(BigId, ForeignKey("building.id"), unique=True)
    column: Mapped[int]
    row: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]


class Household(Base):
    """Building + unit + room."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("community_id", "building_id", "unit", "room"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    building_id: Mapped[int] = mapped_column(BigId, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(10))
    room: Mapped[str] = mapped_column(String(10))

    building: Mapped[Building] = relationship()


class Membership(Base):
    """A person in a community; a confirmed resident once the committee has confirmed the household."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("community_id", "person_id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("household.id"))
    confirmed_at: Mapped[datetime | None]
    joined_at: Mapped[datetime]

    person: Mapped[PersonRow] = relationship()
    household: Mapped[Household | None] = relationship()


class RoleGrant(Base):
    """A role given to a person; it ends at once when `ended_at` is set."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_active",
            "community_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=ACTIVE,
            sqlite_where=ACTIVE,
        ),
        Index("ix_role_grant_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
