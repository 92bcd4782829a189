"""What residents ask for or report."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.communities.models import Building
from resident.db import Base
from resident.demands.models.states import (
    CLOSED,
    MOVES,
    OPEN,
    PUBLISHED,
    UNDOABLE,
    UNFINISHED,
    WAITING,
    WITH_A_BODY,
    DemandState,
    Move,
)
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import in_one_of
from resident.web.errors import Conflict
from resident.web.moves import Moves

if TYPE_CHECKING:
    from resident.demands.models.danger import Danger
    from resident.demands.models.entries import DemandEntry


class Visibility(enum.StrEnum):
    """Who may read a demand: everybody, or only the committee and the body that handles it."""

    ALL = "all"
    COMMITTEE = "committee"


class Urgency(enum.StrEnum):
    """How soon a demand is to be done; each category has its usual one."""

    URGENT = "urgent"
    ORDINARY = "ordinary"
    COMPLEX = "complex"


# What the staff's lists are sorted by: danger that nobody has seen, danger, what is urgent, everything else.
DANGER_UNSEEN, DANGER_SEEN, PRESSES, IN_TURN = range(4)


class Content(enum.StrEnum):
    """How content the author is with what was done."""

    CONTENT = "content"
    FAIRLY_CONTENT = "fairly_content"
    NOT_CONTENT = "not_content"


class WrongState(Conflict):
    """The demand is no longer (or not yet) in a state for this."""

    title = _l("The demand has moved on")
    message = _l("It is no longer in a state for this. Look at it as it is now.")


class DemandCategory(Base):
    """What kind of matter it is; an archived one stays on old demands and is no longer offered."""

    RAISES: ClassVar = "settings"
    __tablename__ = "demand_category"
    __table_args__ = (Index("ix_demand_category_community", "community_id", "position"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    name: Mapped[dict[str, str]]
    position: Mapped[int] = mapped_column(default=0)
    urgency: Mapped[str] = mapped_column(String(10), default=Urgency.ORDINARY, server_default=Urgency.ORDINARY)
    usual_kind: Mapped[str] = mapped_column(String(30), default="", server_default="")  # of the body that usually acts
    # water, power, gas, lifts: a body that works at any hour is told at any hour
    goes_at_any_hour: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Demand(Moves[Move], Base):
    """One matter raised by one resident, or imported without an author.

    The clock of its dates starts at `submitted_at`, whoever it was handed to meanwhile. `first_due_at` never moves,
    `due_at` is the date of this round, `missed_at` the one that a closing answer came after; `contacted_at` is the
    first answer, `called_at` the first call that counts, `resolved_at` the closing answer, none while it is open (`promises.py`).
    """

    UNSETTLES: ClassVar = False
    RAISES: ClassVar = "around"
    MOVES = MOVES
    UNDOABLE = UNDOABLE
    MOVED_ON = WrongState
    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("community_id", "source", "source_id"),
        Index("ix_demand_listed", "community_id", "is_listed", "submitted_at", "id"),
        Index("ix_demand_category", "community_id", "category_id", "submitted_at", "id"),
        Index("ix_demand_building", "community_id", "building_id", "submitted_at", "id"),
        Index("ix_demand_state", "community_id", "state", "submitted_at", "id"),
        CheckConstraint("support_count >= 0", name="support_count"),
        CheckConstraint("imported_supports >= 0", name="imported_supports"),
        CheckConstraint("comment_count >= 0", name="comment_count"),
        CheckConstraint("(rated_at IS NULL) = (rated_solved IS NULL)", name="rating_whole"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_something"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="source_whole"),
        CheckConstraint("author_id IS NOT NULL OR source IS NOT NULL", name="author_or_source"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    number: Mapped[int] = mapped_column(BigId)
    author_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    category_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("demand_category.id"))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    building_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("building.id"))
    spot: Mapped[str] = mapped_column(String(60), default="")
    visibility: Mapped[str] = mapped_column(String(20), default=Visibility.ALL)
    shows_name: Mapped[bool] = mapped_column(default=True)
    shares_photo: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(String(20), default=DemandState.IN_REVIEW)
    is_listed: Mapped[bool] = mapped_column(default=False)
    urgency: Mapped[str] = mapped_column(String(10), default=Urgency.ORDINARY, server_default=Urgency.ORDINARY)
    pressing: Mapped[int] = mapped_column(default=IN_TURN, server_default=text(str(IN_TURN)))
    version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    support_count: Mapped[int] = mapped_column(default=0)
    supports_told: Mapped[int] = mapped_column(default=0)
    imported_supports: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    holder_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    hands: Mapped[int] = mapped_column(default=0, server_default="0")  # how often it has gone to another holder
    about_id: Mapped[int | None] = mapped_column(BigId)  # the body that it is about, which is never deleted
    referred_to: Mapped[str] = mapped_column(String(80), default="")
    contacted_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    contact_due_at: Mapped[datetime | None]
    first_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    parked_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    times_reopened: Mapped[int] = mapped_column(default=0)
    rated_at: Mapped[datetime | None]
    rated_solved: Mapped[bool | None]
    rated_content: Mapped[str | None] = mapped_column(String(20))
    merged_into_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("demand.id"))
    source: Mapped[str | None] = mapped_column(String(30))
    source_id: Mapped[str | None] = mapped_column(String(100))
    taken_down_at: Mapped[datetime | None]

    author: Mapped[PersonRow | None] = relationship()
    category: Mapped[DemandCategory | None] = relationship()
    building: Mapped[Building | None] = relationship()
    holder: Mapped[Organization | None] = relationship()
    merged_into: Mapped["Demand | None"] = relationship(remote_side="Demand.id")
    danger: Mapped["Danger | None"] = relationship(back_populates="demand")
    entry: Mapped["DemandEntry | None"] = relationship(back_populates="demand")

    @property
    def submitter_id(self) -> PersonId | None:
        """Who wrote it down for who raised it; None where that was themselves."""
        return self.entry.submitter_id if self.entry is not None else None

    @validates("holder_id")
    def _count_hands(self, _name: str, holder_id: int | None) -> int | None:
        """Whoever moves it, undoing too: what was allowed to one holder is worth nothing with the next."""
        if holder_id != self.holder_id:
            self.hands = (self.hands or 0) + 1
        return holder_id

    @property
    def supporters(self) -> int:
        """Everybody who supports it, here or before it was imported."""
        return self.support_count + self.imported_supports

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: what is listed, and what went into another that is."""
        return self.taken_down_at is None and is_public_in(self.state, self.visibility)

    def list_or_not(self) -> None:
        """Whether it stands in the list is told by its state, and by nobody having taken it down."""
        self.is_listed = self.taken_down_at is None and is_listed_in(self.state, self.visibility)

    def press(self, danger: int | None) -> None:
        """Where it stands in the staff's lists: by its danger, where there is any, else by its urgency."""
        self.pressing = danger if danger is not None else PRESSES if self.urgency == Urgency.URGENT else IN_TURN

    def _moved(self) -> None:
        self.list_or_not()


def is_listed_in(state: str, visibility: str) -> bool:
    """Whether a demand in this state stands in the public list; a merged one is public but listed under the other."""
    return visibility == Visibility.ALL and state in PUBLISHED


def is_public_in(state: str, visibility: str) -> bool:
    """Whether everybody may read a demand in this state: what is listed, and what went into another."""
    return is_listed_in(state, visibility) or (state == DemandState.MERGED and visibility == Visibility.ALL)


def is_danger_in(state: str, pressing: int) -> bool:
    """Whether it stands as danger to life: as long as it is open, and closed until somebody has seen what was heard."""
    return pressing <= (DANGER_UNSEEN if state in CLOSED else DANGER_SEEN) and state in WAITING | UNFINISHED | CLOSED


# What lists ask for, in the very words of the indexes they go by: both databases compare words, not meanings.
HAS_AUTHOR = Demand.author_id.is_not(None)
STANDS_OUT = and_(
    Demand.is_listed.is_(True), ~in_one_of(Demand.state, CLOSED), Demand.support_count > literal_column("0")
)
IS_WITH_BODY = in_one_of(Demand.state, WITH_A_BODY)
MAY_BE_WITH_COMMITTEE = and_(Demand.source.is_(None), in_one_of(Demand.state, OPEN | {DemandState.PARKED}))
MAY_BE_TAKEN_OVER = and_(Demand.source.is_not(None), in_one_of(Demand.state, OPEN | {DemandState.PARKED}))
for _name, _columns, _where in (
    ("ix_demand_author", (Demand.community_id, Demand.author_id, Demand.submitted_at, Demand.id), HAS_AUTHOR),
    ("ix_demand_supported", (Demand.community_id, Demand.support_count, Demand.id), STANDS_OUT),
    ("ix_demand_holder", (Demand.holder_id, Demand.due_at, Demand.id), IS_WITH_BODY),
    (
        "ix_demand_pressing",
        (Demand.community_id, Demand.pressing, Demand.submitted_at, Demand.id),
        MAY_BE_WITH_COMMITTEE,
    ),
    ("ix_demand_committee", (Demand.community_id, Demand.submitted_at, Demand.id), MAY_BE_WITH_COMMITTEE),
    ("ix_demand_taken_over", (Demand.community_id, Demand.submitted_at, Demand.id), MAY_BE_TAKEN_OVER),
):
    Index(_name, *_columns, postgresql_where=_where, sqlite_where=_where)
