"""How values stand in our sentences: what people write ends with a stop of its own, and one is enough."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from resident.patterns import Pattern

SLOT = Pattern(r"%\((\w+)\)s([.。,，;；:：!！?？])")
CLOSING = "”’\"'」』）)】》 \n"
FULL_STOPS = ".。．｡"
CALLS = "!！?？…"
PAUSES = "。．｡,，;；:：、"  # not the dot of Latin letters: it may end a word (Co.)


def fill(words: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values; where a value brings the stop that stands behind it, there is only one."""
    kept = dict(values)
    for name, stop, place in reversed(_followed(words)):
        value = kept[name]
        text = (value.striptags() if isinstance(value, Markup) else str(value)).rstrip()
        last = text.rstrip(CLOSING)[-1:]
        if last and (last in CALLS or (last in FULL_STOPS and stop in FULL_STOPS)):
            words = words[:place] + words[place + 1 :]
        elif last and last == text[-1] and last in PAUSES and not isinstance(value, Markup):
            kept[name] = text.rstrip(PAUSES)
    return words % kept


@lru_cache(maxsize=4096)
def _followed(words: str) -> tuple[tuple[str, str, int], ...]:
    """The values of a sentence that a stop follows: their names, the stop, where it stands."""
    return tuple((found[1], found[2], found.end() - 1) for found in SLOT.finditer(words))
