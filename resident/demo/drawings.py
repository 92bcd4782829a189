"""Photos of the demo demands, drawn here: nothing is downloaded and nobody is shown."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
WALL, FLOOR, DARK, GREEN, WOOD, STEEL = "#d9d4c7", "#a9a294", "#3c3a36", "#3f7d58", "#9a6b3f", "#8c949a"
Draw = ImageDraw.ImageDraw


def _room(draw: Draw, wall: str = WALL, floor: str = FLOOR) -> None:
    draw.rectangle((0, 0, 960, 520), fill=wall)
    draw.rectangle((0, 520, 960, 720), fill=floor)
    draw.line((0, 520, 960, 520), fill=DARK, width=3)


def _park(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 400), fill="#bcd6e6")
    draw.rectangle((0, 400, 960, 720), fill="#9dbb86")
    for x in (90, 300, 820):
        draw.rectangle((x + 40, 260, x + 62, 430), fill=WOOD)
        draw.ellipse((x - 40, 110, x + 140, 310), fill=GREEN)


def _bench(draw: Draw) -> None:
    _park(draw)
    for y in (440, 480, 540, 575):
        draw.line((260, y, 740, y + 14), fill=WOOD, width=22)
    for x in (300, 690):
        draw.line((x, 430, x + 12, 660), fill=DARK, width=16)
    draw.ellipse((678, 536, 706, 564), outline="#c0392b", width=7)


def _bench_mended(draw: Draw) -> None:
    _park(draw)
    for y in (430, 468, 540, 572):
        draw.line((240, y, 760, y), fill="#c98a4b", width=24)
        for x in (306, 696):
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill="#f4ead8")
    for x in (300, 690):
        draw.line((x, 420, x, 660), fill=DARK, width=18)
    draw.rounded_rectangle((560, 470, 650, 540), 10, fill=GREEN)
    draw.arc((580, 430, 630, 500), 180, 360, fill=GREEN, width=8)


def _old_tree(draw: Draw) -> None:
    """The trunk and what stands around it; its branches come after."""
    draw.rectangle((0, 0, 960, 460), fill="#c3d8e4")
    for x in (40, 250, 700):
        draw.rectangle((x, 120, x + 180, 470), fill="#d9cfc0")
        for row in range(5):
            for column in range(3):
                left, top = x + 20 + column * 52, 145 + row * 62
                draw.rectangle((left, top, left + 34, top + 38), fill="#9fb3c0")
    draw.rectangle((0, 460, 960, 720), fill="#9dbb86")
    draw.polygon(((430, 690), (460, 330), (540, 330), (580, 690)), fill="#7a5636")


def _branch(draw: Draw) -> None:
    _old_tree(draw)
    draw.line((520, 380, 640, 300, 700, 440), fill="#7a5636", width=34, joint="curve")
    draw.line((600, 320, 625, 345, 640, 300), fill="#f1dfc2", width=14)
    for x, y in ((240, 60), (380, 10), (520, 40), (330, 130)):
        draw.ellipse((x, y, x + 240, y + 210), fill=GREEN)
    draw.ellipse((610, 400, 800, 560), fill="#4f8a63")
    for x in range(120, 860, 80):
        draw.line((x, 600, x + 44, 600), fill="#c0392b", width=14)
        draw.line((x + 44, 600, x + 80, 600), fill="#f7f3ea", width=14)


def _branch_cut(draw: Draw) -> None:
    _old_tree(draw)
    for x, y in ((240, 60), (380, 10), (520, 40), (330, 130), (480, 120)):
        draw.ellipse((x, y, x + 240, y + 210), fill=GREEN)
    draw.ellipse((520, 360, 580, 420), fill="#e8cfa4", outline="#7a5636", width=10)
    for y in (560, 600):
        draw.line((640, y, 900, y), fill=WOOD, width=20)
    draw.line((670, 550, 670, 660), fill=DARK, width=12)
    draw.line((870, 550, 870, 660), fill=DARK, width=12)


def _garage(draw: Draw, light: str, wall: str, floor: str) -> None:
    _room(draw, wall, floor)
    for x in (60, 420, 780):
        draw.rectangle((x, 120, x + 70, 560), fill="#8f9396" if light else "#2e3237")
    for x in (150, 510):
        draw.rectangle((x, 60, x + 250, 84), fill=light or "#555a5f")
    draw.rounded_rectangle((170, 440, 400, 560), 30, fill="#5c7ea3" if light else "#263443")
    draw.rounded_rectangle((215, 390, 355, 470), 26, fill="#a9c0d6" if light else "#324456")
    for x in (215, 355):
        draw.ellipse((x - 28, 530, x + 28, 586), fill="#20242a")
    draw.line((470, 720, 500, 540), fill="#d8d3c6" if light else "#5f5e59", width=10)


def _garage_dark(draw: Draw) -> None:
    _garage(draw, "", "#383d43", "#24282c")


def _garage_light(draw: Draw) -> None:
    _garage(draw, "#fff6d6", "#cfd3d3", "#a9adac")


def _reader(draw: Draw) -> None:
    _room(draw, "#c8cdd0", "#989d9f")
    draw.rounded_rectangle((360, 130, 600, 500), 26, fill=DARK)
    for row in range(4):
        for column in range(3):
            x, y = 410 + column * 55, 260 + row * 52
            draw.rounded_rectangle((x, y, x + 40, y + 38), 8, fill=STEEL)
    draw.ellipse((455, 170, 505, 220), fill="#d83a2e")


def _door(draw: Draw) -> None:
    _room(draw)
    draw.polygon(((330, 60), (520, 110), (520, 640), (330, 690)), fill=GREEN)
    draw.rectangle((520, 60, 700, 690), fill="#22302a")
    draw.rectangle((500, 630, 600, 690), fill="#a5533a")


def _note(draw: Draw) -> None:
    _room(draw, "#7fa2b5", "#5b7f6a")
    draw.polygon(((300, 150), (660, 130), (680, 500), (320, 520)), fill="#fbf6e6")
    for line in range(6):
        draw.line((350, 220 + line * 46, 610 - line * 22, 212 + line * 46), fill="#556", width=10)
    draw.rectangle((430, 110, 540, 170), fill="#e3d9a4")


def _ebike(draw: Draw) -> None:
    _room(draw)
    for step in range(6):
        draw.rectangle((640 + step * 55, 470 - step * 60, 960, 530 - step * 60), fill="#b9b2a4", outline=DARK)
    for x in (180, 470):
        draw.ellipse((x, 480, x + 150, 630), outline=DARK, width=18)
    draw.line((255, 555, 360, 430, 520, 430, 545, 555), fill="#2f6db3", width=26, joint="curve")
    draw.line((520, 430, 500, 320, 560, 310), fill=DARK, width=14)
    draw.rounded_rectangle((280, 395, 420, 430), 12, fill=DARK)
    draw.line((360, 560, 60, 600, 60, 180), fill="#d8731f", width=8, joint="curve")
    draw.rectangle((35, 140, 90, 185), fill="#fff", outline=DARK)


def _slope(draw: Draw) -> None:
    _park(draw)
    draw.polygon(((0, 720), (0, 600), (960, 330), (960, 520)), fill="#cfcabd")
    draw.line((0, 600, 960, 330), fill=DARK, width=4)
    for x in range(60, 960, 150):
        y = 600 - x * 270 / 960
        draw.line((x, y, x, y - 90), fill=STEEL, width=9)
    draw.line((0, 510, 960, 240), fill=STEEL, width=9)


def _cat(draw: Draw) -> None:
    _park(draw)
    draw.ellipse((380, 400, 620, 650), fill="#d9a15f")
    draw.ellipse((410, 290, 590, 450), fill="#d9a15f")
    for ear in (((420, 330), (430, 240), (490, 300)), ((510, 300), (570, 240), (580, 330))):
        draw.polygon(ear, fill="#d9a15f")
    for x in (455, 530):
        draw.ellipse((x, 350, x + 22, 384), fill=DARK)
    draw.arc((600, 430, 760, 640), 190, 60, fill="#d9a15f", width=28)


DRAWINGS: dict[str, Callable[[Draw], None]] = {
    "bench": _bench,
    "bench_mended": _bench_mended,
    "branch": _branch,
    "branch_cut": _branch_cut,
    "garage_dark": _garage_dark,
    "garage_light": _garage_light,
    "reader": _reader,
    "door": _door,
    "note": _note,
    "ebike": _ebike,
    "slope": _slope,
    "cat": _cat,
}


def drawn(name: str) -> bytes:
    """One drawing as JPEG bytes, soft at the edges like a phone's photo."""
    image = Image.new("RGB", SIZE, WALL)
    DRAWINGS[name](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=82)
    return out.getvalue()
