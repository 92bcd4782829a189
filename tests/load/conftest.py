"""The running server on both databases, and real time: the server's clock cannot be moved by hand."""

from collections.abc import Iterator

import pytest

from resident import clock as app_clock
from tests.conftest import POSTGRES, has_postgres
from tests.load.live import Live, living


@pytest.fixture(autouse=True)
def clock() -> None:
    """The time that the server has too."""
    app_clock.use(None)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One running installation for all of these tests, on each database."""
    if request.param == "postgres" and not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    with living(tmp_path_factory.mktemp(f"live-{request.param}"), request.param) as running:
        yield running
