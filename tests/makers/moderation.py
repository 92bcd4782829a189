"""Things to review, for tests of the queue itself."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.moderation.actions import submit
from resident.moderation.kinds import ReviewKind, Shown
from resident.moderation.models import ReviewItem

_numbers = count(1)


@dataclass
class Note:
    """Something short that needs nobody's table."""

    id: int
    community_id: int
    title: str
    text: str
    version: int = 1
    decision: str = ""
    reason: str = ""


NOTES: dict[int, Note] = {}


def note_kind() -> ReviewKind:
    """How notes are reviewed: the decision is kept in the note."""

    def _keep(decision: str) -> Any:
        def _decide(note_id: int, *, by: PersonRow, reason: str) -> None:
            NOTES[note_id].decision, NOTES[note_id].reason = f"{decision} by {by.id}", reason

        return _decide

    return ReviewKind("note", "Note", _show, _keep("approved"), _keep("rejected"), _keep("changes asked"))


def _show(note_id: int) -> Shown:
    note = NOTES[note_id]
    return Shown(title={"zh_Hans": note.title, "en": ""}, version=note.version, text=note.text)


def make_note(community: CommunityRow, title: str = "电梯坏了", text: str = "请来看看") -> Note:
    """A note that nobody has submitted."""
    note = Note(next(_numbers), community.id, title, text)
    NOTES[note.id] = note
    return note


def make_waiting(
    community: CommunityRow, author: PersonRow, title: str = "电梯坏了", text: str = "请来看看"
) -> ReviewItem:
    """A note in the queue."""
    note = make_note(community, title, text)
    return submit_note(note, author)


def submit_note(note: Note, author: PersonRow) -> ReviewItem:
    """The note as it is now, in the queue."""
    return submit(
        kind="note", subject=note, title={"zh_Hans": note.title, "en": ""}, author_id=author.id, version=note.version
    )


def note_of(item: ReviewItem) -> Note:
    """What an item is about."""
    return NOTES[item.subject_id]
