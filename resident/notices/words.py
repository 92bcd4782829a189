"""How a notice reads."""

from resident.i18n import gettext as _
from resident.i18n import language, tr_text
from resident.notices.figures import MonthFigures
from resident.notices.queries import Audience

BETWEEN = {"zh_Hans": "、", "en": ", "}
MOST_NAMES = 6
MUCH, VERY_MUCH = 420, 1000  # of words on a sheet, as wide as so many letters: set smaller, so that it fits


def audience_words(audience: Audience, most: int = MOST_NAMES) -> str:
    """`1栋、2栋`: the places it is for, of many the first few; empty for all."""
    names = [tr_text(name) for name in audience.names]
    return BETWEEN[language()].join(names[:most]) + ("…" if len(names) > most else "")


def size_on_paper(title: dict[str, str], body: dict[str, str]) -> str:
    """In which type it stands on a sheet of A4: the largest (''), `middle`, or `small`."""
    words = f"{tr_text(title)}{tr_text(body)}"
    width = sum(1 if sign.isascii() else 2 for sign in words) + 40 * words.count("\n")
    return "" if width <= MUCH else "middle" if width <= VERY_MUCH else "small"


def month_rates(figures: MonthFigures, names: dict[str, str], behind: str) -> list[tuple[str, object, str, str, str]]:
    """The three rates for `ui/lists.figures`: with the address of each list where `behind` says where lists are."""
    return [
        (
            f"{behind}{rate.name}?month={figures.month}" if behind else "",
            rate.percent if rate.percent is not None else "–",
            "%" if rate.percent is not None else "",
            names[rate.name],
            _("%(part)d of %(whole)d", part=rate.part, whole=rate.whole),
        )
        for rate in figures.rates
    ]
