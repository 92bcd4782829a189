"""What tells two keys apart and tells nothing of either."""

import hashlib
import hmac
from collections.abc import Iterator

from resident.config import Settings

OF_DATA = "DATA_KEY"


def fingerprint(name: str, key: str) -> str:
    """What tells two keys apart and tells nothing of either (64 hex digits)."""
    return hmac.new(key.encode(), f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()


def all_of(settings: Settings) -> Iterator[tuple[str, str]]:
    """Of all keys that are at hand."""
    yield from writing(settings)
    for name, key in (("SECRET_KEY", settings.secret_key_before), ("LOOKUP_KEY", settings.lookup_key_before)):
        if key:
            yield name, fingerprint(name, key)
    for key in settings.data_keys[1:]:
        yield OF_DATA, fingerprint(OF_DATA, key)


def writing(settings: Settings) -> list[tuple[str, str]]:
    """Of those that write: the others only read what was written before, and need not be missed when they go."""
    writing = (
        ("SECRET_KEY", settings.secret_key),
        ("LOOKUP_KEY", settings.lookup_key),
        (OF_DATA, settings.data_keys[0]),
    )
    return [(name, fingerprint(name, key)) for name, key in writing]


def is_older_lookup(settings: Settings, name: str, print_: str) -> bool:
    """Whether this is a lookup key, and not the one people are found by now."""
    return name == "LOOKUP_KEY" and print_ != fingerprint(name, settings.lookup_key)
