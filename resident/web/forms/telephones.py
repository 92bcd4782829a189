"""The public telephone of an office: one number or a few, as people write them on a door."""

from typing import Any

from wtforms import Field, StringField
from wtforms.validators import StopValidation

from resident.characters import normal
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.forms.texts import Fits, one_line
from resident.web.telephones import LONGEST, LONGEST_OF_MANY, NUMBERS, are_numbers

NO_TELEPHONE = _l("A telephone number such as 0571-88000018, please.")
DASHES = str.maketrans("‐‑‒–—−－﹣，；／", "--------,;/")


def telephone_field(label: Words, most: int = LONGEST) -> StringField:
    """A line that holds a telephone number or a few, in so many signs, or nothing."""
    return StringField(label, validators=[Fits(0, most), _are_telephones], filters=[one_line, _one_way])


def telephone(text: str) -> str | None:
    """A telephone number in one way of writing, '' for nothing; None for what is none."""
    number = _one_way(one_line(text))
    return number if not number or NUMBERS.fullmatch(number) else None


def _one_way(text: str | None) -> str:
    return normal("NFKC", text or "", LONGEST_OF_MANY * 4).translate(DASHES).strip()


def _are_telephones(_form: Any, field: Field) -> None:
    if field.data and not are_numbers(field.data):
        raise StopValidation(str(NO_TELEPHONE))
