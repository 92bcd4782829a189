"""What people type: plain text without what nobody can see, in one language or two, and what is said of its length."""

from typing import Any

from flask_babel import LazyString
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from resident.characters import LONGEST, says, seen
from resident.i18n import LANGUAGES, language
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


SAYS_NOTHING = _l("Please say it in words; signs alone say nothing.")


class Filled(InputRequired):
    """Something must stand here, in words where it is a text; our own words for it."""

    def __init__(self, message: Words | None = None) -> None:
        super().__init__(message or _l("Please fill this in."))

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(str(self.message))
        if isinstance(field, StringField) and not says(field.data):
            raise StopValidation(str(SAYS_NOTHING))


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


def pair_of(
    label: Words, most: int, *, english: int = 0, needed: bool = False, lines: bool = False
) -> tuple[StringField, StringField]:
    """The fields of a text in two languages: `name_zh_Hans, name_en = pair_of(_l("Name"), 40)`.

    The half in the reader's language is named by the label alone; `needed`: one of both must be filled.
    """
    make, needs = text_field if lines else line_field, [OneOfBoth()] if needed else []
    chinese, other = (LazyString(_named, label, code) for code in LANGUAGES)
    return make(chinese, *needs, Fits(max=most)), make(other, *needs, Fits(max=english or most))


def _named(label: Words, code: str) -> str:
    if code == language():
        return str(label)
    return _("%(label)s (%(language)s)", label=label, language=LANGUAGES[code])


def halves(form: Any, name: str) -> tuple[Field, Field]:
    """The two fields of such a text: the reader's first."""
    own, other = sorted((form[f"{name}_{code}"] for code in LANGUAGES), key=lambda field: not is_readers(field))
    return own, other


def is_readers(field: Field) -> bool:
    """Whether this half of a text in two languages is the one in the reader's language."""
    return field.short_name.endswith(f"_{language()}")


class OneOfBoth:
    """A text in two languages needs at least one of them; said at the half in the reader's language."""

    field_flags = {"needed": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not is_readers(field):
            return
        texts = [half.data for half in halves(form, stem_of(field)) if half.data]
        if not texts:
            raise StopValidation(_("Please fill this in, in at least one language."))
        if not all(map(says, texts)):
            raise StopValidation(str(SAYS_NOTHING))


def stem_of(field: Field) -> str:
    """The name that both halves share."""
    return next(
        (field.name.removesuffix(f"_{code}") for code in LANGUAGES if field.name.endswith(f"_{code}")), field.name
    )


def both(form: Any, name: str) -> dict[str, str]:
    """The value of the field pair `<name>_zh_Hans` and `<name>_en` as a two-language text."""
    return {code: form[f"{name}_{code}"].data or "" for code in LANGUAGES}


def spread(text: dict[str, str] | None, name: str) -> dict[str, str]:
    """The other way round: initial data of a field pair."""
    return {f"{name}_{code}": (text or {}).get(code, "") for code in LANGUAGES}
