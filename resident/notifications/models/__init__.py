"""The inbox people read in the app, and the outbox the worker delivers elsewhere."""

from resident.notifications.models.choices import SmsRefusal
from resident.notifications.models.inbox import Notification
from resident.notifications.models.outbox import (
    FAILED,
    OPEN,
    SETTLED,
    Lane,
    OutboxMessage,
    OutboxMove,
    OutboxMoved,
    OutboxState,
)

__all__ = [
    "FAILED",
    "OPEN",
    "SETTLED",
    "Lane",
    "Notification",
    "OutboxMessage",
    "OutboxMove",
    "OutboxMoved",
    "OutboxState",
    "SmsRefusal",
]
