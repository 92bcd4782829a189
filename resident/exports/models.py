"""What an administrator takes out of the app as a sheet, and in which columns a community hands it in."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

LASTS = timedelta(days=1)
LONGEST_HEADING, LONGEST_REASON = 40, 200


class ExportState(enum.StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class ExportMove(enum.StrEnum):
    """What changes the state of an export."""

    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"


class ExportMoved(Conflict):
    """The sheet is not ready, or has been made by somebody else meanwhile."""

    message = _l("This sheet is not ready, or it is gone. Look at it as it is now.")


_S = ExportState


class Export(Moves[ExportMove], Base):
    """A sheet of one kind of thing from `since` to `until` (both days included), kept encrypted for a day.

    `columns` are pairs of a column's key and its heading, as chosen. `reason` is what the phone numbers in it are for;
    without one there are none. `tries` is how often the worker began it.
    """

    MOVES = {
        ExportMove.BEGIN: Step({_S.WAITING}, _S.MAKING),
        ExportMove.FINISH: Step({_S.MAKING}, _S.READY),
        ExportMove.FAIL: Step({_S.WAITING, _S.MAKING}, _S.FAILED),
    }
    MOVED_ON = ExportMoved
    __tablename__ = "export"
    __table_args__ = (Index("ix_export_community", "community_id", "asked_at"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    until: Mapped[date]
    columns: Mapped[list[list[str]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    language: Mapped[str] = mapped_column(String(10))
    asked_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=ExportState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    content_encrypted: Mapped[str] = mapped_column(Text, default="", deferred=True)

    asked_by: Mapped[PersonRow] = relationship()

    @property
    def has_phones(self) -> bool:
        """Whether phone numbers stand in it."""
        return self.reason != ""


class ExportColumns(Base):
    """In which columns a community hands one kind in: key, heading (empty: ours) and whether it is taken, in their order."""

    __tablename__ = "export_columns"
    __table_args__ = (UniqueConstraint("community_id", "kind"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(20))
    columns: Mapped[list[list[object]]] = mapped_column(JSON)
