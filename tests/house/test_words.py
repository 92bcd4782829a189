"""One word has one meaning: what the README's list forbids stands in no name of the code and in no sentence of a page.

A rule says where a word would mean what the list has another word for: elsewhere it may be plain English.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from tests.house.source import ROOT, files, text, tree

CATALOGUE = ROOT / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
ANSWERS = frozenset({"web", "server", "supervisor", "views"})  # HTTP has words of its own: the status of an answer


class Rule(NamedTuple):
    """Where a word is forbidden: names in these packages, names everywhere but in those, sentences that match."""

    names: str = ""
    only_in: frozenset[str] = frozenset()
    but_in: frozenset[str] = frozenset()
    sentence: str = ""


RULES = {
    "hold": Rule(names="hold|holding", sentence=r"\bpoints\b.*\b(hold|held|on hold)\b"),
    "take back": Rule(
        names=r"take_back|takes_back|taken_back",
        only_in=frozenset({"points", "rewards"}),
        sentence=r"\bpoints\b[^.]*\b(take|takes|taken|took) back\b",
    ),
    "cancel for this": Rule(names=r"cancel|cancelled", only_in=frozenset({"undo"})),
    "queue (what waits for review)": Rule(names="queue|queued", only_in=frozenset({"activities"})),
    "owner (what a photo belongs to)": Rule(names="owner|owners", only_in=frozenset({"demands", "desk"})),
    "status": Rule(names="status", but_in=ANSWERS),
    "cached": Rule(names="cached|uncached"),
    "component": Rule(names="component|components", sentence=r"\bcomponent"),
    "note": Rule(names="note|notes", only_in=frozenset({"demands"})),
    "permit": Rule(names="permit|permits|permitted"),
    "trusted device": Rule(names="trusted_device", sentence=r"\btrusted device"),
    "notification on a page": Rule(sentence=r"\bnotifications?\b"),
}
# What only a reader can tell: these words have another good use in the very same place.
FOR_READERS = {
    "place for a sign-up",
    "version for these",
    "pass",
    "None for nobody",
    "check (in and out of a shift)",
}


@cache
def forbidden() -> frozenset[str]:
    """The last column of the README's list, word by word."""
    words = text(Path("README.md")).partition("## Words")[2].partition("\n## ")[0]
    columns = [line.strip("|").split("|") for line in words.splitlines() if line.startswith("| ")]
    return frozenset(word.strip() for row in columns[2:] for word in row[-1].split(",") if word.strip())


def names_of(module: ast.Module) -> Iterator[str]:
    """Every name that a module gives: to functions, classes, arguments, attributes and values."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def misnamed(rule: Rule, module: ast.Module) -> list[str]:
    """Names of a module that say a forbidden word: `hold` in `hold_points` and in `PointsHold`, not in `holder`."""
    word = re.compile(rf"(?:^|_)(?:{rule.names})(?:_|$)")
    snake = {name: re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in names_of(module)}
    return sorted(name for name, said in snake.items() if word.search(said))


def is_meant(rule: Rule, path: Path) -> bool:
    """Whether a rule of names is about this file."""
    rooms = {*path.parts[1:-1], path.stem}
    return bool(rule.names) and not rooms & rule.but_in and (not rule.only_in or bool(rooms & rule.only_in))


def missaid(rule: Rule, sentences: list[str]) -> list[str]:
    """Sentences of pages that say a forbidden word."""
    return [one for one in sentences if rule.sentence and re.search(rule.sentence, one, re.IGNORECASE)]


@cache
def sentences() -> list[str]:
    """Everything that people read, in English."""
    with CATALOGUE.open("rb") as file:
        return [
            message.id if isinstance(message.id, str) else message.id[-1] for message in read_po(file) if message.id
        ]


def test_every_forbidden_word_is_looked_for_or_left_to_readers() -> None:
    """Protects the list: a word that is added to it is decided on here."""
    assert forbidden() == set(RULES) | FOR_READERS


@pytest.mark.parametrize("word", RULES)
def test_no_name_says_what_has_another_word(word: str) -> None:
    """Protects the reader of the code, who looks for one thing under one name."""
    rule = RULES[word]
    found = {
        str(path): named
        for path in files("resident", ".py")
        if is_meant(rule, path)
        for named in [misnamed(rule, tree(path)) + misnamed(rule, ast.parse(f"{path.stem} = None"))]
        if named
    }
    assert not found


@pytest.mark.parametrize("word", RULES)
def test_no_page_says_what_has_another_word(word: str) -> None:
    """Protects the reader of a page: what is reversed here is not taken back there."""
    assert not missaid(RULES[word], sentences())


@pytest.mark.parametrize(
    ("word", "look", "said"),
    [
        ("hold", misnamed, "def hold_points(): pass"),
        ("hold", misnamed, "class PointsHold: pass"),
        ("status", misnamed, "state.status = 1"),
        ("take back", misnamed, "def take_back(points): pass"),
        ("note", misnamed, "def said(step, *, note): pass"),
        ("take back", missaid, "The points are taken back."),
        ("notification on a page", missaid, "You have one notification."),
    ],
)
def test_a_forbidden_word_is_found(word: str, look: Callable[..., list[str]], said: str) -> None:
    assert look(RULES[word], ast.parse(said) if look is misnamed else [said])


@pytest.mark.parametrize("said", ["holder_id = household = threshold = uphold = 1", "def keep(holder): pass"])
def test_a_word_inside_another_is_not_the_word(said: str) -> None:
    assert not misnamed(RULES["hold"], ast.parse(said))
