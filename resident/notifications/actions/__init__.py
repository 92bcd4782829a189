"""Telling people, and reading what one was told."""

from resident.notifications.actions.choosing import choose_sms
from resident.notifications.actions.reading import mark_read, note_seen, open_message
from resident.notifications.actions.sending import notify, take_back, telling

__all__ = [
    "choose_sms",
    "mark_read",
    "note_seen",
    "notify",
    "open_message",
    "take_back",
    "telling",
]
