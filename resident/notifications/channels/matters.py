"""What a message that leaves is about, read anew as it leaves: meanwhile it may have gone on, or be public no more."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Matter: TypeAlias = Mapping[str, Any]
Reads: TypeAlias = Callable[[Matter], Matter | None]
_READS: dict[str, Reads] = {}


def register_matter(what: str, reads: Reads) -> None:
    """Name who knows matters of this kind: `reads(payload)` gives what may be said now, None where nobody need hear of it."""
    _READS[what] = reads


def as_it_is(payload: Matter) -> Matter | None:
    """The matter of a row as it is now; None where it has gone on. What nobody knows more of stays as it was written."""
    reads = _READS.get(str(payload.get("what", "")))
    found = reads(payload) if reads else payload
    return None if found is None else {**payload, **found}
