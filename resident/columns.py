"""Types of columns that every table shares: moments in UTC, texts in two languages, 64-bit numbers."""

from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class InLanguages(dict[str, str]):
    """A text in two languages as it was read: a dictionary that nobody changes, so that it can be remembered.

    `{**text}` is one that can be changed.
    """

    __slots__ = ()

    def _refuse(self, *_values: Any, **_named: Any) -> NoReturn:
        raise TypeError("what was read is not changed in place: make a new text")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, _known: dict[int, Any]) -> "InLanguages":
        return self


class Translated(TypeDecorator[dict[str, str]]):
    """A text in two languages: {"zh_Hans": …, "en": …}, one of them may be empty."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else InLanguages(value)


BigId = BigInteger().with_variant(Integer, "sqlite")
Id = Annotated[int, mapped_column(BigId, primary_key=True)]
