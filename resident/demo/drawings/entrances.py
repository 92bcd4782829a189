"""At the entrance of a house: steps and a ramp, the shed where bikes are charged."""

from resident.demo.drawings.grounds import house, street, tree
from resident.media.scene import BLUE, DEEP, HEIGHT, INK, IRON, PAPER, RED, STEEL, WIDTH, Scene


def _entrance(scene: Scene) -> None:
    street(scene)
    scene.box(330, 70, 320, 370, "#c9b994")
    scene.box(352, 92, 276, 348, "#5b7a6c")
    scene.fade(366, 106, 118, 330, "#bcd6dc", "#8fb0b6")
    scene.fade(496, 106, 118, 330, "#bcd6dc", "#8fb0b6")
    scene.box(300, 40, 380, 36, DEEP, r=8)


def ramp_missing(scene: Scene) -> None:
    """Four steps up to the door, a wheelchair stands before them."""
    _entrance(scene)
    for step in range(4):
        x, y = 300 - step * 44, 436 + step * 38
        scene.box(x, y, 360 + step * 88, 16, "#e6ddcb")
        scene.box(x, y + 14, 360 + step * 88, 26, "#b9ae99")
    _wheelchair(scene, 710, 690)


def _wheelchair(scene: Scene, x: float, y: float) -> None:
    scene.shade(x + 10, y, 150, 18)
    scene.line(BLUE, 22, (x - 50, y - 110), (x + 70, y - 110))
    scene.line(BLUE, 22, (x - 60, y - 116), (x - 76, y - 230))
    scene.line(IRON, 12, (x - 76, y - 226), (x - 110, y - 232))
    scene.line(IRON, 12, (x + 66, y - 108), (x + 96, y - 24), (x + 124, y - 24))
    scene.ring(x - 20, y - 84, 82, INK, 13)
    scene.ring(x - 20, y - 84, 60, STEEL, 4)
    scene.disc(x - 20, y - 84, 12, IRON)
    scene.ring(x + 84, y - 26, 26, INK, 10)


def ramp_built(scene: Scene) -> None:
    """A long, gentle ramp with a rail leads to the door."""
    _entrance(scene)
    scene.poly("#dcd3c0", (330, 440), (650, 440), (900, 660), (60, 660))
    scene.poly("#b9ae99", (60, 660), (900, 660), (900, 690), (60, 690))
    scene.poly("#efe8d8", (390, 440), (590, 440), (700, 660), (260, 660))
    for left, right in (((330, 440), (60, 660)), ((650, 440), (900, 660))):
        for part in (0, 0.33, 0.66, 1):
            x, y = (left[0] + (right[0] - left[0]) * part, left[1] + (right[1] - left[1]) * part)
            scene.line("#3f8d63", 13, (x, y), (x, y - 96))
        scene.line("#3f8d63", 17, (left[0], left[1] - 96), (right[0], right[1] - 96))
    _wheelchair(scene, 480, 610)


def shed(scene: Scene) -> None:
    """Bikes stand in a row under a roof, each at its box with a green light."""
    scene.fade(0, 0, WIDTH, 430, "#bfdbe6", "#f6ead2")
    house(scene, 60, 40, 300, 430)
    tree(scene, 830, 430, 1.0)
    scene.fade(0, 430, WIDTH, HEIGHT - 430, "#cfc8b8", "#b4ac9b")
    scene.poly("#d9e4dc", (130, 200), (830, 200), (830, 540), (130, 540))
    scene.poly(DEEP, (60, 200), (110, 140), (850, 140), (900, 200))
    scene.box(60, 198, 840, 22, "#01703a")
    for x in (96, 846):
        scene.box(x, 210, 22, 400, STEEL)
    scene.shade(480, 640, 420, 30, 0.45)
    for number, paint in enumerate((BLUE, RED, "#3f8d63")):
        x = 170 + number * 225
        scene.box(x + 70, 280, 76, 100, PAPER, r=10)
        scene.glow(x + 108, 312, 34, "#5fe08f", strength=0.9)
        scene.disc(x + 108, 312, 13, "#2fae66")
        scene.line(INK, 6, (x + 108, 376), (x + 100, 440), (x + 70, 480))
        bike(scene, x, 640, 0.62, paint)


def bike(scene: Scene, x: float, y: float, size: float, paint: str) -> None:
    """An electric scooter, `x` its left end, `y` the ground."""
    for wheel in (58, 300):
        scene.disc(x + wheel * size, y - 58 * size, 58 * size, INK)
        scene.disc(x + wheel * size, y - 58 * size, 30 * size, STEEL)
    scene.line(
        paint,
        46 * size,
        (x + 60 * size, y - 110 * size),
        (x + 150 * size, y - 90 * size),
        (x + 216 * size, y - 84 * size),
    )
    scene.line(paint, 40 * size, (x + 216 * size, y - 84 * size), (x + 268 * size, y - 230 * size))
    scene.line(IRON, 14 * size, (x + 276 * size, y - 150 * size), (x + 300 * size, y - 58 * size))
    scene.line(INK, 30 * size, (x + 40 * size, y - 160 * size), (x + 150 * size, y - 156 * size))
    scene.line(
        INK,
        14 * size,
        (x + 268 * size, y - 240 * size),
        (x + 240 * size, y - 290 * size),
        (x + 210 * size, y - 286 * size),
    )
    scene.disc(x + 290 * size, y - 226 * size, 20 * size, "#fff2c4")
