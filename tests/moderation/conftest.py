"""Notes are reviewable in these tests."""

import pytest

from resident.moderation.kinds import KINDS
from tests.makers.moderation import note_kind


@pytest.fixture(autouse=True)
def _notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "note", note_kind())
