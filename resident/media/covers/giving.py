"""What a reward is."""

from resident.media.covers.helping import table
from resident.media.scene import BLUE, DEEP, GOLD, INK, LEAF, PAPER, RED, STEEL, WOOD, Scene

WARM, BELOW = "#fcf1dc", "#f3ddb3"


def tissue(scene: Scene) -> None:
    """A box of tissues, one of them half drawn out."""
    table(scene, WARM, BELOW)
    scene.shade(540, 500, 310, 34)
    scene.poly(PAPER, (470, 270), (430, 120), (520, 160), (570, 80), (600, 170), (660, 140), (620, 270))
    scene.poly("#e7ded0", (520, 270), (540, 150), (590, 190), (600, 270))
    scene.poly("#5f9d70", (300, 270), (380, 230), (820, 230), (780, 270))
    scene.box(280, 266, 510, 230, "#4f8f66", r=14)
    scene.poly("#3c7350", (790, 270), (830, 232), (830, 450), (790, 492))
    scene.disc(545, 254, 110, DEEP, 14)
    for x in (400, 540, 680):
        for dx, dy in ((0, -26), (26, 0), (0, 26), (-26, 0)):
            scene.disc(x + dx, 380 + dy, 20, GOLD)
        scene.disc(x, 380, 10, WARM)


def hair(scene: Scene) -> None:
    """Scissors and a comb on a towel."""
    table(scene, WARM, BELOW)
    scene.box(220, 380, 640, 150, "#d6e6ea", r=20)
    scene.box(220, 480, 640, 20, BLUE)
    scene.line(STEEL, 30, (330, 90), (600, 380))
    scene.line("#b9c3c6", 30, (650, 90), (390, 380))
    scene.disc(492, 262, 15, INK)
    for x in (366, 626):
        scene.ring(x, 424, 62, RED, 24)
    scene.box(740, 120, 64, 360, DEEP, r=16)
    for number in range(15):
        scene.box(690, 136 + number * 22, 54, 11, DEEP, r=4)


def rice(scene: Scene) -> None:
    """A sack of rice and a bowl."""
    table(scene, WARM, BELOW)
    scene.shade(430, 510, 250, 34)
    scene.box(240, 130, 370, 380, "#efe2c4", r=56)
    scene.poly("#e0cfa8", (290, 150), (560, 150), (600, 70), (250, 70))
    scene.line(RED, 18, (286, 150), (564, 150))
    scene.disc(425, 330, 104, "#fbf7ec")
    for dx in (-50, -25, 0, 25, 50):
        scene.line(GOLD, 9, (425 + dx * 0.3, 410), (425 + dx, 280))
        scene.disc(425 + dx, 268, 11, GOLD, 20)
    scene.shade(790, 510, 170, 24)
    scene.disc(790, 390, 140, "#ffffff", 64)
    for x, y in ((700, 386), (750, 350), (810, 340), (860, 376), (780, 386)):
        scene.disc(x, y, 20, PAPER, 10)
    scene.poly(BLUE, (640, 396), (940, 396), (880, 510), (700, 510))
    scene.line("#ffffff80", 8, (664, 426), (916, 426))


def cuff(scene: Scene) -> None:
    """A blood pressure monitor with its cuff."""
    table(scene, WARM, BELOW)
    scene.shade(420, 500, 270, 30)
    scene.box(200, 170, 420, 330, PAPER, r=40)
    scene.box(240, 210, 340, 170, "#c7dccd", r=16)
    scene.line(DEEP, 12, (264, 300), (340, 300), (366, 244), (402, 352), (432, 300), (556, 300))
    scene.disc(410, 438, 34, "#018942")
    scene.box(250, 424, 70, 28, STEEL, r=12)
    scene.box(500, 424, 70, 28, STEEL, r=12)
    scene.line(INK, 14, (610, 430), (680, 520), (800, 480))
    scene.shade(820, 500, 150, 22)
    scene.box(700, 220, 240, 270, BLUE, r=60)
    scene.disc(820, 232, 104, "#3c6a90", 34)
    scene.box(700, 340, 240, 40, "#3c6a90")


def soap(scene: Scene) -> None:
    """Two bars of soap on a dish, bubbles, a twig of osmanthus."""
    table(scene, WARM, BELOW)
    scene.shade(520, 500, 340, 30)
    scene.disc(520, 470, 330, "#c9dcd0", 52)
    scene.disc(520, 458, 280, "#aecbb9", 36)
    scene.box(330, 330, 300, 130, "#f3d48e", r=48)
    scene.box(356, 346, 248, 60, "#f8e2af", r=30)
    scene.box(470, 230, 290, 126, "#f6e7c9", r=48)
    scene.box(496, 246, 238, 56, "#fdf5e2", r=28)
    for x, y, r in ((300, 200, 44), (380, 120, 30), (250, 300, 26), (800, 150, 40), (860, 250, 24), (440, 180, 20)):
        scene.disc(x, y, r, "#ffffff90")
        scene.ring(x, y, r, "#b9d6de", 4)
        scene.disc(x - r * 0.3, y - r * 0.3, r * 0.2, "#ffffff")
    scene.line("#6b5b3c", 9, (760, 470), (960, 380))
    for x, y in ((830, 440), (890, 410), (940, 388)):
        scene.disc(x, y - 26, 34, LEAF, 14)
        for dx, dy in ((0, -13), (13, 0), (0, 13), (-13, 0)):
            scene.disc(x + dx, y + dy, 11, GOLD)


def umbrella(scene: Scene) -> None:
    """An open umbrella in the rain."""
    scene.fade(0, 0, 1080, 576, "#b7cbd4", "#e3e8e2")
    for number in range(26):
        x, y = (number * 173) % 1080, (number * 97) % 520
        scene.line("#8fb0c0", 5, (x, y), (x - 12, y + 34))
    scene.disc(540, 530, 380, "#9fb9c4", 34)
    scene.line(WOOD, 16, (540, 90), (540, 470))
    scene.arc(505, 470, 35, 0, 180, WOOD, 16)
    scene.arc(540, 330, 260, 180, 360, RED, 260)
    for left, paint in ((280, "#c1513f"), (454, "#d8735c"), (626, "#c1513f")):
        scene.disc(left + 87, 330, 87, paint, 30)
    scene.line("#a8432f", 5, (540, 76), (454, 326))
    scene.line("#a8432f", 5, (540, 76), (626, 326))
    scene.disc(540, 66, 12, INK)


def towel(scene: Scene) -> None:
    """Three folded towels."""
    table(scene, WARM, BELOW)
    scene.shade(540, 510, 330, 30)
    for top, paint, light in ((390, "#7fa9b5", "#a9c9d1"), (280, "#e9e0cd", "#f7f1e3"), (170, "#e2a98f", "#efc9b5")):
        scene.box(250, top, 580, 116, paint, r=50)
        scene.box(262, top + 8, 556, 44, light, r=24)
        scene.line("#00000020", 6, (300, top + 62), (800, top + 62))
        scene.box(700, top + 4, 18, 108, "#ffffff70")
        scene.box(730, top + 4, 8, 108, "#ffffff70")


def gift(scene: Scene) -> None:
    """A parcel with a ribbon."""
    table(scene, WARM, BELOW)
    scene.shade(540, 510, 280, 34)
    scene.box(330, 250, 420, 260, "#3f8d63", r=12)
    scene.box(306, 190, 468, 84, "#4f9d73", r=12)
    scene.box(500, 190, 80, 320, GOLD)
    for x, begin in ((450, 470), (630, 610)):
        scene.disc(x, 146, 84, GOLD, 50)
        scene.disc(x, 146, 44, "#c98a2d", 24)
        scene.line(GOLD, 22, (540, 176), (begin, 236))
    scene.disc(540, 168, 34, "#f2bd63")
    scene.line("#ffffff40", 8, (346, 300), (346, 480))
