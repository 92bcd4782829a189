"""How a language speaks of danger: its kinds, its rules, and what is only feared, denied or long past."""

import enum
from typing import NamedTuple

from resident.patterns import Pattern


class Kind(enum.StrEnum):
    """Of which kind a danger is, the gravest first."""

    FIRE = "fire"
    GAS = "gas"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    POISON = "poison"
    ELECTRIC = "electric"
    WATER = "water"
    LIFT = "lift"
    COLLAPSE = "collapse"
    HURT = "hurt"
    MISSING = "missing"
    FALLING = "falling"
    HOLE = "hole"
    MARKED = "marked"  # by somebody of the staff, whatever the words say


class Rule(NamedTuple):
    """Words of danger, and the words around them in the same thought that say it is none."""

    kind: Kind
    says: Pattern
    unless: Pattern


class Speech(NamedTuple):
    """One language: its rules, where a thought ends, and what makes a danger one that is feared, denied or past.

    `denied` stands right before the words of danger, `feared` anywhere before them, `over` right behind them. `petition`
    is how people write to an authority about what lasts, `now` how they say that it happens.
    """

    rules: tuple[Rule, ...]
    ends: str
    denied: Pattern
    feared: Pattern
    over: Pattern
    petition: Pattern
    now: Pattern


NEVER = r"(?!)"


def pattern(words: str) -> Pattern:
    """A pattern written on several lines, without the blanks of the lines."""
    return Pattern("".join(line.strip() for line in words.splitlines()))
