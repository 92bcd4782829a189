"""Pages of a list begin after the last row seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import bindparam, event, select

from resident import clock
from resident.db import db
from resident.notifications.models import OutboxMessage
from resident.web.keyset import PAGE_SIZE, Keyset, Page, page_of

KEYS = (OutboxMessage.due_at, OutboxMessage.id)
COLUMNS = select(*KEYS)
ROWS = 45


class Due(NamedTuple):
    """A message's place in the list."""

    due_at: datetime
    id: int


def objects(after: str, **how: Any) -> Page[Any]:
    """The page as objects."""
    return page_of(select(OutboxMessage), KEYS, after, **how)


def columns(after: str, **how: Any) -> Page[Any]:
    """The page as the columns that were asked for."""
    return page_of(COLUMNS, KEYS, after, scalars=False, **how)


def built_once(after: str, **how: Any) -> Page[Any]:
    """The page by a statement that stands ready."""
    return Keyset(Due, COLUMNS, *KEYS, **how).page(after)


READERS = pytest.mark.parametrize("read", [objects, columns, built_once])


@pytest.fixture
def messages(session: None) -> None:
    """Forty-five messages, three at each moment."""
    for number in range(ROWS):
        due = clock.now() + timedelta(minutes=number // 3, microseconds=number // 3)
        db.session.add(OutboxMessage(channel="person", payload={}, created_at=due, due_at=due))
    db.session.flush()


def walk(read: Callable[..., Page[Any]], **how: Any) -> list[list[int]]:
    """The ids on every page to the end. Fails where there are more pages than rows: such a list never ends."""
    after, pages = "", []
    for _ in range(ROWS):
        page = read(after, **how)
        pages.append([row.id for row in page.rows])
        after = page.after
        if not after:
            return pages
    pytest.fail(f"after {ROWS} rows the list goes on: {pages[-2:]}")


def all_ids(*, ascending: bool) -> list[int]:
    """Every id in the order of the list."""
    order = [key.asc() if ascending else key.desc() for key in KEYS]
    return list(db.session.scalars(select(OutboxMessage.id).order_by(*order)))


@READERS
@pytest.mark.usefixtures("messages")
@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("size", [1, 7, 20, 44, 45, 46])
def test_walking_shows_every_row_once_in_order(read: Callable[..., Page[Any]], size: int, ascending: bool) -> None:
    pages = walk(read, size=size, ascending=ascending)
    assert [row_id for page in pages for row_id in page] == all_ids(ascending=ascending)
    assert all(len(page) == size for page in pages[:-1])


@READERS
@pytest.mark.usefixtures("messages")
def test_unless_it_is_said_otherwise_the_newest_twenty_come_first(read: Callable[..., Page[Any]]) -> None:
    assert walk(read)[0] == all_ids(ascending=False)[:PAGE_SIZE]


@READERS
@pytest.mark.usefixtures("messages")
def test_a_new_row_does_not_shift_the_next_page(read: Callable[..., Page[Any]]) -> None:
    first = read("")
    later = clock.now() + timedelta(days=1)
    db.session.add(OutboxMessage(channel="person", payload={}, created_at=later, due_at=later))
    db.session.flush()
    second = read(first.after)
    assert len(second.rows) == PAGE_SIZE
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


FAR = "9" * 18


@READERS
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
def test_an_address_that_is_not_ours_begins_at_the_beginning(
    read: Callable[..., Page[Any]], after: str, expected: int
) -> None:
    assert len(read(after).rows) == expected


@READERS
@pytest.mark.usefixtures("session")
def test_an_empty_list_has_one_empty_page(read: Callable[..., Page[Any]]) -> None:
    page = read("")
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
    with loaded_messages() as loaded:
        objects(objects("", size=7).after, size=7)
    assert len(loaded) == 15  # the first of the second page was read with the first one


@contextmanager
def loaded_messages() -> Iterator[list[OutboxMessage]]:
    """Every message that is read from the database inside the block."""
    db.session.expunge_all()
    loaded: list[OutboxMessage] = []

    def _note(message: OutboxMessage, _context: object) -> None:
        loaded.append(message)

    event.listen(OutboxMessage, "load", _note)
    try:
        yield loaded
    finally:
        event.remove(OutboxMessage, "load", _note)


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
