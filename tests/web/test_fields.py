"""Fields: numbers that a page carries along, words that must say something, and how what stands there is said."""

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from wtforms import StringField

from resident.i18n.texts import lacking
from resident.web.errors import Changed
from resident.web.forms import ChangingForm, Filled, Fits, Form, line_field, number_in, pair_of, text_field
from tests.conftest import Clock

BIGGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("carried", "number"),
    [
        ("1", 1),
        (" 12 ", 12),
        (7, 7),
        (str(BIGGEST), BIGGEST),
        ("007", 7),
        (str(BIGGEST + 1), 0),
        ("9" * 400, 0),
        ("-1", 0),
        ("+1", 0),
        ("1.0", 0),
        ("1e3", 0),
        ("1_000", 0),
        ("٣", 0),
        ("²", 0),
        ("x", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_a_carried_number_is_one_the_database_can_hold_or_none(carried: object, number: int) -> None:
    assert number_in(carried) == number


class Written(Form):
    """A title in two languages, a line that must be there, one that may."""

    class Meta(Form.Meta):
        csrf = False

    title_zh_Hans, title_en = pair_of("Title", 30, needed=True)  # noqa: N815
    reason = text_field("Reason", Filled())
    spot = line_field("Spot", Fits(max=30))


@pytest.mark.parametrize(
    ("wrong", "sent"),
    [
        ("reason", {"reason": "。。。。"}),
        ("reason", {"reason": "……！？ —— ///"}),
        ("reason", {"reason": "■■■→→"}),
        ("title_zh_Hans", {"title_zh_Hans": "？？？？"}),
        ("title_zh_Hans", {"title_en": "....", "title_zh_Hans": "长椅"}),
        ("", {"reason": "👍"}),
        ("", {"reason": "\ue123"}),
        ("", {"title_zh_Hans": "3！"}),
        ("", {"spot": "-"}),
    ],
)
def test_signs_alone_are_as_good_as_nothing_where_words_are_needed(
    app: Flask, wrong: str, sent: dict[str, str]
) -> None:
    data = {"title_zh_Hans": "长椅", "reason": "坏了"} | sent
    with app.test_request_context("/", method="POST", data=data):
        form = Written()
        assert form.validate() is not bool(wrong)
        assert set(form.errors) == ({wrong} if wrong else set())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(8, 5), "8:05"),
        (date(2026, 3, 2), "2 March"),
        (datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "2 March 9:30"),
    ],
)
def test_what_stands_there_by_now_is_said_as_people_write_it(
    app: Flask, clock: Clock, value: object, words: str
) -> None:
    class Timed(ChangingForm):
        class Meta(Form.Meta):
            csrf = False

        at = StringField("At")

    with app.test_request_context("/", method="POST", data={"at": "x"}, headers={"Accept-Language": "en"}):
        form = Timed(lambda: {"version": 2, "at": value})
        form.meet(Changed())
        assert form.differences == [("At", words)]


class Kept(Written, ChangingForm):
    """The same over something that exists."""


@pytest.mark.parametrize(("reader", "own"), [("zh", "title_zh_Hans"), ("en", "title_en")])
@pytest.mark.parametrize("stood", ["title_zh_Hans", "title_en"])
def test_who_empties_the_only_language_is_told_at_the_half_they_see(
    app: Flask, reader: str, own: str, stood: str
) -> None:
    data = {"reason": "坏了", "title_zh_Hans": "", "title_en": ""}
    headers = {"Accept-Language": reader}
    with app.test_request_context("/", method="POST", data=data, headers=headers):
        form = Kept(lambda: {"version": 2, "reason": "坏了", stood: "长椅"})
        assert not form.validate()
        assert set(form.errors) == {own}


@pytest.mark.parametrize(
    ("reader", "labels"),
    [("zh", ["Title", "Title（English）"]), ("en", ["Title", "Title (中文)"])],
)
def test_the_half_in_the_language_of_the_reader_stands_first_and_needs_no_language_in_its_name(
    app: Flask, reader: str, labels: list[str]
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": reader}):
        own, other = Written().halves("title")
        assert [str(own.label.text), str(other.label.text)] == labels


def test_the_mark_says_which_language_is_missing_and_what_is_shown_instead(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert lacking({"zh_Hans": "长椅", "en": ""}) == "English is missing: the Chinese is shown instead"
        assert lacking({"en": "Bench"}) == "Chinese is missing: the English is shown instead"
        assert lacking({"zh_Hans": "长椅", "en": "Bench"}) == lacking({}) == ""
