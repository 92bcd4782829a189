"""Regular expressions: every one of ours is made here, so that none of them ever looks at a text of any length.

Python's expressions hold the interpreter while they look, and some need the square of the length. What a person
sent is cut long before (`web/forms/bounds.py`); this is the second wall.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

LONGEST = 10_000
made: list["Pattern"] = []


class Pattern:
    """A regular expression that looks at the first `longest` characters of a text and at no more."""

    def __init__(self, source: str, *, longest: int = LONGEST, ignores_case: bool = False) -> None:
        self.longest, self.source, self.ignores_case = longest, source, ignores_case
        made.append(self)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Compiled when it first looks at something: most processes use few of them."""
        return re.compile(self.source, re.IGNORECASE if self.ignores_case else 0)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match where the whole text is one; a longer text is none."""
        return None if len(text) > self.longest else self.compiled.fullmatch(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning."""
        return self.compiled.match(text[: self.longest])

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.compiled.search(text[: self.longest])

    def findall(self, text: str) -> list[str]:
        """All matches, or what the one group in each of them holds."""
        return self.compiled.findall(text[: self.longest])

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, one by one."""
        return self.compiled.finditer(text[: self.longest])

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with `put` in place of each match; what is too long ends at `longest`."""
        return self.compiled.sub(put, text[: self.longest])
