"""Volunteer work: activities with shifts, who signed up, and the minutes that were given."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import written
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

IS_OPEN = text("state IN ('signed_up', 'waiting')")
COUNTS = text("state <> 'voided'")
PICTURES = ("activity", "dumpling", "cleaning", "books", "phone", "health", "tree", "children")


class ActivityState(enum.StrEnum):
    """Where an activity stands. Whether it is over is told by its shifts."""

    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    NOT_APPROVED = "not_approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class SignUpState(enum.StrEnum):
    """With a place, in the waiting list, or neither any more (by the person, or with the shift)."""

    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"


class RecordState(enum.StrEnum):
    """A service record on its way to counting; nothing of it but this ever changes."""

    PROPOSED = "proposed"
    IN_NOTICE = "in_notice"
    FINAL = "final"
    VOIDED = "voided"


class How(enum.StrEnum):
    """Whether the system saw the minutes (the volunteer checked in and out) or a person says so: never one counter.

    What somebody else pressed on the roster is noted, not seen: it counts as what is entered by hand.
    """

    SEEN = "seen"
    NOTED = "noted"
    BY_HAND = "by_hand"


class ActivityMove(enum.StrEnum):
    """What changes the state of an activity."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK_CHANGES = "ask_changes"
    SUBMIT_AGAIN = "submit_again"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


class SignUpMove(enum.StrEnum):
    """What changes the state of a sign-up."""

    MOVE_UP = "move_up"
    CANCEL = "cancel"
    CALL_OFF = "call_off"


class RecordMove(enum.StrEnum):
    """What changes the state of a service record."""

    ANNOUNCE = "announce"
    COUNT = "count"
    VOID = "void"


class ActivityMoved(Conflict):
    """The activity is no longer (or not yet) in a state for this."""


class SignUpMoved(Conflict):
    """This sign-up has moved up or ended meanwhile."""


class RecordMoved(Conflict):
    """These minutes have been counted or voided meanwhile."""


_A, _S, _R = ActivityState, SignUpState, RecordState
OPEN_SIGN_UPS = frozenset({_S.SIGNED_UP, _S.WAITING})


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
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was sent back, refused or cancelled
    last_ends_at: Mapped[datetime | None]  # of the shifts that take place; kept by the actions on shifts

    organization: Mapped[Organization] = relationship()
    created_by: Mapped[PersonRow] = relationship()


class Shift(Base):
    """One stretch of time at one place with so many places; `taken` is how many of them are somebody's."""

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


class SignUp(Moves[SignUpMove], Base):
    """One person in one shift, with a place or in its waiting list, whose order is that of the ids."""

    MOVES = {
        SignUpMove.MOVE_UP: Step({_S.WAITING}, _S.SIGNED_UP),
        SignUpMove.CANCEL: Step(OPEN_SIGN_UPS, _S.CANCELLED),
        SignUpMove.CALL_OFF: Step(OPEN_SIGN_UPS, _S.CALLED_OFF),
    }
    MOVED_ON = SignUpMoved
    __tablename__ = "sign_up"
    __table_args__ = (
        Index(
            "uq_sign_up_active",
            "shift_id",
            "person_id",
            unique=True,
            postgresql_where=IS_OPEN,
            sqlite_where=IS_OPEN,
        ),
        Index("ix_sign_up_shift", "shift_id", "state", "id"),
        Index("ix_sign_up_person", "person_id", "state"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[datetime]
    moved_up_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # cancelled or called off
    checked_in_at: Mapped[datetime | None]
    checked_in_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    checked_out_at: Mapped[datetime | None]
    checked_out_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    no_show_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship()
    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])


class Volunteer(Base):
    """The number that stands for a person in public lists of a community (MCA order 67)."""

    __tablename__ = "volunteer"
    __table_args__ = (UniqueConstraint("community_id", "person_id"), UniqueConstraint("community_id", "number"))

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    number: Mapped[int]


class ServiceRecord(Moves[RecordMove], Base):
    """Minutes one volunteer gave in one shift. Never edited, only moved to its next state or corrected by another.

    One person is in one place at one time: what is not voided never overlaps, in whatever community. The database holds
    that as well (migration 0011), but for what overlapped before the rule came and is flagged.
    """

    MOVES = {
        RecordMove.ANNOUNCE: Step({_R.PROPOSED}, _R.IN_NOTICE),
        RecordMove.COUNT: Step({_R.PROPOSED, _R.IN_NOTICE}, _R.FINAL),
        RecordMove.VOID: Step({_R.PROPOSED, _R.IN_NOTICE, _R.FINAL}, _R.VOIDED),
    }
    MOVED_ON = RecordMoved
    __tablename__ = "service_record"
    __table_args__ = (
        Index(
            "uq_service_record_live", "shift_id", "person_id", unique=True, postgresql_where=COUNTS, sqlite_where=COUNTS
        ),
        Index("ix_service_record_person", "person_id", "community_id", "id"),
        CheckConstraint("minutes > 0 AND minutes <= 720", name="minutes"),
        CheckConstraint("ended_at > started_at", name="time_whole"),
        CheckConstraint("proposed_by_id <> person_id", name="not_by_oneself"),
        CheckConstraint("confirmed_by_id <> proposed_by_id AND confirmed_by_id <> person_id", name="second_person"),
        CheckConstraint(
            "seconded_by_id <> confirmed_by_id AND seconded_by_id <> proposed_by_id AND seconded_by_id <> person_id",
            name="third_person",
        ),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    minutes: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]  # exclusive: the next may begin at that moment
    overlapped_before: Mapped[bool] = mapped_column(default=False, server_default=false())  # set by a migration alone
    how: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500), default="")  # why by hand, or what it corrects
    state: Mapped[str] = mapped_column(String(20), default=RecordState.PROPOSED)
    needs_two: Mapped[bool] = mapped_column(default=False)  # over eight hours that day: two people confirm
    proposed_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    seconded_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    notice_until: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    points: Mapped[int | None]  # granted when it became final, after the caps
    corrects_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("service_record.id"))
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(String(500), default="")

    shift: Mapped[Shift] = relationship()
    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[PersonRow] = relationship(foreign_keys=[proposed_by_id])


# What is asked for in the very words of the indexes' conditions, so that they are used.
IS_LIVE = ServiceRecord.state != written(RecordState.VOIDED)
IS_PROPOSED = ServiceRecord.state == written(RecordState.PROPOSED)
IS_IN_NOTICE = ServiceRecord.state == written(RecordState.IN_NOTICE)
TAKES_PLACE = Shift.cancelled_at.is_(None)
for _name, _columns, _where in (
    ("ix_shift_to_come", (Shift.community_id, Shift.ends_at), TAKES_PLACE),
    ("ix_service_record_proposed", (ServiceRecord.community_id, ServiceRecord.id), IS_PROPOSED),
    ("ix_service_record_notice", (ServiceRecord.community_id, ServiceRecord.id), IS_IN_NOTICE),
    ("ix_service_record_due", (ServiceRecord.notice_until, ServiceRecord.id), IS_IN_NOTICE),
):
    Index(_name, *_columns, postgresql_where=_where, sqlite_where=_where)
