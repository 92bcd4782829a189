"""Telephone numbers inside a name, in whichever digits."""

import unicodedata

from resident.patterns import Pattern

CHINESE_DIGITS = str.maketrans(
    dict(zip("〇零○一幺壹二两兩贰貳三叁參四肆五伍六陆陸七柒八捌九玖", "000111222223334455666778899", strict=True))
)
LETTERS_AS_DIGITS = str.maketrans("oOlI|", "00111")
SHORTEST = 7  # a number of a landline without its prefix
MOBILE = Pattern(r"1[3-9]\d{9}")
DATE = Pattern(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
RUN = Pattern(r"\d+")


def holds_number(name: str) -> bool:
    """Whether a telephone number stands in it: spaced, full-width, in Chinese, or with letters for noughts and ones.

    A birthday of eight digits is none.
    """
    plain = "".join(str(_digit(c)) if _digit(c) is not None else c for c in name).translate(CHINESE_DIGITS)
    joined = "".join(c for c in plain if c.isalnum())
    if any(len(run) >= SHORTEST and not DATE.fullmatch(run) for run in RUN.findall(joined)):
        return True
    # Words between the digits, or letters that pass for digits, hide a mobile number from the rule above.
    return any(MOBILE.search("".join(RUN.findall(text))) for text in (joined, joined.translate(LETTERS_AS_DIGITS)))


def _digit(sign: str) -> int | None:
    """The value of a decimal digit of any script, a circled one too."""
    return unicodedata.digit(sign, None)
