"""Inside: a dripping pipe, the garage, the card reader and the door beside it, the lift."""

from resident.demo.drawings.grounds import corridor, tree
from resident.media.scene import BLUE, GOLD, HEIGHT, INK, LEAF, PAPER, RED, STEEL, WIDTH, Scene


def _pipe(scene: Scene, metal: str, joint: str) -> None:
    corridor(scene)
    scene.line(metal, 74, (300, 0), (300, 230), (700, 230), (700, 720))
    scene.line("#ffffff55", 14, (284, 0), (284, 222))
    scene.line("#ffffff55", 14, (330, 214), (690, 214))
    scene.line("#00000022", 14, (722, 260), (722, 720))
    for x, y, width, height in ((250, 60, 100, 40), (454, 182, 44, 96), (650, 470, 100, 44)):
        scene.box(x, y, width, height, joint, r=8)


def pipe_dripping(scene: Scene) -> None:
    """Water runs from the joint; a bucket has been put under it, and is full."""
    _pipe(scene, "#a9a08f", "#7f6a52")
    scene.disc(490, 284, 66, "#8a5a3655", 18)
    scene.poly("#6aa6c9", (458, 280), (494, 280), (486, 480), (466, 480))
    for x, y, r in ((440, 330, 12), (514, 350, 14), (430, 410, 15), (526, 450, 12), (476, 300, 16)):
        scene.disc(x, y + r * 0.4, r, "#4f93bd")
        scene.poly("#4f93bd", (x - r * 0.9, y), (x, y - r * 2.1), (x + r * 0.9, y))
    scene.disc(480, 668, 300, "#7fb2cf99", 38)
    scene.disc(440, 660, 170, "#b9d9e6aa", 16)
    scene.poly(RED, (380, 480), (580, 480), (556, 660), (404, 660))
    scene.poly("#00000022", (520, 480), (580, 480), (556, 660), (510, 660))
    scene.disc(480, 482, 100, "#d9796a", 24)
    scene.disc(480, 484, 88, "#6aa6c9", 18)


def pipe_mended(scene: Scene) -> None:
    """A new piece of pipe, a dry floor."""
    _pipe(scene, "#aab8b0", "#3f8d63")
    scene.line("#c8974f", 74, (430, 230), (550, 230))
    scene.line("#ffffff66", 14, (440, 214), (540, 214))
    for x in (420, 560):
        scene.box(x - 24, 180, 48, 100, "#3f8d63", r=8)
        scene.disc(x, 204, 8, "#e6ece6")
        scene.disc(x, 256, 8, "#e6ece6")
    scene.glow(490, 230, 220, "#fff6da", strength=0.4)
    scene.shade(230, 660, 110, 18)
    scene.box(150, 560, 160, 96, BLUE, r=12)
    scene.box(200, 530, 60, 40, INK, r=10)
    scene.box(150, 596, 160, 14, GOLD)


def _garage(scene: Scene, *, is_lit: bool) -> None:
    ceiling, wall, floor, pillar = (
        (("#cfd0c8", "#e9e6da"), "#dcd8cb", ("#b9b6ab", "#9c998f"), "#efe9d9")
        if is_lit
        else (("#1a2026", "#252d34"), "#2a3239", ("#23292f", "#1a1f24"), "#38414a")
    )
    scene.fade(0, 0, WIDTH, 230, *ceiling)
    scene.box(0, 220, WIDTH, 220, wall)
    scene.fade(0, 430, WIDTH, HEIGHT - 430, *floor)
    for x, width, top in ((40, 110, 40), (430, 80, 110), (800, 120, 30)):
        scene.box(x, top, width, 500, pillar)
        scene.box(x, 400, width, 34, GOLD if is_lit else "#4d4430")
        scene.box(x, 434, width, 34, INK if is_lit else "#191c1f")
    _parked(scene, "#4d7fa8" if is_lit else "#2c4052", "#c4dbe4" if is_lit else "#40525f")


def _parked(scene: Scene, paint: str, glass: str) -> None:
    scene.shade(640, 640, 240, 26, 0.5)
    scene.box(430, 500, 420, 110, paint, r=44)
    scene.poly(paint, (510, 510), (570, 420), (720, 420), (790, 510))
    scene.poly(glass, (536, 504), (582, 436), (640, 436), (640, 504))
    scene.poly(glass, (656, 504), (656, 436), (712, 436), (762, 504))
    for x in (520, 760):
        scene.disc(x, 606, 44, "#14171a")
        scene.disc(x, 606, 20, "#7b8488")


def garage_dark(scene: Scene) -> None:
    """The tubes are out; one flickers far behind."""
    _garage(scene, is_lit=False)
    for x in (170, 540):
        scene.box(x, 120, 230, 20, "#3a4146", r=8)
    scene.glow(660, 130, 170, "#cfd9b8", ry=70, strength=0.35)
    scene.box(620, 120, 60, 20, "#a9b094", r=8)


def garage_lit(scene: Scene) -> None:
    """New tubes, every corner can be seen."""
    _garage(scene, is_lit=True)
    for x in (170, 540):
        scene.glow(x + 115, 150, 330, "#fff7d6", ry=190, strength=0.9)
        scene.box(x, 120, 230, 24, "#fffdf0", r=8)


def reader(scene: Scene) -> None:
    """The card reader beside the door shows red."""
    corridor(scene)
    scene.box(590, 40, 330, 600, "#4f6b5e", r=6)
    scene.fade(630, 80, 250, 330, "#a9c7d2", "#d6e4e4")
    scene.line(STEEL, 22, (620, 470), (620, 560))
    scene.shade(300, 330, 190, 250, 0.3)
    scene.box(170, 120, 250, 400, "#2b3338", r=34)
    scene.box(184, 134, 222, 372, "#39434a", r=26)
    scene.glow(295, 200, 110, "#ff5a48", strength=0.9)
    scene.disc(295, 200, 30, "#ff6d5c")
    for row in range(4):
        for column in range(3):
            scene.box(212 + column * 58, 262 + row * 58, 48, 46, "#5a666d", r=10)
    scene.poly("#f3e6c4", (380, 480), (520, 420), (548, 500), (408, 562))
    scene.poly(GOLD, (388, 500), (526, 442), (532, 458), (394, 518))


def door(scene: Scene) -> None:
    """The door of the house is kept open with a brick."""
    corridor(scene)
    scene.box(380, 60, 330, 590, "#22302a")
    scene.fade(396, 80, 300, 570, "#8fb0b6", "#cbd8cf")
    tree(scene, 560, 600, 0.9)
    scene.poly("#5b7a6c", (200, 20), (390, 70), (390, 640), (200, 700))
    scene.poly("#a9c7d2", (230, 100), (360, 126), (360, 390), (230, 410))
    scene.disc(366, 470, 15, GOLD)
    scene.shade(430, 664, 110, 18)
    scene.poly("#b3573f", (360, 610), (500, 610), (500, 660), (360, 660))
    scene.poly("#cf7357", (360, 610), (390, 586), (530, 586), (500, 610))
    scene.poly("#96452f", (500, 610), (530, 586), (530, 636), (500, 660))


def _lift(scene: Scene) -> None:
    corridor(scene)
    scene.box(250, 60, 460, 580, "#8b9194", r=6)
    scene.box(760, 270, 80, 170, STEEL, r=14)


def lift_stuck(scene: Scene) -> None:
    """Doors half open, tape across, the lamp above is red."""
    _lift(scene)
    scene.box(290, 130, 380, 510, "#23292d")
    scene.fade(290, 130, 120, 510, "#c9cfd1", "#a7afb2")
    scene.fade(560, 130, 110, 510, "#c9cfd1", "#a7afb2")
    scene.glow(480, 96, 70, "#ff5a48", strength=0.9)
    scene.disc(480, 96, 18, "#ff6d5c")
    for begin, end in (((250, 300), (710, 480)), ((250, 480), (710, 300))):
        for number in range(10):
            x, y = begin[0] + 46 * number, begin[1] + (end[1] - begin[1]) * number / 10
            rise = (end[1] - begin[1]) / 10
            scene.poly(
                RED if number % 2 else PAPER, (x, y - 15), (x + 47, y + rise - 15), (x + 47, y + rise + 15), (x, y + 15)
            )
    for y in (315, 390):
        scene.disc(800, y, 22, "#5a666d")
    scene.poly(GOLD, (130, 660), (180, 520), (230, 660))
    scene.poly(PAPER, (152, 610), (166, 570), (194, 570), (208, 610))


def lift_runs(scene: Scene) -> None:
    """Doors open, light inside, a rail, the lamp above is green."""
    _lift(scene)
    scene.fade(290, 130, 380, 510, "#fff6da", "#e6dcc4")
    scene.poly("#d6c9ac", (290, 640), (360, 560), (600, 560), (670, 640))
    scene.line(STEEL, 16, (340, 430), (620, 430))
    for x in (290, 630):
        scene.fade(x, 130, 40, 510, "#d6dcdd", "#a7afb2")
    scene.glow(480, 180, 190, "#fffbe6", ry=110, strength=0.9)
    scene.glow(480, 96, 60, "#5fe08f", strength=0.9)
    scene.poly("#5fe08f", (458, 108), (480, 74), (502, 108))
    for y, fill in ((315, "#ffdf94"), (390, "#5a666d")):
        scene.disc(800, y, 22, fill)
    scene.shade(170, 650, 90, 16)
    scene.box(130, 560, 80, 90, "#b98253", r=8)
    for x, y in ((170, 500), (130, 530), (210, 530), (170, 546)):
        scene.disc(x, y, 42, LEAF)
