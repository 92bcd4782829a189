"""Forms: what is typed, what is carried along, and the one way to answer them."""

from resident.web.forms.answering import creating, doing, forget_tokens_before, saving
from resident.web.forms.bases import ChangingForm, CreatingForm, Form, give_back
from resident.web.forms.choices import OneOfThese, OneOfWords, RowsField, choices_in
from resident.web.forms.fields import NumberField, WholeNumber, number_in
from resident.web.forms.moments import MomentField
from resident.web.forms.texts import (
    Filled,
    Fits,
    OneOfBoth,
    both,
    line_field,
    one_line,
    plain,
    spread,
    text_field,
)

__all__ = [
    "ChangingForm",
    "CreatingForm",
    "Filled",
    "Fits",
    "Form",
    "MomentField",
    "NumberField",
    "OneOfBoth",
    "OneOfThese",
    "OneOfWords",
    "RowsField",
    "WholeNumber",
    "both",
    "choices_in",
    "creating",
    "doing",
    "forget_tokens_before",
    "give_back",
    "line_field",
    "number_in",
    "one_line",
    "plain",
    "saving",
    "spread",
    "text_field",
]
