"""What is done in an activity."""

from resident.media.scene import BARK, BLUE, DEEP, GOLD, GREEN, INK, IRON, LEAF, PAPER, RED, STEEL, WOOD, Scene


def table(scene: Scene, wall: str = "#e4f1e8", below: str = "#cfe3d4") -> None:
    """A quiet wall, a wooden table, light from the left."""
    scene.fade(0, 0, 1080, 420, wall, below)
    scene.glow(300, 150, 420, "#fffbe8", strength=0.7)
    scene.fade(0, 420, 1080, 156, "#d3a774", "#b98253")
    scene.box(0, 420, 1080, 8, "#e3bf92")


def lawn(scene: Scene) -> None:
    """Sky and grass."""
    scene.fade(0, 0, 1080, 420, "#bfdbe6", "#f6ead2")
    scene.glow(860, 110, 170, "#fff3c4", strength=0.9)
    scene.disc(860, 110, 54, "#f7d98c")
    scene.disc(220, 470, 480, "#a9c98f", 90)
    scene.fade(0, 440, 1080, 136, "#a3c688", "#86ae74")


def activity(scene: Scene) -> None:
    """Two neighbours with armbands on their evening round, a torch in hand."""
    scene.fade(0, 0, 1080, 576, "#20364a", "#4c6473")
    for x, top in ((60, 120), (760, 70)):
        scene.box(x, top, 260, 400, "#33485a")
        for row in range(4):
            for column in range(3):
                lit = (row + column + x) % 3 == 0
                scene.box(x + 34 + column * 72, top + 30 + row * 80, 40, 48, "#f0c877" if lit else "#2a3c4c", r=4)
    scene.fade(0, 470, 1080, 106, "#56695f", "#40544b")
    scene.poly("#ffe9a850", (610, 330), (1000, 470), (720, 520))
    scene.glow(850, 510, 210, "#ffe9a8", ry=60, strength=0.7)
    for x, coat in ((430, RED), (570, "#3f8d63")):
        scene.shade(x, 532, 80, 14)
        for dx in (-20, 20):
            scene.line(INK, 26, (x + dx, 420), (x + dx * 1.4, 528))
        scene.box(x - 56, 250, 112, 190, coat, r=44)
        scene.disc(x, 200, 46, "#eccaa4")
        scene.arc(x, 196, 40, 170, 370, "#2d2a28", 26)
        scene.line(coat, 34, (x + 44, 290), (x + 70, 350))
        scene.box(x - 58, 312, 34, 36, GOLD)
    scene.box(630, 334, 52, 24, INK, r=8)


def dumpling(scene: Scene) -> None:
    """A plate of dumplings, steaming."""
    table(scene)
    scene.shade(540, 470, 380, 50)
    scene.disc(540, 446, 350, "#f6f1e4", 84)
    scene.disc(540, 438, 290, "#e5dfce", 60)
    for x, y in (
        (360, 420),
        (500, 440),
        (650, 440),
        (760, 416),
        (430, 380),
        (580, 384),
        (700, 376),
        (510, 330),
        (620, 334),
    ):
        scene.disc(x + 6, y + 20, 76, "#cdbf9f", 24)
        scene.disc(x, y, 78, "#fff7e3", 46)
        scene.disc(x - 10, y + 10, 60, "#f4e6c6", 26)
        for step in range(-3, 4):
            scene.disc(x + step * 20, y - 38 + abs(step) * 7, 13, "#fffaf0")
    for x in (430, 540, 650):
        scene.line("#ffffffb0", 16, (x, 250), (x - 24, 200), (x + 22, 150), (x, 90))


def cleaning(scene: Scene) -> None:
    """A broom, a bucket, bubbles."""
    table(scene)
    scene.shade(690, 520, 170, 24)
    scene.poly(BLUE, (560, 300), (820, 300), (786, 520), (594, 520))
    scene.poly("#00000022", (740, 300), (820, 300), (786, 520), (724, 520))
    scene.arc(690, 296, 128, 180, 360, IRON, 10)
    scene.disc(690, 300, 130, "#d6ecf4", 30)
    for x, y, r in ((620, 290, 34), (676, 274, 44), (744, 288, 36), (800, 230, 22), (860, 160, 30), (590, 200, 20)):
        scene.disc(x, y, r, "#ffffffd0")
        scene.ring(x, y, r, "#a9d0dd", 4)
    scene.line(WOOD, 24, (430, 40), (330, 380))
    scene.poly(GOLD, (280, 360), (400, 396), (380, 540), (200, 520))
    for number in range(5):
        scene.line("#c98a2d", 6, (300 + number * 22, 400 + number * 5), (226 + number * 34, 520 + number * 4))
    scene.line(RED, 16, (290, 388), (394, 418))


def books(scene: Scene) -> None:
    """A stack of books, one open before it, a mug."""
    table(scene)
    scene.shade(450, 486, 300, 30)
    for number, (width, paint) in enumerate(((420, DEEP), (380, RED), (400, GOLD), (340, BLUE))):
        top = 410 - number * 72
        left = 250 + (number % 2) * 26
        scene.box(left, top, width, 66, paint, r=10)
        scene.box(left + width - 30, top + 8, 26, 50, PAPER)
        scene.box(left + 40, top + 26, 120, 12, "#ffffff90", r=6)
    scene.shade(820, 500, 190, 24)
    scene.poly(PAPER, (800, 440), (650, 410), (650, 490), (800, 520))
    scene.poly("#efe7d3", (800, 440), (960, 406), (960, 486), (800, 520))
    for line in range(3):
        scene.line("#b8ae98", 5, (676, 432 + line * 20), (776, 452 + line * 20))
        scene.line("#b8ae98", 5, (826, 452 + line * 20), (936, 428 + line * 20))


def phone(scene: Scene) -> None:
    """A phone with large type, a finger that shows where to press."""
    table(scene)
    scene.shade(500, 500, 230, 30)
    scene.box(380, 40, 260, 470, INK, r=40)
    scene.fade(398, 76, 224, 398, "#ffffff", "#e4f1e8")
    for y, width, paint in ((100, 120, "#d5e6da"), (160, 170, "#d5e6da"), (220, 140, "#d5e6da")):
        scene.box(414, y, width, 40, paint, r=14)
    scene.box(474, 290, 134, 46, LEAF, r=16)
    scene.box(420, 370, 180, 70, "#018942", r=18)
    scene.ring(510, 405, 62, "#e8a33d", 8)
    scene.line("#eccaa4", 46, (800, 560), (640, 460), (540, 420))
    scene.line("#eccaa4", 90, (1000, 620), (800, 560))
    scene.disc(532, 416, 14, "#f7e3cf")
    scene.box(700, 130, 220, 130, PAPER, r=26)
    scene.poly(PAPER, (730, 250), (690, 310), (790, 256))
    for line in range(3):
        scene.box(730, 158 + line * 30, 160 - line * 40, 14, STEEL, r=7)


def health(scene: Scene) -> None:
    """An arm in a cuff, a heart, the small machine beside it."""
    table(scene)
    scene.shade(440, 470, 340, 28)
    scene.line("#eccaa4", 96, (60, 430), (640, 410))
    scene.disc(680, 404, 58, "#eccaa4", 50)
    scene.box(230, 340, 230, 150, BLUE, r=34)
    scene.box(330, 340, 30, 150, "#3c6a90")
    scene.line(INK, 12, (440, 470), (600, 540), (760, 470))
    scene.shade(850, 500, 160, 22)
    scene.box(720, 260, 260, 230, PAPER, r=28)
    scene.box(746, 286, 208, 110, "#c7dccd", r=12)
    scene.line(DEEP, 9, (762, 344), (810, 344), (826, 310), (848, 378), (868, 344), (938, 344))
    scene.disc(850, 442, 24, "#018942")
    for x in (320, 380):
        scene.disc(x, 160, 44, RED)
    scene.poly(RED, (280, 180), (420, 180), (350, 264))


def tree(scene: Scene) -> None:
    """A young tree and a watering can."""
    lawn(scene)
    scene.disc(430, 500, 160, "#8d7a5f", 34)
    scene.line(BARK, 28, (430, 500), (430, 230))
    for x, y, r, paint in (
        (350, 230, 84, GREEN),
        (510, 226, 84, GREEN),
        (430, 160, 100, "#5f9d70"),
        (400, 200, 66, LEAF),
    ):
        scene.disc(x, y, r, paint)
    for x, y in ((340, 200), (420, 110), (490, 170), (530, 240), (400, 240)):
        scene.disc(x, y, 9, GOLD)
    scene.shade(790, 520, 130, 20)
    scene.box(700, 340, 180, 180, "#3f8d63", r=22)
    scene.arc(880, 420, 74, 270, 90, "#2f7350", 20)
    scene.line("#3f8d63", 30, (710, 470), (590, 330))
    scene.poly("#2f7350", (560, 340), (606, 286), (630, 306), (580, 356))
    for number in range(5):
        scene.line("#7fb5d0", 7, (570 - number * 12, 360 + number * 24), (558 - number * 12, 384 + number * 24))


def children(scene: Scene) -> None:
    """A copybook, pencils in a cup, a globe of paper boats."""
    table(scene)
    scene.shade(430, 500, 290, 26)
    scene.poly(PAPER, (430, 300), (150, 330), (130, 500), (430, 480))
    scene.poly("#f1e9d6", (430, 300), (710, 330), (730, 500), (430, 480))
    for line in range(4):
        scene.line("#9fb8c6", 5, (190, 366 + line * 30), (400, 350 + line * 30))
        scene.line("#9fb8c6", 5, (460, 350 + line * 30), (670, 366 + line * 30))
    scene.line(GOLD, 22, (560, 250), (400, 420))
    scene.poly("#f2d9b0", (392, 412), (410, 430), (376, 446))
    scene.shade(860, 490, 110, 18)
    for x, top, paint in ((810, 130, RED), (850, 100, BLUE), (890, 140, "#3f8d63"), (930, 120, GOLD)):
        scene.box(x - 14, top + 30, 28, 220, paint)
        scene.poly("#f2d9b0", (x - 14, top + 32), (x + 14, top + 32), (x, top))
    scene.box(780, 290, 170, 200, DEEP, r=18)
    scene.box(780, 340, 170, 22, LEAF)
    scene.poly("#d8735c", (180, 240), (330, 240), (290, 290), (220, 290))
    scene.poly("#e8957f", (255, 160), (305, 240), (205, 240))
