"""A sheet of places that was sent and waits to be taken over."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

SHEET_LASTS = timedelta(days=1)


class SheetState(enum.StrEnum):
    """Where a sheet stands."""

    WAITING = "waiting"
    TAKING = "taking"
    TAKEN = "taken"


class SheetMove(enum.StrEnum):
    """What changes the state of a sheet."""

    BEGIN = "begin"
    STOP = "stop"
    FINISH = "finish"


class SheetMoved(Conflict):
    """Somebody has taken the sheet over already, or it is being taken over."""

    message = _l("This sheet is being taken over, or was. Look at it as it is now.")


_S = SheetState


class PlaceSheet(Moves[SheetMove], Base):
    """A sheet of grids, buildings and homes, encrypted until it is taken over, a day at most.

    `done` and `total` are homes. What stopped the taking over stands in `stopped` as one of `stops` in the words.
    """

    MOVES = {
        SheetMove.BEGIN: Step({_S.WAITING}, _S.TAKING),
        SheetMove.STOP: Step({_S.TAKING}, _S.WAITING),
        SheetMove.FINISH: Step({_S.TAKING}, _S.TAKEN),
    }
    MOVED_ON = SheetMoved
    __tablename__ = "place_sheet"
    __table_args__ = (Index("ix_place_sheet_community", "community_id", "sent_at"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    begun_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    file_name: Mapped[str] = mapped_column(String(80))
    content_encrypted: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=_S.WAITING)
    mark: Mapped[str] = mapped_column(String(32), default="")
    has_placed: Mapped[bool] = mapped_column(default=False)
    stopped: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)

    sent_by: Mapped[PersonRow] = relationship(foreign_keys=[sent_by_id])
