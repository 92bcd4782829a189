"""In the garden: a bench, a lamp at the path, a branch, the playground, the slope, the cats."""

from resident.demo.drawings.grounds import bed, garden, house, tree
from resident.media.scene import (
    BARK,
    BLUE,
    GOLD,
    GREEN,
    HEIGHT,
    INK,
    IRON,
    LEAF,
    PAPER,
    RED,
    STEEL,
    WIDTH,
    WOOD,
    Scene,
)


def bench_broken(scene: Scene) -> None:
    """A slat hangs down, another one is missing, the seat leans."""
    garden(scene)
    tree(scene, 150, 470, 0.95)
    scene.fade(0, 590, WIDTH, 130, "#d9cfb9", "#c9bca2")
    scene.shade(480, 640, 400, 40, 0.5)
    for x in (250, 680):
        scene.line(IRON, 24, (x, 400), (x + 10, 520), (x - 4, 640))
        scene.line(IRON, 20, (x, 520), (x + 76, 524), (x + 80, 640))
    scene.line(WOOD, 34, (215, 420), (745, 446))
    scene.line("#9f6d43", 34, (215, 480), (480, 492))
    scene.poly("#e2bd8a", (478, 474), (506, 484), (488, 494), (510, 506), (476, 510))
    scene.line("#a8754a", 34, (560, 560), (742, 498))
    scene.line(WOOD, 36, (232, 545), (770, 580))
    scene.line("#9f6d43", 34, (262, 664), (560, 690))
    scene.disc(690, 447, 8, INK)
    scene.ring(690, 480, 12, RED, 6)


def bench_new(scene: Scene) -> None:
    """Straight, new wood, and somebody has put flowers beside it."""
    garden(scene)
    tree(scene, 150, 470, 0.95)
    scene.fade(0, 590, WIDTH, 130, "#e5dcc8", "#d3c7ae")
    scene.glow(500, 480, 420, "#fff3cf", ry=240, strength=0.4)
    scene.shade(490, 644, 400, 38, 0.45)
    for x in (250, 680):
        scene.line("#3f5a50", 24, (x, 396), (x + 6, 520), (x, 640))
        scene.line("#3f5a50", 20, (x, 520), (x + 80, 520), (x + 84, 640))
    for y, fill in ((410, "#d39a5f"), (464, "#c88e54"), (530, "#dda86c"), (568, "#c88e54")):
        scene.line(fill, 36, (205, y), (765, y))
        scene.line("#f2cf9c66", 7, (205, y - 11), (765, y - 11))
        for x in (252, 684):
            scene.disc(x, y, 7, "#f6ecd8")
    bed(scene, 800, 600, 150)


def _path(scene: Scene, light: str, dark: str) -> None:
    scene.poly(dark, (300, HEIGHT), (440, 420), (540, 420), (820, HEIGHT))
    scene.poly(light, (330, HEIGHT), (452, 420), (528, 420), (780, HEIGHT))


def _lamp_post(scene: Scene, metal: str) -> None:
    scene.box(560, 170, 20, 450, metal, r=6)
    scene.box(540, 600, 60, 26, metal, r=6)
    scene.line(metal, 16, (570, 180), (540, 120), (450, 112))


def lamp_dark(scene: Scene) -> None:
    """Night, and the lamp at the path is out; the moon is all there is."""
    garden(scene, is_night=True)
    scene.fade(0, 0, WIDTH, 60, "#0f1b2a", "#152437")
    scene.glow(230, 120, 130, "#c9d6e4", strength=0.4)
    scene.disc(230, 120, 40, "#dfe6e6")
    scene.disc(212, 110, 36, "#22354a")
    _path(scene, "#364a4a", "#2c3f40")
    tree(scene, 190, 560, 1.1, is_night=True)
    tree(scene, 830, 560, 1.0, is_night=True)
    _lamp_post(scene, "#0f161c")
    scene.poly("#0f161c", (390, 112), (500, 112), (480, 150), (410, 150))
    scene.disc(445, 160, 30, "#46545e", 20)
    scene.line("#0f161c", 5, (425, 156), (440, 164), (448, 152), (464, 166))


def lamp_lit(scene: Scene) -> None:
    """The same night, the path in warm light."""
    garden(scene, is_night=True)
    _path(scene, "#8d7f5c", "#5c5a48")
    tree(scene, 190, 560, 1.1, is_night=True)
    tree(scene, 830, 560, 1.0, is_night=True)
    scene.poly("#ffdf8f30", (445, 150), (120, HEIGHT), (800, HEIGHT))
    scene.poly("#ffe6a440", (445, 150), (250, HEIGHT), (680, HEIGHT))
    scene.glow(460, 640, 330, "#ffdf94", ry=110, strength=0.75)
    scene.glow(445, 165, 240, "#ffd57a", strength=0.9)
    _lamp_post(scene, "#232b2e")
    scene.poly("#232b2e", (390, 112), (500, 112), (480, 150), (410, 150))
    scene.disc(445, 162, 34, "#fff6d8", 24)


def _old_tree(scene: Scene) -> None:
    garden(scene)
    scene.shade(500, 664, 330, 40, 0.4)
    scene.poly("#6f4a31", (412, 670), (452, 300), (560, 300), (600, 670))
    scene.poly(BARK, (412, 670), (452, 300), (520, 300), (530, 670))
    for x, y, r, fill in (
        (300, 190, 140, GREEN),
        (660, 180, 150, GREEN),
        (480, 110, 180, "#5f9d70"),
        (400, 210, 130, LEAF),
        (590, 230, 100, "#5f9d70"),
    ):
        scene.disc(x, y, r, fill)


def branch_broken(scene: Scene) -> None:
    """A thick branch hangs over the path, red and white tape before it."""
    _old_tree(scene)
    scene.line(BARK, 42, (545, 350), (690, 300), (770, 430))
    scene.poly("#f3dcb0", (660, 278), (706, 300), (690, 326), (676, 306), (664, 320))
    scene.disc(770, 470, 96, GREEN)
    scene.disc(820, 430, 70, "#5f9d70")
    scene.disc(740, 520, 62, LEAF)
    for x in (110, 850):
        scene.box(x, 540, 18, 140, IRON, r=6)
    for number in range(15):
        scene.box(128 + number * 48.2, 570, 50, 30, RED if number % 2 else PAPER)


def branch_cut(scene: Scene) -> None:
    """Sawn off cleanly; under the tree children have their bench again."""
    _old_tree(scene)
    scene.disc(575, 372, 36, BARK)
    scene.disc(577, 372, 28, "#f0d7a8")
    scene.ring(577, 372, 16, "#cda874", 4)
    scene.shade(760, 660, 170, 24, 0.4)
    for y in (540, 590):
        scene.line("#c88e54", 28, (640, y), (890, y))
    for x in (670, 850):
        scene.box(x, 530, 16, 130, IRON, r=5)
    bed(scene, 90, 620, 240)


def _playground(scene: Scene, *, is_worn: bool) -> None:
    frame, slide, roof, sand = ("#9a776b", "#8493a0", "#b39a72", "#cdbb98") if is_worn else (RED, BLUE, GOLD, "#efd9a6")
    garden(scene)
    scene.disc(480, 620, 430, sand, 110)
    scene.shade(330, 640, 200, 26, 0.35)
    for foot, top in ((120, 190), (260, 190), (420, 490), (560, 490)):
        scene.line(frame, 24, (foot, 640), (top, 250))
    scene.line(frame, 28, (190, 250), (490, 250))
    for x in (700, 780):
        scene.line(IRON, 16, (x, 330), (x, 640))
    for y in range(400, 640, 56):
        scene.line(IRON, 12, (700, y), (780, y))
    scene.line(slide, 50, (770, 340), (860, 560), (930, 620))
    scene.box(684, 300, 112, 40, roof, r=10)


def swing_broken(scene: Scene) -> None:
    """One chain has come off; the seat hangs to the ground, tape around it."""
    _playground(scene, is_worn=True)
    scene.line(IRON, 10, (270, 260), (276, 600))
    scene.line(IRON, 10, (410, 260), (414, 340))
    scene.line("#2f3a44", 30, (270, 596), (390, 656))
    for x in (60, 620):
        scene.box(x, 430, 20, 230, IRON, r=6)
    for number in range(10):
        scene.box(70 + number * 56, 456, 57, 34, RED if number % 2 else PAPER)


def swing_new(scene: Scene) -> None:
    """New paint, new chains, a new seat, and it swings."""
    _playground(scene, is_worn=False)
    scene.glow(340, 420, 300, "#fff3cf", strength=0.5)
    scene.line(IRON, 10, (270, 260), (240, 530))
    scene.line(IRON, 10, (410, 260), (380, 530))
    scene.box(214, 524, 192, 36, "#01703a", r=16)
    bed(scene, 590, 660, 90)


def slope(scene: Scene) -> None:
    """The long way up to building 7, a rail, nowhere to sit."""
    scene.fade(0, 0, WIDTH, 480, "#bfdbe6", "#f6ead2")
    house(scene, 640, 60, 300, 380)
    scene.poly("#9dbb86", (0, 500), (WIDTH, 260), (WIDTH, HEIGHT), (0, HEIGHT))
    tree(scene, 470, 400, 0.8)
    scene.poly("#ddd4c2", (0, 700), (0, 560), (WIDTH, 310), (WIDTH, 470))
    scene.poly("#c4b9a4", (0, 720), (0, 700), (WIDTH, 470), (WIDTH, 500))
    for number in range(7):
        x = 40 + number * 150
        scene.line(STEEL, 12, (x, 556 - x * 0.26), (x, 450 - x * 0.26))
    scene.line(STEEL, 16, (0, 450), (WIDTH, 200))
    scene.shade(300, 596, 60, 14, 0.4)
    scene.disc(290, 440, 26, "#e8c9a8")
    scene.arc(290, 436, 27, 150, 390, "#d9d9d4", 18)
    scene.poly("#7a5c8a", (262, 468), (318, 468), (330, 560), (252, 560))
    scene.line("#3c4650", 18, (276, 556), (272, 596))
    scene.line("#3c4650", 18, (306, 556), (312, 592))
    scene.line(BARK, 8, (336, 500), (350, 590))
    scene.box(206, 520, 46, 52, RED, r=8)


def cats(scene: Scene) -> None:
    """Two cats before the hedge."""
    garden(scene)
    bed(scene, 40, 610, 880)
    for x, y, size, fill, stripe in ((400, 640, 1.25, "#d99c58", "#b77b3c"), (690, 650, 0.9, "#5d6064", "#45484c")):
        scene.shade(x, y, 150 * size, 22 * size, 0.4)
        scene.line(
            fill, 30 * size, (x + 80 * size, y - 30), (x + 150 * size, y - 70 * size), (x + 130 * size, y - 160 * size)
        )
        scene.disc(x, y - 90 * size, 96 * size, fill, 100 * size)
        for dx in (-1, 1):
            scene.poly(
                fill,
                (x + dx * 70 * size, y - 230 * size),
                (x + dx * 62 * size, y - 312 * size),
                (x + dx * 12 * size, y - 270 * size),
            )
            scene.poly(
                "#e8b7a8",
                (x + dx * 60 * size, y - 244 * size),
                (x + dx * 55 * size, y - 290 * size),
                (x + dx * 26 * size, y - 262 * size),
            )
        scene.disc(x, y - 215 * size, 78 * size, fill, 68 * size)
        for dx in (-1, 1):
            scene.disc(x + dx * 30 * size, y - 222 * size, 13 * size, "#f4e6b4", 15 * size)
            scene.disc(x + dx * 30 * size, y - 222 * size, 6 * size, INK, 13 * size)
        scene.poly("#c97b6d", (x - 8, y - 196 * size), (x + 8, y - 196 * size), (x, y - 186 * size))
        for dy in (-100, -70, -40):
            scene.line(stripe, 12 * size, (x - 70 * size, y + dy * size), (x - 34 * size, y + (dy + 6) * size))
        scene.disc(x, y - 70 * size, 40 * size, "#f3e6d2", 62 * size)
