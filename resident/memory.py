"""What one process remembers between requests: immutable values, by a key that changes with what they are made of.

There is no invalidation, so nothing can be stale: who looks something up names the version of what it came from.
In verify mode (every test) what is remembered must be immutable at every depth, is made anew at every hit and must
be equal.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, current_app

from resident.columns import InLanguages
from resident.db import is_writing

T = TypeVar("T")
MOST = 4096
EXTENSION = "resident_memory"


class Forgetful(AssertionError):
    """Something remembered is no longer what it would be if it were made now."""


class Changeable(AssertionError):
    """Something was to be remembered that whoever is given it could change for everybody."""


def require_immutable(value: Any) -> None:
    """Raises Changeable for a value in which, at any depth, something can be changed in place."""
    if isinstance(value, tuple | frozenset):
        inside: Iterable[Any] = value
    elif isinstance(value, InLanguages):
        inside = value.values()
    elif is_dataclass(value) and getattr(type(value), "__dataclass_params__").frozen:  # noqa: B009
        inside = (getattr(value, one.name) for one in fields(value))
    elif value is None or isinstance(value, str | bytes | int | float | date):
        inside = ()
    else:
        raise Changeable(f"{type(value).__name__}: {value!r}")
    for one in inside:
        require_immutable(one)


class Memory:
    """At most `most` values by their keys; what was not asked for the longest is forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.verifies = False
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under this key, made now where it is not known. Raises Forgetful and Changeable in verify mode."""
        with self._lock:
            found = key in self._values
            if found:
                self._values.move_to_end(key)
                kept: T = self._values[key]
        if not found:
            return self._keep(key, self._made(make))
        if self.verifies and (now := make()) != kept:
            raise Forgetful(f"{key!r}: remembered {kept!r}, now {now!r}")
        return kept

    def _made(self, make: Callable[[], T]) -> T:
        value = make()
        if self.verifies:
            require_immutable(value)
        return value

    def _keep(self, key: Hashable, value: T) -> T:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything: another database stands behind the app."""
        with self._lock:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)


def setup(app: Flask) -> None:
    """A memory for each app."""
    app.extensions[EXTENSION] = Memory()


def remembered(key: Hashable, load: Callable[[], T]) -> T:
    """A value read from the database, remembered under `key`; a transaction that writes reads and remembers nothing.

    `key` names what is asked for and the versions of the rows it is made of; `load` gives an immutable value.
    """
    if is_writing():
        return load()
    memory: Memory = current_app.extensions[EXTENSION]
    return memory.get(key, load)
