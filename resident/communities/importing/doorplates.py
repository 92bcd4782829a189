"""What the cells of a row say of where a home is: names of houses, units and rooms as people write them."""

from functools import lru_cache
from typing import NamedTuple

from resident.characters import normal
from resident.communities.doors import door, same_name
from resident.patterns import Pattern

LONGEST = 80
REMEMBERED = 4_096  # a sheet says the same few hundred words in twenty thousand rows
NOTHING = frozenset({"无", "-", "--", "—", "/", "none", "n/a"})
HOUSE = r"(?P<house>.+?(?:号楼|栋|幢|座))"
UNIT = r"(?P<unit>[0-9A-Za-z一二三四五六七八九十两]{1,4}\s?单元)"
PARTS = Pattern(rf"(?:{HOUSE}[-\s]?)?(?:{UNIT}[-\s]?)?(?P<room>[^-\s].*)", longest=LONGEST)
BY_DASHES = Pattern(
    r"(?:(?P<house>[0-9A-Za-z]{1,4})[-—])?(?P<unit>[0-9]{1,2})[-—](?P<room>[0-9]{2,5}[A-Za-z]?室?)", longest=LONGEST
)
NUMBER = Pattern(r"[0-9]{1,4}[A-Za-z]?|[A-Za-z][0-9]{0,3}|[一二三四五六七八九十百]{1,4}", longest=LONGEST)
KIN = Pattern(
    r"(?P<before>.*?)(?:building|bldg|block|no)?\.?\s?(?P<number>[0-9]+[a-z]?|[a-z])(?:号楼|号院|栋|幢|座|号|楼)?",
    longest=LONGEST,
)
COUNT = Pattern(r"([0-9]{1,4})(?:\.0)?\s?(?:户|个|层|单元|units?|floors?|homes?)?", longest=LONGEST, ignores_case=True)
OF_A_SHEET = Pattern(
    r".{0,20}[0-9A-Za-z一二三四五六七八九十百](?:号楼|栋|幢|座)|(?:building|block)\s?[0-9a-z]{1,4}",
    longest=LONGEST,
    ignores_case=True,
)
LIFTS = Pattern(r"[0-9一二三四五六七八九十两]{1,2}梯([0-9一二三四五六七八九十两]{1,2})户", longest=LONGEST)
RANGE = Pattern(r"(-?[0-9]{1,2})\s?[-~至到—]\s?([0-9]{1,2})\s?(?:层|楼)?", longest=LONGEST)


class Parts(NamedTuple):
    """What one cell says of a home; empty where it says nothing."""

    house: str
    unit: str
    room: str


@lru_cache(REMEMBERED)
def tidy(text: str) -> str:
    """A cell in one spelling of its signs, without what stands for nothing."""
    one_way = " ".join(normal("NFKC", text, LONGEST).split())
    return "" if one_way.casefold() in NOTHING else one_way


@lru_cache(REMEMBERED)
def house_name(text: str, suffix: str) -> str:
    """The name of a house: "3#楼" is 3号楼, and a bare number is called as its column is: 3 under 楼栋 is 3栋."""
    name = tidy(text).replace("#楼", "号楼").replace("#", "")
    return f"{name}{suffix}" if NUMBER.fullmatch(name) else name


@lru_cache(REMEMBERED)
def grid_name(text: str) -> str:
    """The name of a grid; a bare number is one, too."""
    name = tidy(text)
    return f"第{name}网格" if NUMBER.fullmatch(name) else name


@lru_cache(REMEMBERED)
def kin(name: str) -> str:
    """What houses share that might be one, so that nobody takes 3栋 and 3号楼 for two: the number, and what is before it."""
    same = same_name(name)
    found = KIN.fullmatch(same)
    return f"{found['before'].strip()}|{found['number']}" if found else same


@lru_cache(REMEMBERED)
def parts_of(text: str) -> Parts:
    """What a cell says that may hold a whole address: 3栋2单元301室, 3-2-301, 301."""
    whole = tidy(text)
    found = BY_DASHES.fullmatch(whole) or PARTS.fullmatch(whole)
    if not found:
        return Parts("", "", "")
    house, unit, room = (found[name] or "" for name in ("house", "unit", "room"))
    return Parts(house, door(unit), door(room))


@lru_cache(REMEMBERED)
def unit_of(text: str) -> str:
    """The bare number of a unit."""
    return door(text)


@lru_cache(REMEMBERED)
def key_of(name: str) -> str:
    """Under which key a name stands: as `same_name` compares them."""
    return same_name(name)


def named_house(sheet: str) -> str:
    """The house that a sheet is called after, where each has a sheet of its own: 3栋, 桂花苑5号楼; else nothing."""
    name = tidy(sheet).replace("#楼", "号楼")
    return name if OF_A_SHEET.fullmatch(name) else ""


def count_in(text: str) -> int | None:
    """A whole number with or without what it counts (4户, 两梯四户); None where it is none."""
    one_way = tidy(text)
    lifts = LIFTS.fullmatch(one_way)
    said = door(lifts[1].replace("两", "二")) if lifts else one_way
    found = COUNT.fullmatch(said)
    return int(found[1]) if found else None


def floors_in(text: str) -> range | None:
    """The floors of a house: "6" and "6层" are 1 to 6, "2-18" are those; None where it says nothing like it."""
    found = RANGE.fullmatch(tidy(text))
    if found:
        first, last = int(found[1]), int(found[2])
        return range(first, last + 1) if 0 < first <= last else None
    number = count_in(text)
    return range(1, number + 1) if number else None
