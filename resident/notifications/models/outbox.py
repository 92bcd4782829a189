"""What leaves the app: a row for each message and channel, and the lanes on which channels send."""

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident import clock
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.notifications.models.inbox import Notification
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

OPEN, SETTLED = text("state IN ('taken', 'waiting')"), text("settled_at IS NOT NULL")
FAILED = text("state IN ('given_up', 'unclear')")


class OutboxState(enum.StrEnum):
    """Where a message stands on its way out; `unclear` is one whose call was sent and got no answer."""

    WAITING = "waiting"
    TAKEN = "taken"
    DELIVERED = "delivered"
    UNCLEAR = "unclear"
    GIVEN_UP = "given_up"
    NEEDLESS = "needless"


class OutboxMove(enum.StrEnum):
    """What happens to a message: a worker takes it, and notes what came of it."""

    TAKE = "take"
    WAIT = "wait"
    DELIVER = "deliver"
    DOUBT = "doubt"
    GIVE_UP = "give_up"
    DROP = "drop"
    RESEND = "resend"


class OutboxMoved(Conflict):
    """The worker was faster."""

    message = _l("This message has gone on meanwhile. Look at it as it is now.")


class OutboxMessage(Moves[OutboxMove], Base):
    """Something to be done outside, in the same transaction as its cause; delivered later, never undone by it.

    `channel` is the lane it goes by: the name of a way out and, behind a colon, what of it rests or stops alone.
    `due_at` says when a worker looks at it next; while it is taken, when the lease of who took it ends. Rank 0 goes
    first and does not mind that its lane rests. After `until` it is of no use to anybody. What must not lie about
    stands in `secret_encrypted`, which is emptied when the row is settled. `notification_id` is the message it carries
    on, `why` the reason of its last answer.
    """

    __tablename__ = "outbox_message"
    UNSETTLES: ClassVar = False
    __table_args__ = (
        Index("ix_outbox_message_waiting", "rank", "due_at", "id", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_outbox_message_lane", "channel", "due_at", postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_outbox_message_channel", "channel", "id"),
        Index("ix_outbox_message_settled", "settled_at", postgresql_where=SETTLED, sqlite_where=SETTLED),
        Index(
            "ix_outbox_message_failed",
            "community_id",
            "settled_at",
            "id",
            postgresql_where=FAILED,
            sqlite_where=FAILED,
        ),
        Index("ix_outbox_message_of", "notification_id", postgresql_where=OPEN, sqlite_where=OPEN),
    )
    MOVED_ON = OutboxMoved
    MOVES: ClassVar[Mapping[OutboxMove, Step]] = {
        OutboxMove.TAKE: Step({OutboxState.WAITING}, OutboxState.TAKEN),
        OutboxMove.WAIT: Step({OutboxState.TAKEN}, OutboxState.WAITING),
        OutboxMove.DELIVER: Step({OutboxState.TAKEN}, OutboxState.DELIVERED),
        OutboxMove.DOUBT: Step({OutboxState.TAKEN}, OutboxState.UNCLEAR),
        OutboxMove.GIVE_UP: Step({OutboxState.WAITING, OutboxState.TAKEN}, OutboxState.GIVEN_UP),
        OutboxMove.DROP: Step({OutboxState.WAITING, OutboxState.TAKEN}, OutboxState.NEEDLESS),
        OutboxMove.RESEND: Step({OutboxState.UNCLEAR, OutboxState.GIVEN_UP}, OutboxState.WAITING),
    }

    id: Mapped[Id]
    community_id: Mapped[CommunityId | None] = mapped_column(BigId)
    notification_id: Mapped[int | None] = mapped_column(BigId)
    channel: Mapped[str] = mapped_column(String(30))
    rank: Mapped[int] = mapped_column(default=1, server_default="1")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    secret_encrypted: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[str] = mapped_column(String(20), default=OutboxState.WAITING, server_default="waiting")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0, server_default="0")
    why: Mapped[str] = mapped_column(String(60), default="", server_default="")
    settled_at: Mapped[datetime | None]

    notification: Mapped[Notification | None] = relationship(
        primaryjoin=lambda: Notification.id == OutboxMessage.notification_id, foreign_keys=[notification_id]
    )

    def settle(self, move: OutboxMove, why: str) -> None:
        """Bring it to its end, for a reason; what must not lie about goes. Raises OutboxMoved."""
        self.move(move)
        self.why, self.settled_at, self.secret_encrypted = why, clock.now(), ""


class Lane(Base):
    """How a channel, or a part of it, is doing: it rests after a failure and after each call of one that paces itself.

    It has stopped where somebody must mend something first, `why` says what; it is tried again now and then.
    """

    __tablename__ = "outbox_lane"
    UNSETTLES: ClassVar = False

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(30), unique=True)
    rests_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(String(60), default="")
    stopped_at: Mapped[datetime | None]
