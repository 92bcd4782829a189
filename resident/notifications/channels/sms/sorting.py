"""What the error codes of a provider mean: for this message, for the way itself, or for whoever must mend something."""

from collections.abc import Mapping
from typing import NamedTuple

from resident.notifications.channels.ways import UNTOLD, Ending, Outcome

LONGEST = 60


class Sorting(NamedTuple):
    """Beginnings of codes by what they mean; `stopped` by what is to be mended. The longest beginning that fits counts."""

    again: tuple[str, ...]
    broken: tuple[str, ...]
    never: tuple[str, ...]
    stopped: Mapping[str, tuple[str, ...]]


def sorted_out(sorting: Sorting, code: str, http: int) -> Outcome:
    """The outcome of an answer that is no success. `code` is '' where the answer made no sense.

    A code that nobody knows stops nothing: it may be about this one message, which is tried again later.
    """
    if not code:
        return _without_code(http)
    endings = [(one, Outcome(Ending.AGAIN, code[:LONGEST])) for one in sorting.again]
    endings += [(one, Outcome(Ending.BROKEN, code[:LONGEST])) for one in sorting.broken]
    endings += [(one, Outcome(Ending.NEVER, code[:LONGEST])) for one in sorting.never]
    for reason, ones in sorting.stopped.items():
        endings += [(one, Outcome(Ending.STOPPED, reason)) for one in ones]
    found = [(len(one), outcome) for one, outcome in endings if code.startswith(one)]
    return max(found, key=lambda each: each[0])[1] if found else Outcome(Ending.AGAIN, code[:LONGEST])


def _without_code(http: int) -> Outcome:
    """A gateway that could not reach the provider, or an answer of somebody else altogether."""
    if http in UNTOLD or http < 300:
        return Outcome(Ending.UNCLEAR, f"http_{http}")
    return Outcome(Ending.BROKEN, f"http_{http}")
