"""Telephone numbers as people write them on a door, and the link by which each of them is called."""

from typing import NamedTuple

from resident.patterns import Pattern

LONGEST, LONGEST_OF_MANY = 30, 120
# 12345 and 95598 are numbers as good as 0571-8800 0018 转 8, +86 571 88000018 and 138 0000 0001 / 139 0000 0002.
_ONE = r"\+?\(?[0-9](?:[ ()-]?\(?[0-9]\)?){2,14}(?: ?(?:转|分机|-|ext\.?|x) ?[0-9]{1,6})?"
ONE = Pattern(_ONE, longest=LONGEST, ignores_case=True)
NUMBERS = Pattern(rf"{_ONE}(?: ?[/,;、] ?{_ONE}| {_ONE})*", longest=LONGEST, ignores_case=True)
BETWEEN = Pattern(r" ?[/,;、] ?", longest=LONGEST_OF_MANY)
INSIDE = Pattern(r"(.+?) ?(?:转|分机|ext\.?|x) ?([0-9]{1,6})", longest=LONGEST, ignores_case=True)
DIALLED = "+0123456789-"
MOST_DIGITS = 13  # +86, the town, the number; without what is dialled inside the house
WITH_TOWN, WITHOUT_TOWN, SHORT = 10, 7, 3


class Call(NamedTuple):
    """One number as it stands there, and its link."""

    number: str
    url: str


def calls(text: str) -> list[Call]:
    """The numbers of a line, a link each; what is dialled inside the house waits for the answer (`,`)."""
    return [Call(number, _url(number)) for part in BETWEEN.sub("/", text).split("/") for number in _apart(part)]


def are_numbers(text: str) -> bool:
    """Whether nothing but numbers stands between the signs that set them apart."""
    return len(text) <= LONGEST_OF_MANY and all(map(NUMBERS.fullmatch, BETWEEN.sub("/", text).split("/")))


def _apart(text: str) -> list[str]:
    """The one number of it, or two with a space between them: where both are numbers, and most alike in length."""
    outside, _inside = _parts(text)
    if not text or _digits(outside) <= MOST_DIGITS:
        return [text] if text else []
    words = text.split(" ")
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    ways = [way for way in ways if all(map(ONE.fullmatch, way))]
    return list(min(ways, key=lambda way: abs(_digits(way[0]) - _digits(way[1])), default=(text,)))


def _url(number: str) -> str:
    outside, inside = _parts(number)
    dialled = "".join(sign for sign in outside if sign in DIALLED)
    return f"tel:{dialled},{inside}" if inside else f"tel:{dialled}"


def _parts(number: str) -> tuple[str, str]:
    """What is dialled, and what is dialled then inside the house."""
    if found := INSIDE.fullmatch(number):
        return found[1], found[2]
    outside, _dash, last = number.rpartition("-")
    is_inside = _digits(outside) >= (WITHOUT_TOWN if len(last) <= SHORT else WITH_TOWN)
    return (outside, last) if last.isdigit() and is_inside else (number, "")


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
