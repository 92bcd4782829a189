"""Stairs and what stands in them, the book corner, a sheet on a door, the building site seen from a window."""

from resident.demo.drawings.entrances import bike
from resident.demo.drawings.grounds import corridor, house
from resident.media.scene import BLUE, GOLD, HEIGHT, INK, IRON, LEAF, PAPER, RED, STEEL, WIDTH, WOOD, Scene


def scooter_inside(scene: Scene) -> None:
    """It charges at the foot of the stairs, by a cable from above."""
    corridor(scene)
    for step in range(7):
        scene.box(560 + step * 66, 500 - step * 62, 500, 66, "#c9bda6")
        scene.box(560 + step * 66, 494 - step * 62, 500, 12, "#e6dcc8")
    scene.line(IRON, 14, (600, 400), (960, 60))
    scene.shade(330, 676, 280, 28, 0.5)
    scene.line("#d8731f", 11, (210, 0), (220, 180), (150, 330), (190, 460), (250, 500))
    bike(scene, 120, 676, 1.15, RED)
    scene.glow(262, 498, 60, "#ffb347", strength=0.8)
    scene.poly("#ffd34d", (262, 440), (232, 506), (258, 506), (244, 556), (290, 486), (264, 486), (282, 440))


def stairs_full(scene: Scene) -> None:
    """An old cupboard, a mattress, a pram: the stairs are half as wide."""
    corridor(scene, is_dark=True)
    for step in range(7):
        scene.box(0, 640 - step * 62, 560 - step * 60, 66, "#8a8270")
        scene.box(0, 634 - step * 62, 560 - step * 60, 12, "#a39a86")
    scene.shade(720, 664, 260, 30, 0.6)
    scene.box(600, 190, 230, 460, "#8a5f3a", r=8)
    scene.box(616, 210, 94, 420, WOOD, r=4)
    scene.box(720, 210, 94, 420, "#a8754a", r=4)
    scene.disc(702, 420, 9, GOLD)
    scene.disc(730, 420, 9, GOLD)
    scene.poly("#d8cdb8", (830, 660), (870, 230), (950, 244), (916, 672))
    scene.line("#b4a68c", 6, (850, 500), (926, 508))
    scene.line("#b4a68c", 6, (862, 380), (938, 390))
    scene.arc(470, 560, 76, 180, 360, BLUE, 76)
    scene.box(394, 560, 152, 40, BLUE, r=16)
    scene.line(STEEL, 10, (540, 560), (610, 480))
    for x in (420, 520):
        scene.ring(x, 640, 28, INK, 10)


def stairs_clear(scene: Scene) -> None:
    """Cleared and swept; a plant on the landing."""
    corridor(scene)
    for step in range(7):
        scene.box(0, 640 - step * 62, 560 - step * 60, 66, "#c9bda6")
        scene.box(0, 634 - step * 62, 560 - step * 60, 12, "#efe6d4")
    scene.line("#8a5f3a", 20, (570, 520), (160, 90))
    for number in range(5):
        x = 560 - number * 90
        scene.line(IRON, 10, (x, 510 - number * 94), (x, 640 - number * 94))
    scene.fade(660, 80, 220, 240, "#bfdbe6", "#f6ead2")
    scene.box(764, 80, 12, 240, PAPER)
    scene.glow(770, 420, 330, "#fff6da", ry=260, strength=0.4)
    scene.shade(790, 656, 100, 16)
    scene.box(740, 550, 100, 104, "#b3673f", r=12)
    for x, y in ((790, 470), (740, 510), (840, 510), (790, 530)):
        scene.disc(x, y, 52, LEAF)


def books(scene: Scene) -> None:
    """Shelves full of books, a lamp, an armchair."""
    corridor(scene)
    scene.shade(330, 640, 330, 26, 0.4)
    scene.box(70, 70, 540, 570, "#8a5f3a", r=8)
    colours = (RED, BLUE, GOLD, "#3f8d63", "#7a5c8a", "#e7e2d6", "#c98a4b")
    for row in range(4):
        top = 92 + row * 136
        scene.box(92, top, 496, 120, "#6a4628")
        left = 98.0
        number = row * 3
        while left < 560:
            width, tall = 24 + (number * 7) % 18, 84 + (number * 11) % 30
            scene.box(left, top + 120 - tall, width, tall, colours[number % 7], r=3)
            left += width + (22 if number % 6 == 5 else 3)
            number += 1
    scene.line(IRON, 12, (870, 250), (870, 640))
    scene.poly(GOLD, (800, 260), (840, 160), (900, 160), (940, 260))
    scene.glow(860, 330, 240, "#fff0c0", strength=0.8)
    scene.shade(760, 664, 180, 24)
    scene.box(640, 380, 210, 200, "#4f8f66", r=40)
    scene.box(620, 500, 250, 130, "#5f9d70", r=34)
    for x in (606, 836):
        scene.box(x, 470, 56, 170, "#4f8f66", r=26)


def noise(scene: Scene) -> None:
    """Night: a crane and a machine at work under floodlight, seen from a window."""
    scene.fade(0, 0, WIDTH, HEIGHT, "#16243a", "#3a4654")
    scene.glow(620, 420, 420, "#ffe2a0", ry=300, strength=0.8)
    house(scene, 60, 250, 260, 560, lit="#e9bd6a")
    scene.box(0, 560, WIDTH, 160, "#3d3a34")
    scene.line(GOLD, 22, (760, 560), (760, 110))
    scene.line(GOLD, 18, (480, 130), (900, 130))
    scene.line(GOLD, 8, (760, 60), (500, 126))
    scene.line(GOLD, 8, (760, 60), (890, 126))
    scene.line(INK, 5, (530, 134), (530, 330))
    scene.box(490, 330, 80, 40, "#6b6f73", r=4)
    scene.line("#d8731f", 34, (470, 600), (470, 420))
    scene.poly("#d8731f", (380, 640), (560, 640), (540, 560), (400, 560))
    scene.box(370, 630, 200, 44, INK, r=20)
    scene.glow(650, 520, 70, "#fffbe0", strength=1.0)
    for x in (0, 336, 930):
        scene.box(x, 0, 30, HEIGHT, PAPER)
    scene.box(0, 690, WIDTH, 30, PAPER)
    scene.box(0, 0, WIDTH, 24, PAPER)


def note(scene: Scene) -> None:
    """A sheet taped to the door of the house, its lines too small to read."""
    scene.fade(0, 0, WIDTH, HEIGHT, "#6f9482", "#557867")
    scene.box(90, 0, 16, HEIGHT, "#4a6a5a")
    scene.shade(500, 400, 300, 320, 0.35)
    scene.poly(PAPER, (290, 130), (680, 110), (704, 590), (312, 612))
    for number in range(7):
        y = 220 + number * 50
        scene.line("#5a6470", 12, (350, y), ((600 if number % 3 else 640) - (number == 6) * 160, y - 12))
    scene.poly("#ead9a0dd", (420, 90), (560, 82), (562, 150), (424, 158))
    scene.disc(844, 380, 34, GOLD)
    scene.disc(844, 380, 22, "#c98a2d")
