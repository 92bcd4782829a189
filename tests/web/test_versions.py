"""Two people at one row."""

import pytest

from resident.communities.models import Grid
from resident.config import settings
from resident.db import db
from resident.web.errors import Changed, NotHere, found
from resident.web.versions import lock_version, require_version
from tests.makers.communities import make_community


@pytest.fixture
def grid(session: None) -> Grid:
    """A row with a version."""
    grid = Grid(community_id=make_community().id, name={"en": "One"}, position=1)
    db.session.add(grid)
    db.session.flush()
    return grid


def test_a_row_is_read_anew_before_its_version_is_compared(grid: Grid) -> None:
    db.session.execute(db.update(Grid).values(version=2), execution_options={"synchronize_session": False})
    if settings().is_sqlite:  # whose one writer is alone since it began, and reads a row once
        db.session.expire(grid)
    with pytest.raises(Changed):
        lock_version(grid, 1)
    lock_version(grid, 2)


def test_who_was_faster_is_told_in_the_words_that_fit(grid: Grid) -> None:
    with pytest.raises(Changed) as error:
        require_version(grid, 0, title="You changed this elsewhere", message="Look at both.")
    assert (error.value.title, error.value.message) == ("You changed this elsewhere", "Look at both.")
    with pytest.raises(Changed) as error:
        require_version(grid, 0)
    assert (error.value.title, error.value.message) == (Changed.title, Changed.message)


def test_what_was_found_goes_on_and_nothing_is_not_here() -> None:
    assert found("a row") == "a row"
    assert found(0) == 0
    with pytest.raises(NotHere):
        found(None)
