"""What people type: plain text without what nobody can see, in one language or two, and what is said of its length."""

from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from resident.characters import LONGEST, seen
from resident.i18n import LANGUAGES
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.forms.bounds import length_words


def plain(text: str | None, longest: int = LONGEST) -> str:
    """What a person typed without what nobody can see (`characters.seen`); what looks empty is empty."""
    return seen(text or "", longest)


def one_line(text: str | None, longest: int = LONGEST) -> str:
    """`plain`, in one line."""
    return " ".join(plain(text, longest).split())


class Filled(InputRequired):
    """Something must stand here; our own words for it."""

    def __init__(self, message: Words | None = None) -> None:
        super().__init__(message or _l("Please fill this in."))

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(str(self.message))


class Fits(Length):
    """Between `min` and `max` characters, with the numbers in the message."""

    def __call__(self, form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length < self.min or (self.max != -1 and length > self.max):
            raise StopValidation(length_words(most=self.max, now=length, least=self.min))


def line_field(label: Words, *validators: Any, **options: Any) -> StringField:
    """One line of plain text."""
    return StringField(label, validators=list(validators), filters=[one_line], **options)


def text_field(label: Words, *validators: Any, **options: Any) -> TextAreaField:
    """Some lines of plain text."""
    return TextAreaField(label, validators=list(validators), filters=[plain], **options)


class OneOfBoth:
    """A text in two languages needs at least one of them. Put it on the Chinese field, name the English one."""

    def __init__(self, other: str) -> None:
        self.other = other
        self.field_flags: dict[str, Any] = {}

    def __call__(self, form: Any, field: Field) -> None:
        if not (field.data or form[self.other].data):
            raise StopValidation(_("Please fill this in, in at least one language."))


def both(form: Any, name: str) -> dict[str, str]:
    """The value of the field pair `<name>_zh_Hans` and `<name>_en` as a two-language text."""
    return {code: form[f"{name}_{code}"].data or "" for code in LANGUAGES}


def spread(text: dict[str, str] | None, name: str) -> dict[str, str]:
    """The other way round: initial data of a field pair."""
    return {f"{name}_{code}": (text or {}).get(code, "") for code in LANGUAGES}
