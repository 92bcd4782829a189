"""Before the houses: bins, holes in the road, a fire lane, cars at the gate, parcels."""

from resident.demo.drawings.grounds import bed, house, street, tree
from resident.media.scene import BARK, BLUE, DEEP, GOLD, HEIGHT, INK, PAPER, RED, STONE, WIDTH, Scene

BINS = (("#3f7d58", 150), ("#4d7fa8", 390), ("#6b6f73", 630))


def _bin(scene: Scene, x: float, fill: str) -> None:
    """A bin on wheels."""
    scene.shade(x + 95, 622, 130, 22)
    scene.poly(fill, (x, 330), (x + 190, 330), (x + 170, 610), (x + 20, 610))
    scene.poly("#00000022", (x + 130, 330), (x + 190, 330), (x + 170, 610), (x + 130, 610))
    scene.poly(fill, (x - 12, 330), (x + 202, 330), (x + 202, 300), (x - 4, 296))
    scene.line("#ffffff38", 8, (x, 322), (x + 190, 322))
    for wheel in (34, 156):
        scene.disc(x + wheel, 616, 18, INK)
    scene.ring(x + 95, 460, 40, "#ffffffaa", 10)


def bins_full(scene: Scene) -> None:
    """Bags stand on the lids and before them, and there are flies."""
    street(scene)
    for fill, x in BINS:
        for dx, dy, r, bag in ((40, 280, 54, "#2e3236"), (110, 256, 62, "#3c4146"), (160, 286, 44, "#f0ece0")):
            scene.disc(x + dx, dy, r, bag)
        _bin(scene, x, fill)
        scene.poly("#2e3236", (x + 84, 216), (x + 110, 170), (x + 136, 216))
    for x, y, r, bag in (
        (120, 640, 62, "#33383c"),
        (350, 660, 72, "#474c50"),
        (590, 650, 58, "#ece6d6"),
        (850, 640, 70, "#33383c"),
    ):
        scene.shade(x, y + 44, r * 1.3, 18)
        scene.disc(x, y, r, bag, r * 0.82)
        scene.poly(bag, (x - 18, y - r * 0.7), (x + 4, y - r * 1.25), (x + 24, y - r * 0.7))
        scene.disc(x - r * 0.3, y - r * 0.25, r * 0.22, "#ffffff30", r * 0.16)
    scene.poly("#c99f6a", (690, 690), (770, 670), (800, 700), (716, 716))
    scene.line(GOLD, 12, (470, 690), (520, 700), (500, 712))
    for x, y in ((330, 120), (380, 160), (590, 130), (650, 180), (520, 90), (250, 150)):
        scene.disc(x, y, 6, INK)


def bins_clean(scene: Scene) -> None:
    """Emptied, lids shut, the ground swept."""
    street(scene)
    scene.glow(480, 420, 480, "#fff6da", ry=300, strength=0.35)
    for fill, x in BINS:
        _bin(scene, x, fill)
    bed(scene, 20, 660, 110)
    bed(scene, 850, 660, 110)


def _road(scene: Scene) -> None:
    scene.fade(0, 0, WIDTH, 250, "#bfdbe6", "#f6ead2")
    house(scene, 40, 30, 260, 250)
    house(scene, 660, 10, 280, 250)
    tree(scene, 480, 262, 0.62)
    scene.fade(0, 250, WIDTH, 60, "#b3cd97", "#9dbb86")
    scene.poly(STONE, (0, HEIGHT), (0, 560), (330, 290), (630, 290), (WIDTH, 560), (WIDTH, HEIGHT))
    scene.poly("#9b9a94", (60, HEIGHT), (350, 290), (610, 290), (900, HEIGHT))
    scene.poly("#8b8a85", (480, HEIGHT), (480, 290), (610, 290), (900, HEIGHT))


def road_holes(scene: Scene) -> None:
    """Two holes, water stands in one of them."""
    _road(scene)
    for x, y, rx, ry in ((520, 590, 230, 78), (420, 410, 110, 34)):
        scene.disc(x, y, rx + 16, "#77756e", ry + 10)
        scene.disc(x, y + 4, rx, "#4e4a43", ry)
        scene.disc(x + 8, y + 16, rx * 0.82, "#3b3a36", ry * 0.72)
    scene.disc(540, 610, 160, "#8fb4c4", 42)
    scene.disc(500, 600, 70, "#c3dbe2", 14)
    for x, y in ((270, 640), (310, 520), (770, 640), (560, 450), (250, 590), (690, 510)):
        scene.poly("#6f6c64", (x, y), (x + 26, y - 12), (x + 42, y + 8), (x + 14, y + 16))
    scene.line("#6b6962", 6, (520, 500), (560, 470), (550, 440), (590, 400))
    scene.line("#6b6962", 6, (320, 640), (260, 670), (230, 710))


def road_mended(scene: Scene) -> None:
    """New asphalt, smooth, with its line."""
    _road(scene)
    scene.poly("#5f615f", (90, HEIGHT), (356, 290), (604, 290), (870, HEIGHT))
    scene.poly("#565856", (480, HEIGHT), (480, 290), (604, 290), (870, HEIGHT))
    for top, bottom, half in ((310, 340, 4), (370, 420, 7), (460, 540, 12), (590, 700, 18)):
        scene.poly(PAPER, (480 - half, top), (480 + half, top), (480 + half * 1.5, bottom), (480 - half * 1.5, bottom))
    scene.glow(400, 560, 260, "#ffffff", ry=90, strength=0.12)


def _lane(scene: Scene) -> None:
    """The way for the fire engine between two houses: red kerbs, a yellow grid on the ground."""
    scene.fade(0, 0, WIDTH, 380, "#bfdbe6", "#f6ead2")
    scene.poly("#e2d4ba", (0, 0), (250, 120), (250, 400), (0, 560))
    scene.poly("#cdbd9f", (WIDTH, 0), (710, 120), (710, 400), (WIDTH, 560))
    for y in (110, 250):
        scene.poly("#a9c7d2", (60, y - 20), (130, y + 6), (130, y + 90), (60, y + 96))
        scene.poly("#98b5bf", (900, y - 20), (830, y + 6), (830, y + 90), (900, y + 96))
    tree(scene, 480, 400, 0.7)
    scene.poly("#a3a199", (0, HEIGHT), (0, 560), (250, 396), (710, 396), (WIDTH, 560), (WIDTH, HEIGHT))
    scene.line(RED, 16, (0, 566), (250, 400))
    scene.line(RED, 16, (WIDTH, 566), (710, 400))
    for left in range(-600, 1500, 150):
        scene.line("#e8c04acc", 9, (480 + (left - 480) * 0.36, 424), (left + 90, HEIGHT))
    for y in (430, 490, 580, 690):
        edge = max(0, 250 - (y - 400) * 1.5)
        scene.line("#e8c04acc", 9, (edge, y), (WIDTH - edge, y))


def _carton(scene: Scene, x: float, y: float, size: float) -> None:
    scene.poly("#cf9f66", (x, y), (x + size, y), (x + size, y + size * 0.8), (x, y + size * 0.8))
    scene.poly(
        "#b07f49",
        (x + size, y),
        (x + size * 1.28, y - size * 0.18),
        (x + size * 1.28, y + size * 0.6),
        (x + size, y + size * 0.8),
    )
    scene.poly("#e3ba85", (x, y), (x + size * 0.28, y - size * 0.18), (x + size * 1.28, y - size * 0.18), (x + size, y))
    scene.box(x + size * 0.42, y, size * 0.16, size * 0.8, "#ead7b0")


def lane_blocked(scene: Scene) -> None:
    """Cartons and an old sofa piled up right across it."""
    _lane(scene)
    scene.shade(480, 640, 420, 50, 0.55)
    for x, y, size in ((560, 330, 150), (380, 300, 160), (240, 440, 190), (610, 450, 200)):
        _carton(scene, x, y, size)
    scene.box(300, 490, 330, 110, "#8a4c46", r=24)
    scene.box(280, 550, 370, 90, "#a65c53", r=22)
    for x in (262, 610):
        scene.box(x, 520, 60, 124, "#8a4c46", r=24)
    scene.box(330, 560, 130, 44, "#b86c62", r=14)
    scene.box(470, 560, 130, 44, "#b86c62", r=14)
    _carton(scene, 410, 190, 120)


def lane_clear(scene: Scene) -> None:
    """Cleared: a fire engine would come through, and stands at the far end to prove it."""
    _lane(scene)
    scene.shade(480, 452, 150, 20, 0.5)
    scene.box(380, 270, 200, 170, "#c23b2e", r=16)
    scene.fade(400, 290, 160, 64, "#cfe4ea", "#8fb2bf")
    scene.box(380, 372, 200, 14, PAPER)
    scene.box(430, 256, 100, 18, BLUE, r=8)
    for x in (412, 548):
        scene.disc(x, 404, 15, "#fff2c4")
    scene.box(440, 396, 80, 26, "#7d241b", r=5)
    for x in (396, 532):
        scene.box(x, 432, 32, 28, INK, r=6)


def gate_jam(scene: Scene) -> None:
    """Cars and a courier before the gate, nobody moves."""
    _road(scene)
    scene.box(90, 120, 90, 250, "#e2d4ba", r=8)
    scene.fade(104, 160, 62, 70, "#a9c7d2", "#d6e4e4")
    scene.poly(DEEP, (70, 124), (135, 80), (200, 124))
    for number in range(8):
        scene.box(180 + number * 74, 300, 75, 18, RED if number % 2 else PAPER)
    for x, y, size, paint in (
        (330, 470, 0.7, "#e7e2d6"),
        (520, 520, 0.9, RED),
        (250, 690, 1.3, BLUE),
        (700, 660, 1.1, "#5d6064"),
    ):
        _car(scene, x, y, size, paint)


def _car(scene: Scene, x: float, y: float, size: float, paint: str) -> None:
    scene.shade(x, y, 150 * size, 20 * size, 0.5)
    scene.box(x - 120 * size, y - 110 * size, 240 * size, 92 * size, paint, r=26 * size)
    scene.poly(
        paint,
        (x - 92 * size, y - 104 * size),
        (x - 66 * size, y - 176 * size),
        (x + 66 * size, y - 176 * size),
        (x + 92 * size, y - 104 * size),
    )
    scene.poly(
        "#30424c",
        (x - 74 * size, y - 108 * size),
        (x - 56 * size, y - 162 * size),
        (x + 56 * size, y - 162 * size),
        (x + 74 * size, y - 108 * size),
    )
    for dx in (-1, 1):
        scene.box(x + (dx * 86 - 22) * size, y - 84 * size, 44 * size, 24 * size, "#e2574a", r=8 * size)
        scene.box(x + (dx * 84 - 20) * size, y - 26 * size, 40 * size, 28 * size, INK, r=6 * size)
    scene.box(x - 34 * size, y - 66 * size, 68 * size, 22 * size, PAPER, r=4 * size)


def parcels(scene: Scene) -> None:
    """Parcels lie in heaps beside the guard's hut."""
    street(scene)
    scene.box(60, 120, 280, 420, "#e9efe6", r=12)
    scene.fade(90, 180, 220, 150, "#a9c7d2", "#d6e4e4")
    scene.poly(DEEP, (36, 130), (80, 70), (320, 70), (364, 130))
    scene.shade(620, 676, 340, 40, 0.5)
    for x, y, size in (
        (640, 300, 120),
        (500, 380, 130),
        (680, 400, 150),
        (380, 480, 160),
        (560, 490, 170),
        (760, 520, 150),
    ):
        _carton(scene, x, y, size)
    for x, y, fill in ((460, 640, "#e7e2d6"), (330, 660, "#c9d4da"), (860, 660, "#e3d08f")):
        scene.box(x, y - 30, 120, 52, fill, r=10)
    scene.line(BARK, 6, (360, 690), (430, 700))
