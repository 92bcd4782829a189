"""Who is asked to take on a role, and the sheets by which many are asked at once."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

LASTS = timedelta(days=30)
SHEET_LASTS = timedelta(days=1)
OPEN_TO_A_ROLE = text("state = 'open' AND organization_id IS NULL")
OPEN_TO_A_BODY = text("state = 'open' AND organization_id IS NOT NULL")
OPEN_ROWS = text("state = 'open'")
MY_PAGE = "/me/invitations"


class InvitationState(enum.StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class InvitationMove(enum.StrEnum):
    """What changes the state of an invitation."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    END = "end"


NO_LONGER = _l("This invitation no longer holds")
ASK_AGAIN = _l(
    "It was answered or taken back, has ended, or who sent it no longer gives roles. The committee can invite you again."
)


class InvitationMoved(Conflict):
    """The invitation is no longer open, or nobody stands behind it any more."""

    title = NO_LONGER
    message = ASK_AGAIN


_S = InvitationState


class Invitation(Moves[InvitationMove], Base):
    """A number is asked to take on a role of the community or, where `organization_id` says so, to act for a body.

    `role` is one of the community's roles or of a body's. The number, and what whoever invites calls its person, are
    kept while it is open and then forgotten.
    """

    MOVES = {
        InvitationMove.ACCEPT: Step({_S.OPEN}, _S.ACCEPTED),
        InvitationMove.REFUSE: Step({_S.OPEN}, _S.REFUSED),
        InvitationMove.WITHDRAW: Step({_S.OPEN}, _S.WITHDRAWN),
        InvitationMove.END: Step({_S.OPEN}, _S.ENDED),
    }
    MOVED_ON = InvitationMoved
    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_role",
            "community_id",
            "phone_lookup",
            "role",
            unique=True,
            postgresql_where=OPEN_TO_A_ROLE,
            sqlite_where=OPEN_TO_A_ROLE,
        ),
        Index(
            "uq_invitation_body",
            "community_id",
            "organization_id",
            "phone_lookup",
            unique=True,
            postgresql_where=OPEN_TO_A_BODY,
            sqlite_where=OPEN_TO_A_BODY,
        ),
        Index("ix_invitation_open", "phone_lookup", postgresql_where=OPEN_ROWS, sqlite_where=OPEN_ROWS),
        Index("ix_invitation_due", "until", postgresql_where=OPEN_ROWS, sqlite_where=OPEN_ROWS),
        Index("ix_invitation_answered", "answered_by_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40), default="")
    phone_encrypted: Mapped[str] = mapped_column(String(200), default="")
    phone_lookup: Mapped[str] = mapped_column(String(64), default="")
    invited_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=_S.OPEN)
    answered_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]

    invited_by: Mapped[PersonRow] = relationship(foreign_keys=[invited_by_id])
    organization: Mapped[Organization | None] = relationship()

    def _moved(self) -> None:
        self.name = self.phone_encrypted = self.phone_lookup = ""


class StaffSheetState(enum.StrEnum):
    """Where a sheet of staff stands."""

    WAITING = "waiting"
    TAKEN = "taken"


class StaffSheetMove(enum.StrEnum):
    """What changes the state of a sheet of staff."""

    TAKE = "take"


class StaffSheetMoved(Conflict):
    """Somebody has taken the sheet over already."""

    message = _l("This sheet was taken over already.")


class StaffSheet(Moves[StaffSheetMove], Base):
    """A sheet of staff and members of bodies, encrypted until it is taken over, a day at most. `invited` is how many were."""

    MOVES = {StaffSheetMove.TAKE: Step({StaffSheetState.WAITING}, StaffSheetState.TAKEN)}
    MOVED_ON = StaffSheetMoved
    __tablename__ = "staff_sheet"
    __table_args__ = (Index("ix_staff_sheet_community", "community_id", "sent_at"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    file_name: Mapped[str] = mapped_column(String(80))
    content_encrypted: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default=StaffSheetState.WAITING)
    invited: Mapped[int] = mapped_column(default=0)

    sent_by: Mapped[PersonRow] = relationship()
