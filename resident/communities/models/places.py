"""Grids, buildings, homes, and where they stand on the plan."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId


class BuildingKind(enum.StrEnum):
    """What stands at a place: people live in a building; what is not one has a place and no homes."""

    BUILDING = "building"
    GATE = "gate"
    GARDEN = "garden"
    CAR_PARK = "car_park"


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
    """Building + unit + room.

    `tells_nobody`: on somebody's word alone those of this home read of nobody who joins it. No page shows that.
    """

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("community_id", "building_id", "unit", "room"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    building_id: Mapped[int] = mapped_column(BigId, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(10))
    room: Mapped[str] = mapped_column(String(10))
    tells_nobody: Mapped[bool] = mapped_column(default=False, server_default=false())

    building: Mapped[Building] = relationship()
