"""The only place that asks what time it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Source = _system


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pretended.get() or _source()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do something as of another moment, in this thread alone: demo data has a past."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def use(source: Source | None) -> None:
    """Tell the time from `source` from now on; None goes back to the system's clock."""
    global _source
    _source = source or _system


def local(moment: datetime, time_zone: str) -> datetime:
    """The same moment on the wall clock of a community's time zone."""
    return moment.astimezone(ZoneInfo(time_zone))
