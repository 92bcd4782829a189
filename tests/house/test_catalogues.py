"""Every word in both languages."""

import re
import tomllib
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.source import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "lazy_gettext": None}


@cache
def chinese() -> Catalog:
    """The catalogue as it is in the repository."""
    with open(ROOT / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po", "rb") as file:
        return read_po(file, locale="zh_Hans")


@cache
def extracted() -> frozenset[str]:
    """The ids that stand in code and templates today (the first one where there is a plural)."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {m["pattern"]: {k: v for k, v in m.items() if k not in {"pattern", "method"}} for m in mappings}
    found = set()
    for folder in ("resident", "templates"):
        inside = [
            (pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(folder)
        ]
        own = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, inside, own, keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return frozenset(found)


def messages() -> list[Message]:
    """The entries of the catalogue, its head left out."""
    return [message for message in chinese() if message.id]


def forms(value: object) -> list[str]:
    """One text, or the texts of a plural."""
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def test_the_catalogue_holds_exactly_what_is_said():
    """Protects the Chinese reader from an English sentence, and the translator from words nobody uses."""
    known = {forms(message.id)[0] for message in messages()}
    assert extracted() - known == set(), "not in the catalogue"
    assert known - extracted() == set(), "no longer said anywhere"


def test_everything_is_translated_and_nothing_is_a_guess():
    """Protects the Chinese reader from gaps and from a tool's guesses."""
    assert [message.id for message in messages() if not all(forms(message.string))] == []
    assert [message.id for message in messages() if message.fuzzy] == []


@pytest.mark.parametrize("which", ["placeholders", "markup"])
def test_translations_keep_what_is_filled_in(which: str):
    """Protects from a page that breaks in one language: placeholders and markup are the same in both."""
    pattern = PLACEHOLDER if which == "placeholders" else re.compile(r"</?[a-z]+|&[a-z]+;")
    different = [
        message.id
        for message in messages()
        if any(
            set(pattern.findall(forms(message.id)[-1])) != set(pattern.findall(text)) for text in forms(message.string)
        )
    ]
    assert different == []
