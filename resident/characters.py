"""Characters as people type them: which of them show, how many marks stand over one letter, which spellings are one.

Normalizing puts runs of marks in order, which takes the square of their number and holds the interpreter: so a text
is cut and its marks are counted first, and `unicodedata.normalize` is asked nowhere else.
"""

import unicodedata
from typing import Literal, TypeAlias

LONGEST = 40_000  # four times the longest text we keep
MOST_MARKS = 8  # in a row: a Tibetan stack needs six or seven
MOST_OF_A_CLASS = 3  # drawn at the same side of a letter: Vietnamese needs two, phonetic writing three
MOST_OF_A_MARK = 2
FIRST_MARK = "\u0300"
MARKS = {"Mn", "Me"}
UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
Form: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]


def _these(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


# Letters, signs and marks by category that draw nothing: fillers, the blank of braille, what Unicode calls ignorable,
# where something stood that was not pasted along, and what is no character at all.
BLANKS = _these(
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x2065, 0x2065),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFFA0, 0xFFA0),
    (0xFDD0, 0xFDEF),
    (0xFFF0, 0xFFF8),
    (0xFFFC, 0xFFFC),
    (0x13441, 0x13442),
    (0x16FE4, 0x16FE4),
    (0x1D159, 0x1D159),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)
# What shapes the character before it: joiners, and the selectors that rare characters of names and emoji need.
JOINERS = frozenset("\u034f\u200c\u200d")
SELECTORS = _these((0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# The flags of England, Scotland and Wales are a black flag with letters that nobody sees.
FLAG = "\U0001f3f4"
TAGS = _these((0xE0020, 0xE007F))
IGNORED = BLANKS | JOINERS | SELECTORS | _these((0xE0000, 0xE0FFF))
DRAWN_LINES = _these((0x2190, 0x25FF))  # arrows, frames, blocks, shapes
# Arabic, Syriac and Kaithi signs that Unicode calls formats, although they are drawn.
DRAWN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def shows(character: str) -> bool:
    """Whether there is something to see where this character stands."""
    if character in IGNORED:
        return False
    return unicodedata.category(character) not in UNSEEN or character in DRAWN_FORMATS


def says(text: str) -> bool:
    """Whether it holds a letter, a digit or a picture, in whatever script: punctuation and lines alone say nothing."""
    return any(_is_of_words(character) for character in text)


def _is_of_words(character: str) -> bool:
    category = unicodedata.category(character)
    if character in IGNORED:
        return False
    return category[0] in "LN" or category in {"Co", "Cn"} or (category == "So" and character not in DRAWN_LINES)


def unstacked(text: str) -> str:
    """The text with few marks over and under each letter, so that they stay in their own line."""
    if text.isascii():
        return text
    kept: list[str] = []
    stack: list[str] = []
    for character in text:
        if character < FIRST_MARK or (character not in JOINERS and unicodedata.category(character) not in MARKS):
            stack = []
        elif unicodedata.category(character) in MARKS:
            if not _fits(character, stack):
                continue
            stack.append(character)
        kept.append(character)
    return "".join(kept)


def _fits(mark: str, stack: list[str]) -> bool:
    side = unicodedata.combining(mark)
    return (
        len(stack) < MOST_MARKS
        and stack.count(mark) < MOST_OF_A_MARK
        and (not side or sum(unicodedata.combining(other) == side for other in stack) < MOST_OF_A_CLASS)
    )


def normal(form: Form, text: str, longest: int = LONGEST) -> str:
    """The text in a normal form of Unicode, cut to `longest` characters and with few marks in a row, before and after.

    Some characters become two marks or eighteen letters: so it is cut and unstacked once more, and then in order.
    """
    once = unicodedata.normalize(form, unstacked(text[:longest]))
    return unicodedata.normalize(form, unstacked(once[:longest]))


def seen(text: str, longest: int = LONGEST) -> str:
    """The text without what nobody can see, in NFC; empty where nothing of it shows.

    Control and direction characters are taken out rather than refused, since the person could not find them either.
    Line ends, tabs, joiners and selectors stay where they belong to what shows; so do characters of private use,
    with which old systems wrote rare names.
    """
    kept: list[str] = []
    for character in text[:longest].replace("\r\n", "\n").replace("\r", "\n"):
        if _stays(character, kept[-1] if kept else " "):
            kept.append(character)
    return _trimmed(normal("NFC", "".join(kept), longest))


def _stays(character: str, before: str) -> bool:
    if character in SELECTORS:
        return shows(before)
    if character in JOINERS:
        return shows(before) or before in SELECTORS
    if character in TAGS:
        return before == FLAG or before in TAGS
    if character in BLANKS or character in "\n\t":
        return True
    return shows(character) or unicodedata.category(character) in {"Zs", "Zl", "Zp"}


def _trimmed(text: str) -> str:
    """From the first character that shows to the last one, with what shapes that one."""
    first = next((place for place, character in enumerate(text) if shows(character)), len(text))
    last = next((place for place in range(len(text) - 1, -1, -1) if shows(text[place])), -1)
    while last + 1 < len(text) and (text[last + 1] in SELECTORS or text[last + 1] in TAGS):
        last += 1
    return text[first : last + 1]
