"""Pages of a list begin after the last row seen."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import bindparam, select

from resident import clock
from resident.db import db
from resident.notifications.models import OutboxMessage
from resident.web.keyset import PAGE_SIZE, Keyset, Page

KEYS = (OutboxMessage.due_at, OutboxMessage.id)
COLUMNS = select(*KEYS)
ROWS = 45


class Due(NamedTuple):
    """A message's place in the list."""

    due_at: datetime
    id: int


def read_page(after: str, **how: Any) -> Page[Any]:
    """The page by a statement that stands ready."""
    return Keyset(Due, COLUMNS, *KEYS, **how).page(after)


@pytest.fixture
def messages(session: None) -> None:
    """Forty-five messages, three at each moment."""
    for number in range(ROWS):
        due = clock.now() + timedelta(minutes=number // 3, microseconds=number // 3)
        db.session.add(OutboxMessage(channel="person", payload={}, created_at=due, due_at=due))
    db.session.flush()


def walk(**how: Any) -> list[list[int]]:
    """The ids on every page to the end. Fails where there are more pages than rows: such a list never ends."""
    after, pages = "", []
    for _ in range(ROWS):
        page = read_page(after, **how)
        pages.append([row.id for row in page.rows])
        after = page.after
        if not after:
            return pages
    pytest.fail(f"after {ROWS} rows the list goes on: {pages[-2:]}")


def all_ids(*, ascending: bool) -> list[int]:
    """Every id in the order of the list."""
    order = [key.asc() if ascending else key.desc() for key in KEYS]
    return list(db.session.scalars(select(OutboxMessage.id).order_by(*order)))


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("size", [1, 7, 20, 44, 45, 46])
def test_walking_shows_every_row_once_in_order(size: int, ascending: bool) -> None:
    pages = walk(size=size, ascending=ascending)
    assert [row_id for page in pages for row_id in page] == all_ids(ascending=ascending)
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.usefixtures("messages")
def test_unless_it_is_said_otherwise_the_newest_twenty_come_first() -> None:
    assert walk()[0] == all_ids(ascending=False)[:PAGE_SIZE]


@pytest.mark.usefixtures("messages")
def test_a_new_row_does_not_shift_the_next_page() -> None:
    first = read_page("")
    later = clock.now() + timedelta(days=1)
    db.session.add(OutboxMessage(channel="person", payload={}, created_at=later, due_at=later))
    db.session.flush()
    second = read_page(first.after)
    assert len(second.rows) == PAGE_SIZE
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


FAR = "9" * 18


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", PAGE_SIZE),
        ("x", PAGE_SIZE),
        ("1", PAGE_SIZE),
        ("1-2-3", PAGE_SIZE),
        ("-1-2", PAGE_SIZE),
        ("1-x", PAGE_SIZE),
        ("x-1", PAGE_SIZE),
        ("１-２", PAGE_SIZE),
        ("1-²", PAGE_SIZE),
        ("1-2;DROP TABLE person", PAGE_SIZE),
        (f"{FAR}-1", PAGE_SIZE),  # a moment that no calendar has
        (f"1-{FAR}9", PAGE_SIZE),  # a number that no database has
        (f"1-{FAR}", 0),  # before all that is there
        ("1-2", 0),
    ],
)
def test_an_address_that_is_not_ours_begins_at_the_beginning(after: str, expected: int) -> None:
    assert len(read_page(after).rows) == expected


@pytest.mark.usefixtures("session")
def test_an_empty_list_has_one_empty_page() -> None:
    page = read_page("")
    assert (page.rows, page.after) == ([], "")


@pytest.mark.usefixtures("messages")
def test_a_page_reads_one_row_more_than_it_shows() -> None:
    made: list[Due] = []

    def _counted(*values: Any) -> Due:
        made.append(Due(*values))
        return made[-1]

    counting = Keyset(_counted, COLUMNS, *KEYS, size=7)
    counting.page(counting.page("").after)
    assert len(made) == 16


@pytest.fixture
def messages_to_people(messages: None) -> None:
    """Every third message goes to a person, the others elsewhere."""
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.id % 3 != 0)):
        message.channel = "group"
    db.session.flush()


@pytest.mark.usefixtures("messages_to_people")
def test_a_statement_that_stands_ready_is_narrowed_by_what_is_asked() -> None:
    of_channel = Keyset(Due, COLUMNS.where(OutboxMessage.channel == bindparam("channel")), *KEYS, size=10)
    people = [row_id for row_id in all_ids(ascending=False) if row_id % 3 == 0]
    first = of_channel.page("", channel="person")
    second = of_channel.page(first.after, channel="person")
    assert [row.id for row in (*first.rows, *second.rows)] == people
    assert second.after == ""
    assert of_channel.page("", channel="nobody").rows == []


def test_a_page_keeps_its_place_when_its_rows_are_changed() -> None:
    assert Page([1, 2], "7-2").map(lambda rows: [str(row) for row in rows]) == Page(["1", "2"], "7-2")


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize("ascending", [False, True])
def test_read_on_it_shows_the_same_rows_again(ascending: bool) -> None:
    first = read_page("", ascending=ascending)
    second = read_page(first.after, ascending=ascending)
    again = read_page(f"~{second.through}", ascending=ascending)
    assert again.rows == first.rows + second.rows
    assert (again.after, again.through) == (second.after, second.through)
    third = read_page(again.after, ascending=ascending)
    assert third.after == ""
    whole = read_page(f"~{third.through}", ascending=ascending)
    assert [row.id for row in whole.rows] == all_ids(ascending=ascending)
    assert (whole.after, whole.through) == ("", third.through)
    assert read_page(f"{first.after}~{third.through}", ascending=ascending).rows == second.rows + third.rows


@pytest.mark.usefixtures("messages")
def test_what_was_read_on_stays_where_a_row_has_gone_or_come() -> None:
    first = read_page("")
    second = read_page(first.after)
    db.session.delete(db.session.get_one(OutboxMessage, second.rows[-1].id))
    db.session.flush()
    again = read_page(f"~{second.through}")
    assert again.rows == first.rows + second.rows[:-1]
    later = clock.now() + timedelta(days=1)
    db.session.add(OutboxMessage(channel="person", payload={}, created_at=later, due_at=later))
    db.session.flush()
    assert read_page(f"~{second.through}").rows[1:] == again.rows


@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize("through", ["", "x", "1", "-", "9" * 30 + "-1", "~", "1-2-3", "١-٢"])
def test_how_far_is_a_page_where_it_is_not_ours(through: str) -> None:
    assert read_page(f"~{through}") == read_page("")


@pytest.mark.usefixtures("messages")
def test_no_page_grows_beyond_a_hundred_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resident.web.keyset.MOST", 30)
    everything = read_page("", size=30)
    far = read_page("", size=20)
    page = read_page(f"~{_write_all()}")
    assert (len(page.rows), page.after) == (30, everything.after)
    assert far.through != page.through


def _write_all() -> str:
    """The key of the very last row."""
    after, last = "", ""
    while True:
        page = read_page(after)
        last = page.through
        if not page.after:
            return last
        after = page.after
