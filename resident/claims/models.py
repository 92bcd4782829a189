"""What people say of themselves and the committee confirms."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.communities.models import Building
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

OPEN_ROWS = text("state IN ('waiting', 'changes_asked')")


NAME = "name"  # the kind of a proposal of a new display name


class ClaimState(enum.StrEnum):
    """Where a claim stands."""

    WAITING = "waiting"
    CHANGES_ASKED = "changes_asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ClaimState.WAITING, ClaimState.CHANGES_ASKED})
PATH = "/me/household"
_S = ClaimState


class ClaimMove(enum.StrEnum):
    """What changes the state of a claim."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    ASK_CHANGES = "ask_changes"
    SUBMIT_AGAIN = "submit_again"
    WITHDRAW = "withdraw"


class BuildingGone(Conflict):
    """The building was archived after the person named it."""

    title = _l("This building is no longer in use")
    message = _l("Ask the resident for the address as it is now, or have an administrator bring the building back.")


class ClaimMoved(Conflict):
    """The claim is no longer what the page showed: the committee decided, or another tab was faster."""

    title = _l("Something has changed")
    message = _l("The committee has decided meanwhile, or you sent it from another page. Look at it as it is now.")

    def __init__(self) -> None:
        super().__init__(action_url=PATH, action_label=_l("My home"))


class ResidenceClaim(Moves[ClaimMove], Base):
    """A person says which home is theirs; the home confirmed before stays until this one is.

    One is open at a time. `version` counts what the person changed while it was.
    """

    MOVES = {
        ClaimMove.CONFIRM: Step({_S.WAITING}, _S.CONFIRMED),
        ClaimMove.REFUSE: Step({_S.WAITING}, _S.REFUSED),
        ClaimMove.ASK_CHANGES: Step({_S.WAITING}, _S.CHANGES_ASKED),
        ClaimMove.SUBMIT_AGAIN: Step(OPEN, _S.WAITING),
        ClaimMove.WITHDRAW: Step(OPEN, _S.WITHDRAWN),
    }
    UNDOABLE = frozenset({ClaimMove.CONFIRM, ClaimMove.REFUSE, ClaimMove.ASK_CHANGES})
    MOVED_ON = ClaimMoved
    __tablename__ = "residence_claim"
    __table_args__ = (
        Index(
            "uq_residence_claim_open",
            "community_id",
            "person_id",
            unique=True,
            postgresql_where=OPEN_ROWS,
            sqlite_where=OPEN_ROWS,
        ),
        Index("ix_residence_claim_person", "person_id", "community_id", "id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    building_id: Mapped[int] = mapped_column(BigId, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(10))
    room: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default=ClaimState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(500), default="")
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    person: Mapped[PersonRow] = relationship()
    building: Mapped[Building] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the person can still change or withdraw it."""
        return self.state in OPEN
