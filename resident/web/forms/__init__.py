"""Forms: what is typed, what is carried along, and the one way to answer them."""

from resident.web.forms.answering import creating, forget_tokens_before, saving
from resident.web.forms.bases import ChangingForm, CreatingForm, Form, give_back
from resident.web.forms.buttons import button, doing
from resident.web.forms.choices import OneOfThese, OneOfWords, RowsField, SomeOfThese, choices_in
from resident.web.forms.fields import NumberField, WholeNumber, is_wanted, number_in
from resident.web.forms.lengths import LengthField
from resident.web.forms.moments import DayChoice, DayField, HourField, MomentField, moment_at
from resident.web.forms.telephones import telephone_field
from resident.web.forms.texts import (
    Filled,
    Fits,
    OneOfBoth,
    both,
    line_field,
    one_line,
    pair_of,
    plain,
    spread,
    text_field,
)

__all__ = [
    "ChangingForm",
    "CreatingForm",
    "DayChoice",
    "DayField",
    "Filled",
    "Fits",
    "Form",
    "HourField",
    "LengthField",
    "MomentField",
    "NumberField",
    "OneOfBoth",
    "OneOfThese",
    "OneOfWords",
    "RowsField",
    "SomeOfThese",
    "WholeNumber",
    "both",
    "button",
    "choices_in",
    "creating",
    "doing",
    "forget_tokens_before",
    "give_back",
    "is_wanted",
    "line_field",
    "moment_at",
    "number_in",
    "one_line",
    "pair_of",
    "plain",
    "saving",
    "spread",
    "telephone_field",
    "text_field",
]
