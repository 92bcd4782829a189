"""Few combinations in which every pair of values meets: most faults need two things to come together, hardly any three."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from typing import NamedTuple


class View(NamedTuple):
    """How somebody looks at a page."""

    language: str
    width: int
    type: str
    light: str
    scripts: str

    def __str__(self) -> str:
        return "-".join(map(str, self))


WAYS: dict[str, tuple[str | int, ...]] = {
    "language": ("zh_Hans", "en"),
    "width": (360, 390, 1280),
    "type": ("standard", "care", "large", "slider"),  # large: the browser's own, 1.5; slider: WeChat's, 150 %
    "light": ("light", "dark"),
    "scripts": ("script", "none"),
}

ATTEMPTS = 60


def views_of(name: str) -> list[View]:
    """The combinations for this kind of page: the same at each run, others for the next kind, all pairs for each."""
    shuffled = random.Random(name)
    values = [shuffled.sample(ways, len(ways)) for ways in WAYS.values()]
    return [View(*(values[i][at] for i, at in enumerate(row))) for row in all_pairs(tuple(map(len, values)))]


@cache
def all_pairs(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Rows of numbers below `sizes` in which any two columns hold every pair: the shortest of many attempts."""
    return min((_attempt(sizes, random.Random(seed)) for seed in range(ATTEMPTS)), key=len)


def _attempt(sizes: tuple[int, ...], chance: random.Random) -> list[tuple[int, ...]]:
    """Row after row the one with most new pairs; of several any one."""
    rows: list[tuple[int, ...]] = []
    every = {row: frozenset(pairs_of(row)) for row in product(*map(range, sizes))}
    missing = set().union(*every.values())
    while missing:
        most = max(len(missing & pairs) for pairs in every.values())
        best = chance.choice([row for row, pairs in every.items() if len(missing & pairs) == most])
        rows.append(best)
        missing -= every[best]
    return rows


def pairs_of(row: tuple[object, ...]) -> Iterator[tuple[tuple[int, object], tuple[int, object]]]:
    """Every two values of a row, each with its column."""
    return combinations(enumerate(row), 2)
