"""The process in which one photo is decoded and drawn anew; it knows nothing of the app.

Started anew for every photo (`images.draw`, `resident/apart`). The file comes in by standard input; out goes a line
of JSON, then the three JPEG files whose lengths it tells. All is drawn on white, so nothing of the original lives on
but its colours: no place, no camera, no comment, nothing hidden behind the picture.
"""

import io
import json
import sys
from contextlib import suppress
from typing import IO, Any

import pi_heif
from PIL import AvifImagePlugin, ExifTags, Image, ImageCms, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
MOST_PIXELS = 8192 * 6144  # what a camera of "50 million" gives
MOST_PIXELS_OF_A_JPEG = 120_000_000  # it can be decoded smaller; the others take up to 12 bytes a pixel while they are
LONGEST_SIDE = 1600
SHORT_SIDE = 800  # of what is longer than two squares, a screenshot of a talk: its words stay readable
LONGEST_STRIP = 16_000
QUALITY = 82
WIDE_SIDE, WIDE_QUALITY = 1000, 72  # as wide as a page on a phone with three dots a pixel
THUMB_BYTES = 8_000
THUMB_TRIES = ((320, 75), (320, 60), (320, 45), (240, 60), (240, 45), (160, 45), (96, 30))  # side in pixels, quality
MISSING_PART = 8  # of a JPEG cut short, less than one part in so many may be missing
NOT_DECODED = {(127, 127), (128, 128)}  # lowest and highest where a JPEG was cut short
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")


class TooManyPixels(Exception):
    """The header promises more pixels than we decode."""


def main() -> None:
    """Draw what comes in; what went wrong is an answer, too."""
    try:
        picture = draw(io.BytesIO(sys.stdin.buffer.read()))
        photo, wide, thumb = files_of(picture)
    except TooManyPixels:
        _answer(error="TooManyPixels")
    except MemoryError:
        _answer(error="TooHeavy")
    except Exception as error:  # decoders raise whatever they like on a damaged file
        _answer(error="NotAPhoto", why=repr(error))
    else:
        _answer(photo, wide, thumb, width=picture.width, height=picture.height)


def draw(stream: IO[bytes]) -> Image.Image:
    """The photo as RGB in the colours of screens, upright and of a size to be shown; of several frames the first.

    Raises TooManyPixels before anything is decoded, and whatever a decoder raises.
    """
    _know_formats()
    with Image.open(stream, formats=FORMATS) as source:  # which kind it is its first bytes say, never its name
        is_jpeg = isinstance(source, JpegImageFile)
        if source.width * source.height > (MOST_PIXELS_OF_A_JPEG if is_jpeg else MOST_PIXELS):
            raise TooManyPixels
        wanted = _fitting(source.size)
        source.draft(None, (2 * wanted[0], 2 * wanted[1]))  # a JPEG is decoded smaller at once
        _load(source, is_jpeg)
        picture = _on_white(source, wanted)
        return _upright(picture, source)


def files_of(picture: Image.Image) -> tuple[bytes, bytes, bytes]:
    """The three JPEG files of a picture: as it is kept, as wide as a page, for a row."""
    return _jpeg(picture, QUALITY), _wide(picture), _thumb(picture)


def _answer(*files: bytes, **said: Any) -> None:
    head = json.dumps(said | {"lengths": [len(file) for file in files]}).encode()
    sys.stdout.buffer.write(head + b"\n" + b"".join(files))


def _know_formats() -> None:
    """Pillow's own bound on pixels is lower than ours, which is asked before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None
    AvifImagePlugin.DEFAULT_MAX_THREADS = pi_heif.options.DECODE_THREADS = 1  # each thread takes memory of its own
    pi_heif.register_heif_opener(thumbnails=False)


def _load(source: Image.Image, is_jpeg: bool) -> None:
    """Decode; a JPEG whose last bytes are missing, after a wrong copy or a lost connection, as far as it goes."""
    try:
        source.load()
    except OSError:
        if not is_jpeg:
            raise
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        source.load()
        if _is_empty(source.crop((0, source.height - source.height // MISSING_PART - 1, *source.size))):
            raise


def _is_empty(part: Image.Image) -> bool:
    """Whether nothing was decoded here: all of it is one grey."""
    return all(band.getextrema() in NOT_DECODED for band in part.split())


def _on_white(source: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """The picture in its wanted size, in the colours of screens, on white where something shines through."""
    picture = _plain(source)
    picture.thumbnail(wanted, Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", picture.size, "white")
    canvas.paste(_of_screens(picture, source.info.get("icc_profile")), mask=_shape(picture))
    return canvas


def _plain(source: Image.Image) -> Image.Image:
    """What can be made smaller: RGB, CMYK or grey as it is, RGBA where something shines through."""
    if source.mode.startswith("I"):  # 16 bits of grey: Pillow would cut at 255 instead of scaling
        return source.point(lambda grey: grey * (1 / 256)).convert("L")
    if source.has_transparency_data:
        return source if source.mode == "RGBA" else source.convert("RGBA")
    return source if source.mode in {"RGB", "CMYK", "L"} else source.convert("RGB")


def _shape(picture: Image.Image) -> Image.Image | None:
    return picture.getchannel("A") if picture.mode == "RGBA" else None


def _of_screens(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB: phones photograph in wider colours (Display P3), which look dull where nobody tells. Raises nothing."""
    if profile:
        plain = picture.convert("RGB") if picture.mode == "RGBA" else picture
        with suppress(
            ImageCms.PyCMSError, OSError, TypeError, ValueError
        ):  # a damaged profile, or one of other colours
            told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(plain, told, SRGB, outputMode="RGB") or plain
    return picture.convert("RGB")


def _upright(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Turned as the camera was held, if what says so can be read."""
    orientation = None
    with suppress(Exception):  # EXIF is written by anybody
        orientation = source.getexif().get(ExifTags.Base.Orientation)
    return picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size to be shown: at most LONGEST_SIDE, but a long strip may be longer, so that it can be read."""
    longest, shortest = max(size), min(size)
    scale = min(1, max(LONGEST_SIDE / longest, SHORT_SIDE / shortest), LONGEST_STRIP / longest)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _wide(picture: Image.Image) -> bytes:
    """What a page shows; of a long strip, which is read and not looked at, as sharp as the photo itself."""
    shown = picture.copy()
    if max(shown.size) <= LONGEST_SIDE:
        shown.thumbnail((WIDE_SIDE, WIDE_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(shown, WIDE_QUALITY)


def _thumb(picture: Image.Image) -> bytes:
    """The best of THUMB_TRIES that fits into THUMB_BYTES; of a long strip its beginning, two squares of it."""
    side = 2 * min(picture.size)
    begun = picture.crop((0, 0, min(picture.width, side), min(picture.height, side)))
    made = b""
    for longest, quality in THUMB_TRIES:
        small = begun.copy()
        small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        made = _jpeg(small, quality)
        if len(made) <= THUMB_BYTES:
            break
    return made


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
