"""What came back as it was, and what did not."""

from typing import Any

import pytest
from flask import Flask
from wtforms import BooleanField, RadioField, SelectField

from resident.web.forms import ChangingForm, Filled, Fits, RowsField, WholeNumber, choices_in, line_field, text_field

LONG = "从前的规矩比现在宽" * 60
STOOD: dict[str, Any] = {
    "line": LONG,
    "text": f"one\n{LONG}\n\n末",
    "number": 900,
    "kind": "gone",
    "look": "gone",
    "row": 7,
    "is_lit": False,
    "version": 3,
}
SENT = {
    "line": LONG,
    "text": STOOD["text"].replace("\n", "\r\n"),
    "number": "900",
    "kind": "gone",
    "row": "7",
    "version": "3",
}


class OldForm(ChangingForm):
    """A form whose rules are newer than what stands in it."""

    line = line_field("Line", Filled(), Fits(2, 10))
    text = text_field("Text", Fits(max=10))
    number = WholeNumber("Number", least=1, most=9)
    kind = SelectField("Kind", choices=choices_in({"a": "A"}))
    look = RadioField("Look", choices=choices_in({"a": "A"}), validators=[Filled()])
    row = RowsField("Row")
    is_lit = BooleanField("Lit")


def _form(app: Flask, sent: dict[str, str]) -> OldForm:
    with app.test_request_context("/", method="POST", data=sent):
        form = OldForm(lambda: STOOD)
        form.validate()
        return form


def test_what_comes_back_as_it_was_is_right_and_stays_exactly_that(sqlite_app: Flask) -> None:
    form = _form(sqlite_app, SENT)
    assert form.errors == {}
    assert {name: form[name].data for name in STOOD} == STOOD


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("line", f"{LONG}!"),
        ("line", ""),
        ("text", LONG),
        ("number", "901"),
        ("kind", "other"),
        ("look", "other"),
        ("row", "8"),
    ],
)
def test_what_was_changed_is_judged_and_nothing_else(sqlite_app: Flask, name: str, sent: str) -> None:
    assert list(_form(sqlite_app, SENT | {name: sent}).errors) == [name]


def test_what_was_changed_into_something_good_is_taken(sqlite_app: Flask) -> None:
    form = _form(sqlite_app, SENT | {"line": "short", "number": "3", "kind": "a", "look": "a", "is_lit": "y"})
    assert form.errors == {}
    assert (form.line.data, form.number.data, form.is_lit.data) == ("short", 3, True)
