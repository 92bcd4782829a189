"""What the worker has counted of a community's demands, so that no page counts thousands of rows."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId
from resident.db import Base
from resident.ids import CommunityId


class DemandFigures(Base):
    """The numbers behind the three rates of a community in the calendar month at hand, and when they were counted.

    `month` is its first moment; `earlier` are the same numbers of the eleven months before, the oldest first.
    """

    RAISES: ClassVar = "around"
    __tablename__ = "demand_figures"

    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), primary_key=True)
    counted_at: Mapped[datetime]
    raised: Mapped[int]
    answerable: Mapped[int]
    answered_in_time: Mapped[int]
    judged: Mapped[int]
    solved: Mapped[int]
    satisfied: Mapped[int]
    overdue: Mapped[int] = mapped_column(default=0, server_default="0")
    month: Mapped[datetime | None]
    earlier: Mapped[list[list[int]]] = mapped_column(JSON, default=list, server_default="[]")
