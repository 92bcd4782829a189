"""A poster as a JPEG: 3:4, as WeChat shows pictures, with a code that a phone reads from the screen."""

import io

import segno
from PIL import Image, ImageDraw, ImageOps

from resident.media.covers import COVERS, cover
from resident.media.files import Size, path_of
from resident.media.lettering import Draw, font, has_glyph, wrapped, write
from resident.media.sheets import Sheet
from resident.web.codes import address_of

WIDTH, HEIGHT = 1080, 1440
MOST_BYTES = 250_000
QUALITIES = (88, 80, 72, 62, 50, 36)
MARGIN, SEAM = 60, 6
PICTURES, FOOT = 576, 352  # heights
CODE = 240  # pixels of a code at least, without the quiet zone around it
QUIET = 4  # modules, as the standard asks
PAPER, INK, QUIET_INK, DEEP, GOLD = "#ffffff", "#18201b", "#535e57", "#0b4f31", "#f6cb80"
TINT, PLATE, ON_DEEP = "#e4f1e8", "#7fb594", "#cfe4d7"
TONES = {"ok": "#01703a", "busy": "#1b5fa6", "late": "#b3261e"}
MOST_TITLE_LINES = 3


def drawn(sheet: Sheet) -> bytes:
    """The poster as a file of at most MOST_BYTES. Raises OSError for a photo that has gone."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _pictures(image, draw, sheet)
    _words(draw, sheet, PICTURES + 36)
    _foot(image, draw, sheet)
    made = b""
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        made = file.getvalue()
        if len(made) <= MOST_BYTES:
            break
    return made


def _pictures(image: Image.Image, draw: Draw, sheet: Sheet) -> None:
    shots = sheet.shots
    if not shots and sheet.cover in COVERS:
        image.paste(cover(sheet.cover), (0, 0))
        return
    if not shots:
        _blossoms(draw)
        return
    width = (WIDTH - SEAM * (len(shots) - 1)) // len(shots)
    for number, shot in enumerate(shots):
        left = number * (width + SEAM)
        with Image.open(path_of(shot.file, Size.PHOTO)) as photo:
            image.paste(ImageOps.fit(photo.convert("RGB"), (width, PICTURES)), (left, 0))
        if shot.label:
            _plate(draw, (left + 18, PICTURES - 84), shot.label, 40)


def _blossoms(draw: Draw) -> None:
    """Where there is no photo: osmanthus, the flower of the app."""
    draw.rectangle((0, 0, WIDTH, PICTURES), fill=TINT)
    branch = [(x, round(500 - 0.18 * x - 0.00018 * x * x)) for x in range(-20, WIDTH + 60, 20)]
    draw.line(branch, fill="#8a7a5c", width=12, joint="curve")
    for number, (x, y) in enumerate(branch[4::6]):
        side = 54 if number % 2 else -54
        draw.ellipse((x - 66, y + side - 24, x + 66, y + side + 24), fill="#9cc7ac")
        _flower(draw, x + 60, y - 26, 34, "#e8a33d", TINT)
        _flower(draw, x + 100, y + 18, 26, "#e8a33d", TINT)


def _flower(draw: Draw, x: int, y: int, size: int, colour: str, heart: str) -> None:
    for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0)):
        left, top = x + dx * size * 0.62 - size * 0.6, y + dy * size * 0.62 - size * 0.6
        draw.ellipse((left, top, left + size * 1.2, top + size * 1.2), fill=colour)
    draw.ellipse((x - size * 0.3, y - size * 0.3, x + size * 0.3, y + size * 0.3), fill=heart)


def _plate(draw: Draw, at: tuple[int, int], text: str, size: int) -> int:
    """A doorplate with these words; gives its lower edge."""
    words = "".join(one for one in text if has_glyph(one))
    x, y, width = *at, int(font(size).getlength(words)) + 52
    draw.rounded_rectangle((x, y, x + width, y + size + 32), 14, fill=TINT)
    draw.rounded_rectangle((x + 7, y + 7, x + width - 7, y + size + 25), 9, outline=PLATE, width=3)
    write(draw, (x + 26, y + 10), words, size, DEEP, is_bold=True)
    return y + size + 32


def _words(draw: Draw, sheet: Sheet, y: int) -> None:
    width = WIDTH - 2 * MARGIN
    if sheet.plate:
        y = _plate(draw, (MARGIN, y), wrapped(sheet.plate, size=44, width=width - 52)[0], 44) + 18
    size = 74 if len(wrapped(sheet.title, size=74, width=width)) <= 2 else 58
    for line in wrapped(sheet.title, size=size, width=width)[:MOST_TITLE_LINES]:
        write(draw, (MARGIN, y), line, size, INK, is_bold=True)
        y += int(size * 1.3)
    y += 26
    if sheet.leaf:
        _leaf(draw, y, sheet.leaf)
    if sheet.state:
        _state(draw, y, sheet)
        y += 68
    for number, line in enumerate(sheet.lines):
        left = MARGIN + (220 if sheet.leaf else 0)
        shown = wrapped(line, size=44, width=WIDTH - MARGIN - left)[0]
        is_last = number == len(sheet.lines) - 1
        write(draw, (left, y), shown, 44, TONES["ok"] if is_last else INK, is_bold=is_last or not number)
        y += 64


def _state(draw: Draw, y: int, sheet: Sheet) -> None:
    colour = TONES[sheet.tone]
    draw.ellipse((MARGIN, y + 8, MARGIN + 44, y + 52), fill=colour)
    if sheet.tone == "ok":
        points = (MARGIN + 12, y + 31, MARGIN + 20, y + 39, MARGIN + 33, y + 22)
        draw.line(points, fill=PAPER, width=6, joint="curve")
    write(draw, (MARGIN + 62, y), sheet.state, 46, colour, is_bold=True)
    left = MARGIN + 62 + int(font(46).getlength(sheet.state)) + 36
    beside = wrapped(sheet.beside, size=44, width=WIDTH - MARGIN - left)
    if beside:
        write(draw, (left, y + 2), beside[0], 44, QUIET_INK)


def _leaf(draw: Draw, y: int, leaf: tuple[str, ...]) -> None:
    month, day, weekday = leaf
    draw.rounded_rectangle((MARGIN, y, MARGIN + 180, y + 224), 16, fill=PAPER, outline="#d9c9a2", width=3)
    draw.rounded_rectangle((MARGIN, y, MARGIN + 180, y + 66), 16, fill="#fcf1dc")
    for text, top, size, colour in ((month, 8, 38, "#7d5006"), (day, 70, 72, INK), (weekday, 166, 38, INK)):
        left = MARGIN + 90 - int(font(size).getlength(text)) // 2
        write(draw, (left, y + top), text, size, colour, is_bold=size != 38)


def _foot(image: Image.Image, draw: Draw, sheet: Sheet) -> None:
    top = HEIGHT - FOOT
    draw.rectangle((0, top, WIDTH, HEIGHT), fill=DEEP)
    code = _code(address_of(sheet.path))
    left = WIDTH - MARGIN + 24 - code.width
    image.paste(code, (left, top + (FOOT - code.height) // 2))
    room, y = left - MARGIN - 30, top + 44
    _flower(draw, MARGIN + 22, y + 30, 20, GOLD, DEEP)
    for line in wrapped(sheet.community, size=40, width=room - 64)[:1]:
        write(draw, (MARGIN + 64, y), line, 40, GOLD, is_bold=True)
    y += 66
    for line in wrapped(sheet.invitation, size=46, width=room)[:2]:
        write(draw, (MARGIN, y), line, 46, PAPER, is_bold=True)
        y += 60
    for line in wrapped(sheet.hint, size=38, width=room)[:1]:
        write(draw, (MARGIN, y + 6), line, 38, ON_DEEP)


def _code(address: str) -> Image.Image:
    """The code with its quiet zone, each module as many pixels wide as it takes."""
    code = segno.make(address, error="m", micro=False)
    modules = code.symbol_size(border=0)[0]
    scale = -(-CODE // modules)
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale, border=QUIET)
    return Image.open(file).convert("RGB")
