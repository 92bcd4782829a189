"""Who has a place in a shift or waits for one, and who came."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.activities.models.calls import Shift
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

IS_OPEN = text("state IN ('signed_up', 'waiting')")


class SignUpState(enum.StrEnum):
    """With a place, in the waiting list, or neither any more (by the person, or with the shift)."""

    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"


class SignUpMove(enum.StrEnum):
    """What changes the state of a sign-up."""

    MOVE_UP = "move_up"
    CANCEL = "cancel"
    CALL_OFF = "call_off"
    UNDO = "undo"


class SignUpMoved(Conflict):
    """This sign-up has moved up or ended meanwhile."""


_S = SignUpState
OPEN_SIGN_UPS = frozenset({_S.SIGNED_UP, _S.WAITING})
# What can be undone, by the events of the record.
MADE, CANCELLED = "sign_up.made", "sign_up.cancelled"
CHECKED_IN, CHECKED_OUT, MISSED = "sign_up.checked_in", "sign_up.checked_out", "sign_up.missed"
PLACES = (MADE, CANCELLED)
PRESENCE = (CHECKED_IN, CHECKED_OUT, MISSED)


class SignUp(Moves[SignUpMove], Base):
    """One person in one shift, with a place or in its waiting list, whose order is that of the ids."""

    UNSETTLES: ClassVar = False
    MOVES = {
        SignUpMove.MOVE_UP: Step({_S.WAITING}, _S.SIGNED_UP),
        SignUpMove.CANCEL: Step(OPEN_SIGN_UPS, _S.CANCELLED),
        SignUpMove.CALL_OFF: Step(OPEN_SIGN_UPS, _S.CALLED_OFF),
        SignUpMove.UNDO: Step(OPEN_SIGN_UPS, _S.CANCELLED),
    }
    UNDOABLE = frozenset({SignUpMove.CANCEL})
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
    may_call: Mapped[bool] = mapped_column(default=False, server_default=false())  # the organizer, about this shift

    shift: Mapped[Shift] = relationship()
    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
