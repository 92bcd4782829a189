"""What a piece is remembered by: each value with its type, at every depth."""

import enum
from collections.abc import Collection, Hashable
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup

from resident.columns import InLanguages

SIMPLE = frozenset({str, int, bool, float, type(None), Markup})


def key_of(value: Any) -> Hashable:
    """A value as part of a key: with its type, at every depth; a moment as the text it reads by.

    Raises TypeError for what might change or depend on who asks: rows of the database, lazy words, functions.
    """
    kind = type(value)
    if kind in SIMPLE:
        return kind, value
    if kind is InLanguages:
        return _key_of_text(value)
    if isinstance(value, dict):
        return kind, tuple(value), _inside(value.values())
    if isinstance(value, tuple) or kind is list:
        return kind, _inside(value)
    if kind is datetime:
        return kind, value if value.tzinfo is UTC else value.isoformat()  # one moment may be two texts
    if kind is date:
        return kind, value
    if isinstance(value, enum.StrEnum):
        return kind, value._value_
    raise TypeError(f"a piece cannot be remembered by a {kind.__name__}")


def _inside(values: Collection[Any]) -> Hashable:
    """What something holds, with the types of all of it first, so that what is simple stands for itself."""
    return tuple(map(type, values)), tuple([one if type(one) in SIMPLE else key_of(one) for one in values])


def _key_of_text(text: InLanguages) -> Hashable:
    """Made once for a text that nobody can change: titles come back at every request."""
    try:
        return text.key
    except AttributeError:
        text.key = InLanguages, tuple(text), _inside(text.values())
        return text.key
