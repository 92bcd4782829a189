"""One photo: what people send in, and what is made of it.

Whatever comes in is decoded and drawn anew on white, so nothing of the original file lives on but
its colours: no place, no camera, no comment, nothing hidden behind the picture.
"""

import io
import threading
from dataclasses import dataclass
from typing import IO

from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_PIXELS_OF_A_JPEG = 50_000_000  # it can be decoded smaller; the others take up to 12 bytes a pixel while they are
LONGEST_SIDE = 1600
QUALITY = 82
THUMB_BYTES = 8_000
THUMB_TRIES = ((320, 75), (320, 60), (320, 45), (240, 60), (240, 45), (160, 45), (96, 30))  # side in pixels, quality
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_one_at_a_time = threading.BoundedSemaphore()  # the largest photos take up to 450 MB each


class NotAPhoto(Exception):
    """The file is none of FORMATS, or damaged."""


class TooManyPixels(Exception):
    """The header promises more pixels than we decode."""


@dataclass(frozen=True)
class Drawn:
    """A photo as we keep it: two JPEG files and the size of the large one in pixels."""

    photo: bytes
    thumb: bytes
    width: int
    height: int


def draw(stream: IO[bytes]) -> Drawn:
    """Draw the photo in `stream` anew: upright, at most LONGEST_SIDE pixels, its thumb at most THUMB_BYTES.

    Of several frames the first one counts. Raises TooManyPixels before anything is decoded, NotAPhoto.
    """
    try:
        with _opened(stream) as source, _one_at_a_time:
            picture = _on_white(source)
    except TooManyPixels:
        raise
    except Exception as error:  # decoders raise whatever they like on a damaged file
        raise NotAPhoto from error
    return Drawn(_jpeg(picture, QUALITY), _thumb(picture), *picture.size)


def _opened(stream: IO[bytes]) -> Image.Image:
    """The photo with its header read. Which kind it is its first bytes say, never its name."""
    stream.seek(0)
    try:
        source = Image.open(stream, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    most = MOST_PIXELS_OF_A_JPEG if isinstance(source, JpegImageFile) else MOST_PIXELS
    if source.width * source.height > most:
        source.close()
        raise TooManyPixels
    return source


def _on_white(source: Image.Image) -> Image.Image:
    source.draft(None, _fitting(source.size, 2 * LONGEST_SIDE))  # a JPEG is decoded smaller at once
    source.load()
    orientation = source.getexif().get(ExifTags.Base.Orientation)
    picture = _plain(source)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(picture, (0, 0), picture if picture.mode == "RGBA" else None)
    return canvas.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else canvas


def _plain(source: Image.Image) -> Image.Image:
    """The picture as RGB, or RGBA where something shines through."""
    if source.mode.startswith("I"):  # 16 bits of grey: Pillow would cut at 255 instead of scaling
        source = source.point(lambda grey: grey * (1 / 256)).convert("L")
    mode = "RGBA" if source.has_transparency_data else "RGB"
    return source if source.mode == mode else source.convert(mode)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    longest = max(size)
    return max(1, size[0] * side // longest), max(1, size[1] * side // longest)


def _thumb(picture: Image.Image) -> bytes:
    """The best of THUMB_TRIES that fits into THUMB_BYTES."""
    made = b""
    for side, quality in THUMB_TRIES:
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        made = _jpeg(small, quality)
        if len(made) <= THUMB_BYTES:
            break
    return made


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()
