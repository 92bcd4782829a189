"""Where a line of Chinese may break: between its words, never inside one.

Browsers break Chinese between any two characters; `word-break: auto-phrase` knows Japanese only.
"""

from functools import lru_cache

from rjieba import cut

FIRST, LAST = "\u3400", "\u9fff"  # the ideographs
STAYS_WITH_ITS_WORD = frozenset("的了着过得地吗呢吧啊们里上下中后")
LEADS_A_WORD = frozenset("不没别第很太")


@lru_cache(maxsize=8192)
def words_of(line: str) -> tuple[str, ...]:
    """What must not be broken, in order; joined it is the line again."""
    kept: list[str] = []
    for word in cut(line):
        if kept and not _may_break(kept[-1], word):
            kept[-1] += word
        else:
            kept.append(word)
    if len(kept) > 1 and len(kept[-1]) == 1:  # no character stands alone on the last line
        kept[-2:] = [kept[-2] + kept[-1]]
    return tuple(kept)


def _may_break(before: str, after: str) -> bool:
    """Only between ideographs: punctuation, digits and other scripts are what browsers know themselves."""
    if not (FIRST <= before[-1] <= LAST and FIRST <= after[0] <= LAST):
        return False
    return after not in STAYS_WITH_ITS_WORD and before not in LEADS_A_WORD
