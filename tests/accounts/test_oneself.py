"""A new name: taken at once, or read before neighbours read it."""

from typing import Any

import pytest

from resident.accounts.actions import rename
from resident.accounts.entrance.names import taken
from resident.accounts.entrance.names.reviewed import DESK, Nobody
from resident.accounts.models import PersonRow
from resident.web.errors import Later
from tests.makers.accounts import make_person


class _Read:
    """A committee that reads one name before neighbours do."""

    def must_read(self, _person: PersonRow, name: str) -> bool:
        return name == "王大姐"

    def asked_for_changes(self, _person: PersonRow) -> bool:
        return False


def test_a_name_that_is_read_first_waits_and_any_other_is_taken_at_once(
    session: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DESK, "reads", _Read())
    waits, goes = make_person("李阿姨"), make_person("李阿姨")
    assert rename(by=waits, display_name="王大姐") is True
    assert rename(by=goes, display_name="李大姐") is False
    assert rename(by=goes, display_name="李大姐") is False
    assert (waits.display_name, goes.display_name) == ("李阿姨", "李大姐")
    with pytest.raises(Later) as refused:
        rename(by=goes, display_name="李奶奶")
    assert refused.value.field == "display_name"


def test_where_no_community_is_around_no_name_is_read() -> None:
    somebody: Any = None
    assert (Nobody().must_read(somebody, "李大姐"), Nobody().asked_for_changes(somebody)) == (False, False)


def test_a_keeper_of_names_is_asked_once(session: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "_KEEPERS", [])
    asked: list[PersonRow | None] = []

    def _theirs(person: PersonRow | None) -> list[str]:
        asked.append(person)
        return ["李大姐"]

    for _ in range(2):
        taken.register(_theirs)
    assert (taken.whose_name("李 大姐", None), taken.whose_name("王大姐", None)) == ("李大姐", "")
    assert asked == [None, None]
