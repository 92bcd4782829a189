"""The letters of a poster: which there are, where a line breaks, and how they are written."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageDraw, ImageFont

NOT_FIRST = set("，。！？、；：）》”’%…—,.!?;:)")
MISSING = "\U0010ffff"  # no font has it
Draw = ImageDraw.ImageDraw
FONT = str(Path(str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")))


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The one typeface of posters, Chinese and Latin."""
    return ImageFont.truetype(FONT, size)


@lru_cache(maxsize=8192)
def has_glyph(character: str) -> bool:
    """Whether the typeface can draw this; what it cannot is left out of a poster."""
    small = font(24)
    return character.isspace() or bytes(small.getmask(character)) != bytes(small.getmask(MISSING))


def wrapped(text: str, *, size: int, width: int) -> list[str]:
    """The lines of a text: Chinese breaks between characters, never before a stop; Latin between words."""
    lines, line = [], ""
    for piece in _pieces("".join(one for one in text if has_glyph(one))):
        if line and font(size).getlength((line + piece).rstrip()) > width and piece.strip() not in NOT_FIRST:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """What is not torn apart: a word with the space behind it, or one character of a script without spaces."""
    pieces: list[str] = []
    is_open = False
    for one in text:
        is_latin = one.isascii() and not one.isspace()
        if is_open and (is_latin or one.isspace()):
            pieces[-1] += one
        else:
            pieces.append(one)
        is_open = is_latin
    return pieces


def write(draw: Draw, at: tuple[int, int], text: str, size: int, colour: str, *, is_bold: bool = False) -> None:
    """One line of text, its upper left corner here."""
    draw.text(at, text, colour, font(size), stroke_width=1 if is_bold else 0, stroke_fill=colour)
