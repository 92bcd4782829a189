"""The tenant: a community with its settings, as a value and as a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.dates import DEFAULT_HOURS, Office, office_of
from resident.db import Base
from resident.ids import CommunityId
from resident.web.telephones import Call, calls


class HasOffice:
    """A community as a value or as its row."""

    __slots__ = ()
    office_hours: Any
    own_days: Any
    time_zone: Any
    duty_phone: Any
    duty_phones_after: Any

    @property
    def office(self) -> Office:
        """The committee's hours on its working days: every promise is counted in them."""
        return office_of(self.office_hours, tuple(self.own_days.items()), self.time_zone)

    @property
    def duty_calls(self) -> list[Call]:
        """Who answers when the office is closed, in the order in which they are called."""
        return [*calls(self.duty_phone), *calls(self.duty_phones_after)]


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
    goal: dict[str, str]
    goal_hours: int | None
    phone: str
    duty_phone: str
    duty_phones_after: str
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
    # what the hours of a month are for, and how many it shall be; both or neither
    goal: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    goal_hours: Mapped[int | None]
    phone: Mapped[str] = mapped_column(String(30), default="")
    duty_phone: Mapped[str] = mapped_column(
        String(30), default="", server_default=""
    )  # who answers when the office is closed
    duty_phones_after: Mapped[str] = mapped_column(String(120), default="", server_default="")  # and who after that
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
