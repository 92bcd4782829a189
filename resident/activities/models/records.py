"""The minutes that were given: the ledger of hours."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.activities.models.calls import Shift
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.statements import in_one_of, written
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

COUNTS = text("state <> 'voided'")


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


class RecordMove(enum.StrEnum):
    """What changes the state of a service record."""

    ANNOUNCE = "announce"
    COUNT = "count"
    VOID = "void"


class RecordMoved(Conflict):
    """These minutes have been counted or voided meanwhile."""


_R = RecordState


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
    that as well (a migration says how), but for what overlapped before the rule came and is flagged.
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
        Index("ix_service_record_started", "community_id", "started_at"),
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


class WitnessBody(Base):
    """The body that a small community has named to confirm minutes where nobody of the committee is left to."""

    __tablename__ = "witness_body"
    __table_args__ = (UniqueConstraint("community_id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    named_at: Mapped[datetime]
    named_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))


# What is asked for in the very words of the indexes' conditions, so that they are used.
IS_LIVE = ServiceRecord.state != written(RecordState.VOIDED)
OVERLAPPED_BEFORE = ServiceRecord.overlapped_before == true()
IS_PROPOSED = ServiceRecord.state == written(RecordState.PROPOSED)
IS_IN_NOTICE = ServiceRecord.state == written(RecordState.IN_NOTICE)
IS_CONFIRMED = in_one_of(ServiceRecord.state, {RecordState.IN_NOTICE, RecordState.FINAL})
for _name, _columns, _where in (
    ("ix_service_record_proposed", (ServiceRecord.community_id, ServiceRecord.id), IS_PROPOSED),
    ("ix_service_record_notice", (ServiceRecord.community_id, ServiceRecord.id), IS_IN_NOTICE),
    ("ix_service_record_overlapped", (ServiceRecord.community_id, ServiceRecord.id), OVERLAPPED_BEFORE),
    ("ix_service_record_due", (ServiceRecord.notice_until, ServiceRecord.id), IS_IN_NOTICE),
):
    Index(_name, *_columns, postgresql_where=_where, sqlite_where=_where)
