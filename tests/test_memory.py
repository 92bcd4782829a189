"""What a process remembers between requests is what it would be if it were made now, and never too much.

Protects every page: what is remembered under a key that does not tell it is shown to the wrong people.
"""

import copy
import json
import operator
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from resident.columns import InLanguages
from resident.communities.context import community_by_slug
from resident.communities.models import CommunityRow
from resident.db import begin_write, db, transaction
from resident.memory import EXTENSION, Changeable, Forgetful, Memory, remembered
from tests.at_once import at_once
from tests.makers.communities import make_community
from tests.statements import statements_of

KEY = ("answers", 1, 1)


def counting(value: object = "said") -> tuple[Callable[[], object], list[object]]:
    """A way to make something, and how often it was made."""
    made: list[object] = []

    def _make() -> object:
        made.append(value)
        return value

    return _make, made


def memory_of(app: Flask) -> Memory:
    """What this app remembers."""
    memory: Memory = app.extensions[EXTENSION]
    return memory


def test_what_is_known_is_not_made_again() -> None:
    memory = Memory()
    make, made = counting()
    assert [memory.get(KEY, make), memory.get(KEY, make), memory.get(("answers", 1, 2), make)] == ["said"] * 3
    assert len(made) == 2


def test_nothing_is_a_thing_to_remember_too() -> None:
    memory = Memory()
    make, made = counting(None)
    assert [memory.get(KEY, make), memory.get(KEY, make)] == [None, None]
    assert len(made) == 1


def test_what_was_not_asked_for_the_longest_is_forgotten_first() -> None:
    memory = Memory(most=2)
    make, made = counting()
    for key in ("old", "used", "old", "new"):
        memory.get(key, make)
    assert (len(memory), len(made)) == (2, 3)
    memory.get("old", make)
    assert len(made) == 3
    memory.get("used", make)
    assert (len(memory), len(made)) == (2, 4)


def test_verifying_notices_what_its_key_does_not_tell() -> None:
    memory = Memory()
    memory.get(KEY, lambda: "one thing")
    assert memory.get(KEY, lambda: "another") == "one thing"
    memory.verifies = True
    assert memory.get(KEY, lambda: "one thing") == "one thing"
    with pytest.raises(Forgetful, match=r"one thing.*another"):
        memory.get(KEY, lambda: "another")


def test_what_could_not_be_made_is_not_remembered() -> None:
    memory = Memory()
    with pytest.raises(LookupError):
        memory.get(KEY, lambda: {}[KEY])
    assert memory.get(KEY, lambda: "found") == "found"


def test_many_who_ask_at_once_get_the_same_and_no_more_is_kept_than_allowed() -> None:
    memory = Memory(most=3)

    def _ask() -> list[int]:
        return [memory.get(number % 5, lambda number=number: number % 5) for number in range(200)]

    assert at_once([_ask] * 4) == [[number % 5 for number in range(200)]] * 4
    assert len(memory) == 3


def test_a_transaction_that_writes_remembers_nothing_and_is_told_nothing_old(app: Flask) -> None:
    """Protects from what is taken back: it would be shown to everybody until something changes."""
    memory = memory_of(app)
    with app.app_context():
        begin_write()
        assert remembered(KEY, lambda: "in the middle") == "in the middle"
        db.session.rollback()
        assert len(memory) == 0
        assert remembered(KEY, lambda: "before") == "before"
        begin_write()
        assert remembered(KEY, lambda: "in the middle") == "in the middle"
        db.session.rollback()
        assert remembered(KEY, lambda: "before") == "before"


def test_a_page_is_told_of_a_change_by_the_counter_and_reads_no_more_than_it(app: Flask) -> None:
    with app.app_context(), transaction():
        community_id = make_community("guihua", phone="1").id
    phones = []
    for phone in ("1", "2"):
        with app.app_context(), transaction():
            db.session.get_one(CommunityRow, community_id).phone = phone
        for _ in range(2):
            with statements_of(app) as seen, app.app_context():
                community = community_by_slug("guihua")
            assert community is not None
            phones.append(community.phone)
            assert len(seen) == 1
    assert phones == ["1", "1", "2", "2"]


@dataclass(frozen=True)
class Frozen:
    """A value with something in it."""

    inside: object


@dataclass
class Loose:
    """A value that anybody can change."""

    inside: object


TEXT = InLanguages({"zh_Hans": "桂花", "en": "Osmanthus"})


@pytest.mark.parametrize("value", [None, "text", 1, True, (1, ("two", TEXT)), Frozen((TEXT,)), frozenset({1})])
def test_what_nobody_can_change_is_remembered(value: object) -> None:
    memory = Memory()
    memory.verifies = True
    assert [memory.get(KEY, lambda: value), memory.get(KEY, lambda: value)] == [value, value]


@pytest.mark.parametrize(
    "value", [[1], {"zh_Hans": "桂花"}, {1}, (1, [2]), Frozen({"en": "x"}), Loose(1), Frozen((Loose(1),)), (TEXT, {})]
)
def test_what_somebody_could_change_for_everybody_is_not_remembered(value: object) -> None:
    memory = Memory()
    memory.verifies = True
    with pytest.raises(Changeable):
        memory.get(KEY, lambda: value)
    assert len(memory) == 0


def test_the_texts_of_a_remembered_community_cannot_be_changed(app: Flask) -> None:
    with app.app_context():
        with transaction():
            slug = make_community().slug
        community = community_by_slug(slug)
        assert community is not None
        for change in (
            lambda text: text.update(en="x"),
            lambda text: text.pop("en"),
            lambda text: text.setdefault("fr", "x"),
            lambda text: text.clear(),
            lambda text: operator.setitem(text, "en", "x"),
            lambda text: operator.delitem(text, "en"),
            lambda text: operator.ior(text, {"en": "x"}),
        ):
            with pytest.raises(TypeError):
                change(community.name)
        changed = {**community.name, "en": "x"}
        assert changed["en"] == "x" != community.name["en"]
        assert json.loads(json.dumps(community.name)) == copy.deepcopy(community.name) == community.name
        db.session.rollback()
