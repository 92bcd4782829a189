"""How values stand in our sentences: with one stop at the end, a space between Chinese and Latin letters or digits,
and a number on the same line as its unit."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from resident.patterns import Pattern

SLOT = Pattern(r"%\((\w+)\)s")
STOPS = ".。,，;；:：!！?？"
CLOSING = "”’\"'」』）)】》 \n"
FULL_STOPS = ".。．｡"
CALLS = "!！?？…"
PAUSES = "。．｡,，;；:：、"  # not the dot of Latin letters: it may end a word (Co.)
HAN = r"[\u3400-\u9fff]"
# Where a space belongs; a day is written without: 12月1日.
BEFORE_LATIN = Pattern(rf"(?<={HAN})(?=%\(\w+\)d(?![年月日])|[A-Za-z]|\d+(?![\d年月日]))")
AFTER_LATIN = Pattern(rf"(?<=\)d)(?=(?![年月日]){HAN})|(?<=[A-Za-z0-9%])(?<!\)s)(?=(?![年月日]){HAN})")
UNITS = r"分钟|小时|天|分|(?:min|h|d|hours?|days?|minutes?|points?)\b"
BEFORE_A_UNIT = Pattern(rf"(?<=\)d) (?={UNITS})")
INSIDE_A_UNIT = Pattern(r"(?<=[分小])(?=[钟时])")
OF_AN_ADDRESS = ("单元", "室")  # written without a space: 2栋1单元501室
BEGINS_LATIN = Pattern(r"[A-Za-z]|\d+(?![\d年月日])")


class Slot(NamedTuple):
    """Where a value of words stands in a sentence, and what stands around it: a stop behind it, Chinese on either side."""

    name: str
    begins: int
    ends: int
    stop: str
    follows_han: bool
    precedes_han: bool


def spaced(words: str) -> str:
    """The words with a space between Chinese and Latin letters or digits: 3 天, 9:30 开始, but 12月1日."""
    return AFTER_LATIN.sub(" ", BEFORE_LATIN.sub(" ", words)) if words else words


def fill(words: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values; where a value brings the stop that stands behind it, there is only one."""
    kept = dict(values)
    for slot in _slots(words):
        value = kept[slot.name]
        text = (value.striptags() if isinstance(value, Markup) else str(value)).rstrip()
        last = text.rstrip(CLOSING)[-1:]
        after = ""
        if slot.stop and last and (last in CALLS or (last in FULL_STOPS and slot.stop in FULL_STOPS)):
            words = words[: slot.ends] + words[slot.ends + 1 :]
        elif slot.stop and last and last == text[-1] and last in PAUSES and not isinstance(value, Markup):
            kept[slot.name] = text.rstrip(PAUSES)
        elif slot.precedes_han and last.isascii() and last.isalnum():
            after = " "
        before = " " if slot.follows_han and BEGINS_LATIN.match(text) else ""
        if before or after:
            words = words[: slot.begins] + before + words[slot.begins : slot.ends] + after + words[slot.ends :]
    return _united(words) % kept


@lru_cache(maxsize=4096)
def _united(words: str) -> str:
    """The sentence with no break between a number and its unit, nor within one of two characters."""
    return INSIDE_A_UNIT.sub("\u2060", BEFORE_A_UNIT.sub("\u00a0", words)) if ")d " in words else words


@lru_cache(maxsize=4096)
def _slots(words: str) -> tuple[Slot, ...]:
    """The values of words in a sentence, the last one first, where something around them matters."""
    found = []
    for one in SLOT.finditer(words):
        before, behind = words[: one.start()][-1:], words[one.end() :]
        stop = behind[:1] if behind[:1] in STOPS else ""
        needs_space = _is_han(behind[:1]) and not behind.startswith(OF_AN_ADDRESS)
        slot = Slot(one[1], one.start(), one.end(), stop, _is_han(before), needs_space)
        if slot.stop or slot.follows_han or slot.precedes_han:
            found.append(slot)
    return tuple(reversed(found))


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"
