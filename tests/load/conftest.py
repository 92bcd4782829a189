"""The running server on both databases, and real time: the server's clock cannot be moved by hand."""

import os
from collections.abc import Iterator

import pytest

from resident import clock as app_clock
from tests.conftest import POSTGRES, has_postgres
from tests.load.live import Live, living

ON_BOTH = bool(os.environ.get("SOAK"))


@pytest.fixture(autouse=True)
def _only_where_it_matters(request: pytest.FixtureRequest) -> None:
    """What knows no database, or takes minutes, is tried on PostgreSQL in `make soak` alone."""
    if request.node.get_closest_marker("mostly_sqlite") and not ON_BOTH and "postgres" in request.node.name:
        pytest.skip("with PostgreSQL in `make soak`")


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
