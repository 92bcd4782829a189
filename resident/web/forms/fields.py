"""Numbers: what is typed within bounds, and what a page carries along unseen."""

from typing import Any

from wtforms import Field, IntegerField
from wtforms.widgets import HiddenInput, TextInput

from resident.characters import normal
from resident.i18n import gettext as _
from resident.patterns import Pattern
from resident.web.errors import Words

BIGGEST = 2**63 - 1
LONGEST_TYPED = 40
GROUPED = Pattern(r"(?<=[0-9])[ ,，'](?=[0-9]{3}(?![0-9]))", longest=LONGEST_TYPED)  # 1,000 and 1 000 are a thousand


def number_in(carried: Any) -> int:
    """The number of a row or a version that a page or an address carried along; 0, which is none, where it is not ours."""
    text = str(carried or "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST))
    return int(text) if is_number and int(text) <= BIGGEST else 0


def is_wanted(sent: str | None) -> bool:
    """What the button of a toggle asks for: `1` is yes, `0` or nothing is no."""
    return sent not in {None, "", "0"}


class NumberField(Field):
    """A number that a page carries along unseen, the version or the id it was about; 0 where none of ours came back."""

    widget = HiddenInput()
    data: int

    def process_data(self, value: Any) -> None:
        """Take what the page is about."""
        self.data = number_in(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what came back; a field that was left out is as good as a broken one."""
        self.data = number_in("".join(valuelist[:1]))

    def _value(self) -> str:
        return str(self.data)


class WholeNumber(IntegerField):
    """A whole number in whichever digits and groups of them, within bounds that the message names; `optional` may be left empty (None)."""

    widget = TextInput()

    def __init__(self, label: Words, *, least: int, most: int, optional: bool = False, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric"}, **options)
        self.least, self.most, self.optional = least, most, optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        bare = GROUPED.sub("", normal("NFKC", typed, LONGEST_TYPED).strip())
        self.data = int(bare) if bare.isdecimal() and len(bare) < 10 else None
        if self.optional and not typed:
            return
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValueError(_("A whole number from %(least)d to %(most)d, please.", least=self.least, most=self.most))
