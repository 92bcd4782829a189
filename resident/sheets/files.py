"""Reading the file that somebody sent."""

import json
from time import monotonic
from typing import IO

from resident import apart, turns
from resident.config import settings
from resident.sheets.tables import MOST_BYTES, Table, Unread, Why, from_plain

MOST_MEMORY = 512 * 1024 * 1024  # bytes of address space, the program itself included
LONGEST = 20  # seconds of work
READER = apart.program("resident.sheets.reader", memory=MOST_MEMORY, seconds=LONGEST)


def read(stream: IO[bytes], *, until: float) -> tuple[Table, ...]:
    """The tables of a file, one file at a time on this machine; until the moment `until` of the monotonic clock.

    Raises Unread with the reason, `turns.Busy` when the turn has not come or the file is not read by then.
    """
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unread(Why.TOO_LARGE)
    turn = turns.line(str(settings().data_dir / "sheets")).take(max(0.0, until - monotonic()))
    try:
        said = json.loads(apart.answer(READER, content, left=until - monotonic()))
    except apart.Died as error:
        raise Unread(Why.TOO_HEAVY) from error
    finally:
        turn.end()
    if "why" in said:
        raise Unread(Why(said["why"]), **said["where"])
    return from_plain(said["tables"])
