"""Days as a notice writes them: `2月5日至11日`, `2/5-2/11` or `2027-02-05`, one after the other or a line each."""

from collections.abc import Iterable
from datetime import date, timedelta

from resident.characters import normal
from resident.patterns import Pattern

ONE_DAY = timedelta(days=1)
MOST = 4_000
ASIDE = Pattern(  # what a notice says beside the days
    r"[（(][^（）()]{0,40}[)）]|(?:周|星期)[一二三四五六日天]|放假调休|放假|调休|上班|共\s?[0-9]{1,2}\s?天|[^0-9\s]{1,6}[:：]",
    longest=MOST,
)
APART = Pattern(r"[,，、;；。]|(?<![-–—~～至到])\s(?=[0-9]{1,4}[-/.年月])", longest=MOST)
DAY = r"(?:([0-9]{4})\s?[-/.年]\s?)?([0-9]{1,2})\s?[-/.月]\s?([0-9]{1,2})\s?[日号]?"
STRETCH = Pattern(rf"{DAY}(?:\s?(?:至|到|[-–—~～])\s?(?:{DAY}|([0-9]{{1,2}})\s?[日号]?))?", longest=60)
LONGEST = 31
DASHES = str.maketrans("‐‑‒−－﹣·﹒‧", "------...")


class UnreadableDays(ValueError):
    """What stands there is no day of the year, or a stretch that ends before it begins; carries the words."""


def read_days(text: str, year: int) -> list[date]:
    """The days in their order, each once; without a year they are of `year`. Raises UnreadableDays with what is wrong."""
    one_way = normal("NFKC", text, MOST).translate(DASHES)
    parts = [" ".join(part.split()) for part in APART.sub("\n", ASIDE.sub("", one_way)).splitlines()]
    return sorted({day for part in parts if part for day in _stretch(part, year)})


def _stretch(words: str, year: int) -> list[date]:
    found = STRETCH.fullmatch(words)
    if found is None:
        raise UnreadableDays(words)
    first_year, first_month, first_day, last_year, last_month, last_day, day_alone = found.groups()
    try:
        first = date(int(first_year or year), int(first_month), int(first_day))
        last_in = int(last_year or first.year), int(last_month or first.month)
        last = date(*last_in, int(last_day or day_alone or first.day))
    except ValueError:
        raise UnreadableDays(words) from None
    if {first.year, last.year} != {year} or not 0 <= (last - first).days < LONGEST:
        raise UnreadableDays(words)
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def write_days(days: Iterable[date], *, in_chinese: bool) -> str:
    """The same as one would type it: a line for each stretch."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][-1] == ONE_DAY:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    pattern = "{0.month}月{0.day}日" if in_chinese else "{0.month}/{0.day}"
    between = "至" if in_chinese else " - "
    return "\n".join(between.join(pattern.format(day) for day in dict.fromkeys((one[0], one[-1]))) for one in stretches)
