"""How the record reads: what an event is about, and what became of it."""

from resident.admin.words.deeds import DEEDS
from resident.admin.words.groups import GROUPS, STAFF
from resident.admin.words.sentences import event_words
from resident.admin.words.things import THINGS

__all__ = [
    "DEEDS",
    "GROUPS",
    "STAFF",
    "THINGS",
    "event_words",
]
