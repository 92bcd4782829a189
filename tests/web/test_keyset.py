"""Pages of a list begin after the last row seen."""

from datetime import timedelta

import pytest

from resident import clock
from resident.db import db
from resident.notifications.models import OutboxMessage
from resident.web.keyset import page_of

KEYS = (OutboxMessage.due_at, OutboxMessage.id)
ROWS = 45


@pytest.fixture
def messages(session):
    """Forty-five messages, three at each moment."""
    for number in range(ROWS):
        due = clock.now() + timedelta(minutes=number // 3, microseconds=number // 3)
        db.session.add(OutboxMessage(channel="person", payload={}, created_at=due, due_at=due))
    db.session.flush()


def walk(size=20):
    """Every page to the end. Fails where there are more pages than rows: such a list never ends."""
    after, pages = "", []
    for _ in range(ROWS):
        page = page_of(db.select(OutboxMessage), KEYS, after, size)
        pages.append(page.rows)
        after = page.after
        if not after:
            return pages
    pytest.fail(f"after {ROWS} rows the list goes on: {pages[-2:]}")


@pytest.mark.parametrize("size", [1, 7, 20, 44, 45, 46])
def test_walking_shows_every_row_once_newest_first(messages, size):
    pages = walk(size)
    rows = [row.id for page in pages for row in page]
    expected = db.session.scalars(db.select(OutboxMessage.id).order_by(*(key.desc() for key in KEYS))).all()
    assert rows == list(expected)
    assert all(len(page) == size for page in pages[:-1])


def test_a_new_row_does_not_shift_the_next_page(messages):
    first = page_of(db.select(OutboxMessage), KEYS, "")
    later = clock.now() + timedelta(days=1)
    db.session.add(OutboxMessage(channel="person", payload={}, created_at=later, due_at=later))
    db.session.flush()
    second = page_of(db.select(OutboxMessage), KEYS, first.after)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


@pytest.mark.parametrize(
    "after", ["", "x", "1", "1-2-3", "-1-2", "1-x", "9" * 19 + "-1", "9" * 18 + "-1", "１-２", "1-2;DROP TABLE person"]
)
def test_an_address_that_is_not_ours_begins_at_the_beginning_or_after_all(messages, after):
    page = page_of(db.select(OutboxMessage), KEYS, after)
    assert len(page.rows) in {0, 20}


def test_an_empty_list_has_one_empty_page(session):
    page = page_of(db.select(OutboxMessage), KEYS, "")
    assert (page.rows, page.after) == ([], "")
