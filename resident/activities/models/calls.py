"""Activities, and the shifts in which they take place."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

PICTURES = ("activity", "dumpling", "cleaning", "books", "phone", "health", "tree", "children")


class ActivityState(enum.StrEnum):
    """Where an activity stands. Whether it is over is told by its shifts."""

    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    NOT_APPROVED = "not_approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class ActivityMove(enum.StrEnum):
    """What changes the state of an activity."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK_CHANGES = "ask_changes"
    SUBMIT_AGAIN = "submit_again"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class ActivityMoved(Conflict):
    """The activity is no longer (or not yet) in a state for this."""


_A = ActivityState


class Activity(Moves[ActivityMove], Base):
    """Volunteer work that one body calls people to; it has one or more shifts."""

    MOVES = {
        ActivityMove.APPROVE: Step({_A.IN_REVIEW}, _A.PUBLISHED),
        ActivityMove.REJECT: Step({_A.IN_REVIEW}, _A.NOT_APPROVED),
        ActivityMove.ASK_CHANGES: Step({_A.IN_REVIEW}, _A.CHANGES_ASKED),
        ActivityMove.SUBMIT_AGAIN: Step({_A.IN_REVIEW, _A.CHANGES_ASKED}, _A.IN_REVIEW),
        ActivityMove.WITHDRAW: Step({_A.IN_REVIEW, _A.CHANGES_ASKED}, _A.WITHDRAWN),
        ActivityMove.CANCEL: Step({_A.PUBLISHED}, _A.CANCELLED),
    }
    UNDOABLE = frozenset({ActivityMove.APPROVE, ActivityMove.REJECT, ActivityMove.ASK_CHANGES})
    MOVED_ON = ActivityMoved
    RAISES: ClassVar = "around"
    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_list", "community_id", "state", "last_ends_at", "id"),
        Index("ix_activity_organization", "organization_id", "id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    title: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]]
    conditions: Mapped[dict[str, str]] = mapped_column(default=dict)
    risks: Mapped[dict[str, str]]
    protections: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(String(20), default=PICTURES[0])
    contact_name: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default=ActivityState.IN_REVIEW)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was sent back, refused or cancelled
    last_ends_at: Mapped[datetime | None]  # of the shifts that take place; kept by the actions on shifts

    organization: Mapped[Organization] = relationship()
    created_by: Mapped[PersonRow] = relationship()


class Shift(Base):
    """One stretch of time at one place with so many places; `taken` is how many of them are somebody's."""

    UNSETTLES: ClassVar = False
    RAISES: ClassVar = "around"
    __tablename__ = "shift"
    __table_args__ = (
        Index("ix_shift_activity", "activity_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("sign_up_until <= starts_at", name="cut_off_before_start"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    activity_id: Mapped[int] = mapped_column(BigId, ForeignKey("activity.id"))
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign_up_until: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    check_in_key: Mapped[str] = mapped_column(String(43), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was cancelled

    activity: Mapped[Activity] = relationship()


TAKES_PLACE = Shift.cancelled_at.is_(None)  # in the very words of the index's condition, so that it is used
Index("ix_shift_to_come", Shift.community_id, Shift.ends_at, postgresql_where=TAKES_PLACE, sqlite_where=TAKES_PLACE)
