"""What the worker has counted of a community's hours, so that no page adds up thousands of records."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId
from resident.db import Base
from resident.ids import CommunityId


class HoursFigures(Base):
    """The minutes given in a community in the calendar month at hand, as two counters, and when they were counted.

    `month` is its first moment.
    """

    RAISES: ClassVar = "around"
    __tablename__ = "hours_figures"

    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), primary_key=True)
    counted_at: Mapped[datetime]
    month: Mapped[datetime]
    seen: Mapped[int]
    by_hand: Mapped[int]
