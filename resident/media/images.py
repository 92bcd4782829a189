"""One photo: what people send in, and what is made of it, in a process of its own and one after the other."""

import json
from dataclasses import dataclass
from io import BytesIO
from time import monotonic
from typing import IO

from resident import apart, turns
from resident.config import settings

MOST_BYTES = 20 * 1024 * 1024
MOST_MEMORY = 1280 * 1024 * 1024  # bytes of address space
LONGEST = 30  # seconds of work, not of waiting for the others on this machine
DECODER = apart.program("resident.media.decoder", memory=MOST_MEMORY, seconds=LONGEST)


class Refused(Exception):
    """This file becomes no photo."""


class NotAPhoto(Refused):
    """The file is none of the formats that we read, or damaged."""


class TooManyPixels(Refused):
    """The header promises more pixels than we decode."""


class TooHeavy(Refused):
    """Decoding took more memory, or more work of the processor, than one photo is given."""


@dataclass(frozen=True)
class Drawn:
    """A photo as we keep it: three JPEG files and the size of the large one in pixels."""

    photo: bytes
    wide: bytes
    thumb: bytes
    width: int
    height: int


_REFUSALS: dict[str, type[Refused]] = {each.__name__: each for each in (NotAPhoto, TooManyPixels, TooHeavy)}


def draw(stream: IO[bytes], *, until: float) -> Drawn:
    """Draw the photo in `stream` anew: upright, of a size to be shown, its thumb at most THUMB_BYTES.

    One photo at a time on this machine, whoever sends it: those who wait stand in a line, until the moment `until`
    of the monotonic clock. Raises Refused, `turns.Busy` when the turn has not come or the photo is not drawn by then.
    """
    turn = turns.line(str(settings().data_dir / "photos")).take(max(0.0, until - monotonic()))
    try:
        stream.seek(0)
        return _answered(_decoded(stream.read(), until - monotonic()))
    finally:
        turn.end()


def _decoded(content: bytes, left: float) -> bytes:
    """What the decoder says of a file, within `left` seconds. Raises TooHeavy, Busy."""
    try:
        return apart.answer(DECODER, content, left=left)
    except apart.Died as error:
        raise TooHeavy from error


def _answered(answer: bytes) -> Drawn:
    head, _newline, files = answer.partition(b"\n")
    said = json.loads(head)
    if "error" in said:
        raise _REFUSALS[said["error"]](said.get("why"))
    content = BytesIO(files)
    photo, wide, thumb = (content.read(length) for length in said["lengths"])
    return Drawn(photo, wide, thumb, said["width"], said["height"])
