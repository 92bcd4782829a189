"""That a demand is about danger to life: since when, whether somebody of the staff has seen it, or that it is none."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.demands.models.demand import DANGER_SEEN, DANGER_UNSEEN, Demand, Urgency, WrongState
from resident.ids import CommunityId, PersonId
from resident.statements import written
from resident.web.moves import Moves, Step


class DangerState(enum.StrEnum):
    """Whether somebody of the staff knows of it; `none` is what they have looked at and found to be no danger."""

    UNSEEN = "unseen"
    SEEN = "seen"
    NONE = "none"


class DangerMove(enum.StrEnum):
    """What the staff says of a danger, and what new words of its writer do."""

    SEE = "see"
    DENY = "deny"
    MARK = "mark"
    SOUND = "sound"


_S = DangerState


class Danger(Moves[DangerMove], Base):
    """The danger of one demand: as its words sound, or as somebody of the staff has marked it.

    `since` is counted by the clock, not by office hours. `usually` is how urgent the demand is without it.
    """

    UNSETTLES: ClassVar = False
    MOVES = {
        DangerMove.SEE: Step({_S.UNSEEN}, _S.SEEN),
        DangerMove.DENY: Step({_S.UNSEEN, _S.SEEN}, _S.NONE),
        DangerMove.MARK: Step({_S.UNSEEN, _S.NONE}, _S.SEEN),
        DangerMove.SOUND: Step({_S.NONE, _S.SEEN}, _S.UNSEEN),
    }
    UNDOABLE = frozenset({DangerMove.DENY})
    MOVED_ON = WrongState
    __tablename__ = "danger"
    __table_args__ = (UniqueConstraint("demand_id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=DangerState.UNSEEN)
    since: Mapped[datetime]
    usually: Mapped[str] = mapped_column(String(10), default=Urgency.ORDINARY)
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    passed_on_at: Mapped[datetime | None]
    times_passed_on: Mapped[int] = mapped_column(default=0, server_default="0")

    demand: Mapped[Demand] = relationship(back_populates="danger")
    seen_by: Mapped[PersonRow | None] = relationship()


PRESSING: dict[str, int] = {DangerState.UNSEEN: DANGER_UNSEEN, DangerState.SEEN: DANGER_SEEN}
IS_UNSEEN = Danger.state == written(DangerState.UNSEEN)  # in the very words of the index's condition
Index("ix_danger_unseen", Danger.community_id, Danger.since, postgresql_where=IS_UNSEEN, sqlite_where=IS_UNSEEN)
