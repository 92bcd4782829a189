"""A choice among rows that opens: nothing is chosen for anybody, unless there is one thing to choose."""

import re
from types import SimpleNamespace

import pytest
from flask import Flask

from resident.web.forms import ChangingForm, CreatingForm, OneOfThese, RowsField

EAST, WEST = (
    SimpleNamespace(id=id_, name={"zh_Hans": zh, "en": en}) for id_, zh, en in ((4, "东", "East"), (5, "西", "West"))
)
HERE = "http://localhost/"


class PlaceForm(CreatingForm):
    """A place that must be chosen."""

    place = RowsField("Place", otherwise="It is gone.")


class GuestForm(CreatingForm):
    """A place that may be left open, and one that is drawn as chips."""

    place = RowsField("Place", nothing="Nowhere", optional=True)
    chips = OneOfThese("Chips")


def _options(app: Flask, *rows: SimpleNamespace, chosen: int | None = None, language: str = "en") -> list[str]:
    with app.test_request_context(HERE, headers={"Accept-Language": language}):
        form = PlaceForm(data={"place": chosen} if chosen else {})
        for row in rows:
            form.place.offer(row)
        return re.findall(r"<option ?(.*?)</option>", str(form.place()))


def test_what_must_be_chosen_begins_with_nothing(sqlite_app: Flask) -> None:
    assert _options(sqlite_app, EAST, WEST) == ['selected value="">Please choose', 'value="4">East', 'value="5">West']
    assert _options(sqlite_app, EAST, WEST, language="zh")[0] == 'selected value="">请选择'


def test_what_was_chosen_before_is_chosen(sqlite_app: Flask) -> None:
    assert _options(sqlite_app, EAST, WEST, chosen=5)[2] == 'selected value="5">West'
    assert _options(sqlite_app, EAST, chosen=9) == ['value="">Please choose', 'value="4">East']


def test_the_only_thing_there_is_to_choose_is_chosen(sqlite_app: Flask) -> None:
    assert _options(sqlite_app, EAST) == ['value="">Please choose', 'selected value="4">East']
    assert _options(sqlite_app, EAST, EAST)[1] == 'selected value="4">East'


def test_what_may_be_left_open_and_chips_are_never_chosen_for_anybody(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(HERE, headers={"Accept-Language": "en"}):
        form = GuestForm()
        form.place.offer(EAST)
        form.chips.offer(EAST)
        assert (form.place.data, form.chips.data) == (None, None)
        assert [option.choice.value for option in form.chips] == [4]


@pytest.mark.parametrize(
    ("sent", "language", "said"),
    [
        ({"place": ""}, "en", "Please choose one of these."),
        ({"place": ""}, "zh", "请从列表中选一项。"),
        ({"other": "1"}, "en", "Please choose one of these."),
        ({"place": "9"}, "en", "It is gone."),
        ({"place": "x"}, "en", "It is gone."),
    ],
)
def test_nothing_chosen_is_said_otherwise_than_something_gone(
    sqlite_app: Flask, sent: dict[str, str], language: str, said: str
) -> None:
    with sqlite_app.test_request_context(HERE, method="POST", data=sent, headers={"Accept-Language": language}):
        form = PlaceForm()
        form.place.offer(EAST)
        assert not form.validate()
        assert form.place.errors == [said]


def test_two_forms_of_a_page_carry_their_versions_without_the_same_id(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(HERE):
        hidden = sqlite_app.jinja_env.get_template("ui/form.html").module.hidden
        html = hidden(ChangingForm(lambda: {"version": 3}))
    assert '<input name="version" type="hidden" value="3">' in html
    assert " id=" not in html
