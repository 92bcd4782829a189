"""Types of columns that every table shares: moments in UTC, texts in two languages, 64-bit numbers."""

import json
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, NoReturn

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

LONGEST_SHARED = 600  # characters of a text in two languages that are read once: titles and names, not stories


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value is not None else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One step from what the driver gives, where SQLAlchemy would take three: a list has dozens of moments."""
        return _moment


class InLanguages(dict[str, str]):
    """A text in two languages as it was read: a dictionary that nobody changes, so that it can be remembered.

    `{**text}` is one that can be changed. `key` is what `key_of` has made of it once.
    """

    __slots__ = ("key",)
    key: Hashable

    def _refuse(self, *_values: Any, **_named: Any) -> NoReturn:
        raise TypeError("what was read is not changed in place: make a new text")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, _known: dict[int, Any]) -> "InLanguages":
        return self


class Translated(TypeDecorator[dict[str, str]]):
    """A text in two languages: {"zh_Hans": …, "en": …}, one of them may be empty."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], InLanguages | None]:
        """One step from what the driver gives, as with moments."""
        return _text


def _moment(given: Any) -> datetime | None:
    """SQLite keeps a moment as text, without its time zone."""
    if given is None:
        return None
    if isinstance(given, str):
        return datetime.fromisoformat(f"{given}+00:00")
    moment: datetime = given.astimezone(UTC)
    return moment


def _text(given: Any) -> InLanguages | None:
    """Some drivers give JSON as it was written, others what it says."""
    if isinstance(given, str):
        return _shared(given) if len(given) <= LONGEST_SHARED else _read(given)
    return None if given is None else InLanguages(given)


def _read(written: str) -> InLanguages | None:
    says = json.loads(written)
    return None if says is None else InLanguages(says)


_shared = lru_cache(maxsize=4096)(_read)  # nobody can change it, so one stands for all


BigId = BigInteger().with_variant(Integer, "sqlite")
Id = Annotated[int, mapped_column(BigId, primary_key=True)]
