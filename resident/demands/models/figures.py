"""What the worker has counted of a community's demands, so that no page counts thousands of rows."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId
from resident.db import Base
from resident.ids import CommunityId


class DemandFigures(Base):
    """The numbers behind the three rates of a community, and when they were counted."""

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
