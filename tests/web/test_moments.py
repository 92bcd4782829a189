"""Days, times, moments, numbers and telephones, however they are typed."""

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from resident.dates import read_days
from resident.web.forms import DayChoice, Form, WholeNumber, telephone_field
from resident.web.forms.moments import read_day, read_hour, read_moment
from resident.web.telephones import calls
from tests.conftest import Clock


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "２０２６－０３－０２",
        "2026/3/2",
        "２０２６．３．２",
        "2026。3。2",
        "2026年3月2日",
        "２０２６ 年 ３ 月 ２ 号",
        "2026 - 03 - 02",
        "20260302",
        "2026–03–02",
    ],
)
def test_a_day_is_one_however_it_is_typed(typed: str) -> None:
    assert read_day(typed) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-02", "2026-02-30", "26-3-2", "2026-3", "2026-03-02 09:00", "2026-3-2-1"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("8:30", time(8, 30)),
        ("08:30:00", time(8, 30)),
        ("８：３０", time(8, 30)),
        ("8.30", time(8, 30)),
        ("0830", time(8, 30)),
        ("8点30分", time(8, 30)),
        ("8 点半", time(8, 30)),
        ("８点", time(8)),
        ("23时59分", time(23, 59)),
    ],
)
def test_a_time_is_one_however_it_is_typed(typed: str, means: time) -> None:
    assert read_hour(typed) == means


@pytest.mark.parametrize("typed", ["", "half past eight", "25:00", "8:60", "8", "8:3", "08:30 17:00"])
def test_what_is_no_time_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_hour(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02T10:30",
        "2026-03-02T10:30:00.000",
        "2026-3-2 10:30",
        "２０２６－３－２　１０：３０",
        "2026年3月2日10点半",
        "2026 年 3 月 2 日 10 点 30 分",
        "2026.3.2, 10.30",
    ],
)
def test_a_moment_is_one_however_it_is_typed(typed: str) -> None:
    assert read_moment(typed) == datetime(2026, 3, 2, 10, 30)


@pytest.mark.parametrize("typed", ["", "2026-03-02", "10:30", "2026-3-210:30", "2026-03-02T10:30+08:00"])
def test_what_is_no_moment_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_moment(typed)


def test_the_days_of_a_notice_in_full_width() -> None:
    assert read_days("元旦：１月１日－３日放假（共３天）\n２／５～２／６，２０２７．２．８", 2027) == [
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
        date(2027, 2, 5),
        date(2027, 2, 6),
        date(2027, 2, 8),
    ]


class _Shelf(Form):
    number = WholeNumber("number", least=0, most=100_000)
    phone = telephone_field("phone")  # type: ignore[arg-type]


def _filled(app: Flask, **fields: str) -> _Shelf:
    with app.test_request_context(method="POST"):
        form = _Shelf(formdata=MultiDict({"number": "1", "phone": ""} | fields))
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "means"), [("１２", 12), (" 1,000 ", 1000), ("１，０００", 1000), ("12 000", 12000), ("٣", 3)]
)
def test_a_number_is_one_however_it_is_typed(sqlite_app: Flask, typed: str, means: int) -> None:
    form = _filled(sqlite_app, number=typed)
    assert (list(form.number.errors), form.number.data) == ([], means)


@pytest.mark.parametrize("typed", ["", "1,00", "1.5", "-1", "1e3", "NaN", "一", "1 2"])
def test_what_is_no_number_is_said(sqlite_app: Flask, typed: str) -> None:
    assert _filled(sqlite_app, number=typed).number.errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("0571-88000018", "0571-88000018"),
        ("０５７１－８８０００１８", "0571-8800018"),
        ("(0571) 8800 0018", "(0571) 8800 0018"),
        ("（0571）88000018转8", "(0571)88000018转8"),
        ("+86 571 88000018", "+86 571 88000018"),
        ("13800000001、13900000002", "13800000001、13900000002"),
        ("400-800-1234 ext. 12", "400-800-1234 ext. 12"),
        ("12345", "12345"),
    ],
)
def test_a_telephone_is_taken_as_people_write_it(sqlite_app: Flask, typed: str, kept: str) -> None:
    form = _filled(sqlite_app, phone=typed)
    assert (list(form.phone.errors), form.phone.data) == ([], kept)


@pytest.mark.parametrize(
    "typed", ["NaN", "call us", "12", "-----", "0571-88000018 or so", "电话", "1" * 31, "138<b>0000"]
)
def test_what_is_no_telephone_is_said(sqlite_app: Flask, typed: str) -> None:
    assert _filled(sqlite_app, phone=typed).phone.errors


class Chosen(Form):
    """A day that is tapped or typed."""

    class Meta(Form.Meta):
        csrf = False

    day = DayChoice("Which day")


@pytest.mark.parametrize(
    ("sent", "day", "shown"),
    [
        (["2026-03-07", ""], date(2026, 3, 7), ""),
        (["", "2026-03-10"], date(2026, 3, 10), "2026-03-10"),
        (["2026-03-07", "2026年3月7日"], date(2026, 3, 7), "2026年3月7日"),
        (["2026-03-10"], date(2026, 3, 10), "2026-03-10"),
        (["2026-03-07", "2026-03-10"], None, "2026-03-10"),
        (["2026-03-07", "soon"], None, "soon"),
        (["soon", ""], None, ""),
        (["", ""], None, ""),
    ],
)
def test_a_day_is_tapped_or_typed_and_never_two(
    sqlite_app: Flask, sent: list[str], day: date | None, shown: str
) -> None:
    with sqlite_app.test_request_context("/", headers={"Accept-Language": "en"}):
        form = Chosen(formdata=MultiDict([("day", one) for one in sent]))
        assert form.validate() == (day is not None or sent == ["", ""])
        assert (form.day.data, form.day._value()) == (day, shown)
        assert form.day.tapped == (sent[0] if len(sent) > 1 else None)


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (date(2026, 3, 2), ["Today", "Tomorrow", "This Saturday", "This Sunday", "Next Saturday"]),
        (date(2026, 3, 6), ["Today", "Tomorrow", "This Sunday", "Next Saturday"]),
        (date(2026, 3, 7), ["Today", "Tomorrow", "Next Saturday"]),
        (date(2026, 3, 8), ["Today", "Tomorrow", "Next Saturday"]),
    ],
)
def test_the_days_to_tap_are_those_one_says_by_name(
    sqlite_app: Flask, clock: Clock, now: date, named: list[str]
) -> None:
    clock.moment = datetime(now.year, now.month, now.day, 1, tzinfo=UTC)
    with sqlite_app.test_request_context("/", headers={"Accept-Language": "en"}):
        offered = Chosen().day.offered
    assert [words for _value, words in offered] == [*named, "Another day"]
    assert offered[0][0] == now.isoformat()
    assert offered[-1][0] == ""


class _Duty(Form):
    numbers = telephone_field("On duty", 120)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", []),
        ("１３８ ０００１ ０００１，0571-88000019；13800000003", ["138 0001 0001", "0571-88000019", "13800000003"]),
        ("13800000001 / 13800000002、13800000003,13800000004", [f"1380000000{n}" for n in range(1, 5)]),
    ],
)
def test_a_few_numbers_are_told_apart_in_their_order(app: Flask, typed: str, numbers: list[str]) -> None:
    with app.test_request_context(method="POST"):
        form = _Duty(formdata=MultiDict({"numbers": typed}))
        assert form.validate(), form.errors
        assert [one.number for one in calls(form.numbers.data)] == numbers


@pytest.mark.parametrize("typed", ["13800000001,", "13800000001 and more", ",".join(["13800000001"] * 11)])
def test_what_is_no_line_of_numbers_is_refused_at_the_field(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST"):
        form = _Duty(formdata=MultiDict({"numbers": typed}))
        assert not form.validate()
        assert form.numbers.errors
        assert form.numbers.data == typed
