"""What a way out of the app is made of. A channel prepares a call from rows; what calls has no transaction any more."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

import structlog

from resident.notifications.models import OutboxMessage

log = structlog.get_logger()
GROWING = tuple(timedelta(minutes=2**tries) for tries in range(1, 8))  # 2 minutes to 2 hours, then it is given up
ROBOT = "robot"
UNTOLD = frozenset({500, 502, 504})  # of HTTP: without a word of it in the answer, nobody knows what has become of it


class Ending(enum.Enum):
    """What came of a call, or why none was made."""

    DELIVERED = "delivered"
    AGAIN = "again"  # later, because of this message: it waits, each time longer
    BROKEN = "broken"  # later, because of the way itself: others need not try right now
    NEVER = "never"  # because of whom it is to or what it says
    UNCLEAR = "unclear"  # it was sent, and nothing came back
    STOPPED = "stopped"  # somebody must mend something before anything leaves this way
    NOT_YET = "not yet"  # no call: it is night, say; counted as no try
    NEEDLESS = "needless"  # no call: nobody wants it any more


class Outcome(NamedTuple):
    """An ending, its reason (a code of ours or of the provider, never its text), and `at`: when to look again."""

    ending: Ending
    why: str = ""
    at: datetime | None = None


Call: TypeAlias = Callable[[], Outcome]
Ready: TypeAlias = Call | Outcome


@dataclass(frozen=True)
class Channel:
    """One way out.

    `prepare(messages)` reads what the call needs, within a short transaction, and gives the call, or an outcome where
    there is nothing to call. The call touches no database, ends within seconds, and raises for nothing it foresees.
    So many messages as `gathers` go in one call; between two calls of a lane lies `pace`. After the n-th try that
    failed a message waits `pauses[n]`, and after the last of them it is given up. `repeats` where it may be sent once
    more when nobody knows whether it arrived.
    """

    prepare: Callable[[Sequence[OutboxMessage]], Ready]
    pauses: tuple[timedelta, ...] = GROWING
    repeats: bool = True
    gathers: int = 1
    pace: timedelta = timedelta()


CHANNELS: dict[str, Channel] = {}


def register_channel(name: str, channel: Channel) -> None:
    """Name a way out; its lanes are called by this name and, behind a colon, by what is theirs."""
    CHANNELS[name] = channel


def lane_of_body(body_id: int) -> str:
    """The lane of a body's own group robot."""
    return f"{ROBOT}:{body_id}"


def body_of(lane: str) -> int | None:
    """Whose robot a lane is: the number of the body; None for every other way out."""
    name, _colon, rest = lane.partition(":")
    return int(rest) if name == ROBOT else None


def channel_of(lane: str) -> Channel | None:
    """The way out of a lane; None where there is none any more."""
    return CHANNELS.get(lane.partition(":")[0])


def _to_log(messages: Sequence[OutboxMessage]) -> Ready:
    """The channel of a house without any other: the server's log, without the words."""
    told = [{key: one.payload[key] for key in ("person_id", "kind", "path") if key in one.payload} for one in messages]

    def _log() -> Outcome:
        for one in told:
            log.info("message", **one)
        return Outcome(Ending.DELIVERED)

    return _log


register_channel("person", Channel(_to_log))
