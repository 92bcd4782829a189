"""Lengths of time as people say them, in hours: `4`, `1.5`, `4½`, `4小时`, `半小时`.

What is kept counts minutes. Whole hours and quarters read as a number, anything else that stands there as `0:50`, so that
it comes back as it was.
"""

from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from resident.characters import normal
from resident.i18n import gettext as _
from resident.patterns import Pattern
from resident.web.errors import Words

HOUR, QUARTER = 60, 15
LONGEST = 40
HOURS = Pattern(
    r"([0-9]{0,5})(?:[.,]([0-9]{1,2}))?(个?半)?(?:个?小时|个?钟头|h|hrs?|hours?)?(半)?",
    longest=LONGEST,
    ignores_case=True,
)
CLOCK = Pattern(r"([0-9]{1,5}):([0-5][0-9])", longest=LONGEST)


def read_length(typed: str) -> int:
    """The minutes of so many hours. Raises ValueError for anything that is no number of quarters of an hour."""
    bare = "".join(normal("NFKC", typed.replace("½", ".5"), LONGEST).split())
    if clock := CLOCK.fullmatch(bare):
        return int(clock[1]) * HOUR + int(clock[2])
    found = HOURS.fullmatch(bare)
    if found is None or not (found[1] or found[2] or found[3]) or bool(found[2]) + bool(found[3] or found[4]) > 1:
        raise ValueError(typed)
    hundredths = int((found[2] or "").ljust(2, "0")) if not (found[3] or found[4]) else 50
    if hundredths * HOUR % (100 * QUARTER):
        raise ValueError(typed)
    return int(found[1] or 0) * HOUR + hundredths * HOUR // 100


def write_length(minutes: int) -> str:
    """The same in a field: `4`, `1.5`, `0:50`."""
    hours, rest = divmod(minutes, HOUR)
    if rest % QUARTER:
        return f"{hours}:{rest:02d}"
    return f"{hours + rest / HOUR:g}"


class LengthField(Field):
    """A length of time in hours, with halves and quarters; `data` is whole minutes, within bounds that the message names in hours."""

    widget = TextInput()

    def __init__(self, label: Words, *, least: int, most: int, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "decimal"}, **options)
        self.least, self.most = least, most
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        self.data: int | None = None
        try:
            self.data = read_length("".join(valuelist[:1]))
        except ValueError:
            raise ValueError(_("Hours, please, with halves such as 1.5.")) from None
        if not self.least <= self.data <= self.most:
            bounds = {"least": write_length(self.least), "most": write_length(self.most)}
            raise ValueError(_("From %(least)s to %(most)s hours, please.", **bounds))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else write_length(self.data)
