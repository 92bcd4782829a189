"""Where things stand: the garden by day and by night, the street before a house, a stairwell, a corridor."""

from resident.media.scene import BARK, EARTH, GOLD, GREEN, HEIGHT, LEAF, STONE, WIDTH, Scene

PINK = "#e4a6a0"
DAY, EVENING = ("#bfdbe6", "#f6ead2"), ("#17273a", "#33475a")


def tree(scene: Scene, x: float, foot: float, size: float = 1, *, is_night: bool = False) -> None:
    """An osmanthus tree with its gold, `foot` its lowest point."""
    trunk, dark, mid, light = (
        ("#2a2622", "#1d3a31", "#24463a", "#2b5144") if is_night else (BARK, GREEN, "#5f9d70", LEAF)
    )
    scene.shade(x + 10, foot, 120 * size, 22 * size, 0.35)
    scene.box(x - 13 * size, foot - 150 * size, 26 * size, 152 * size, trunk, r=6)
    for dx, dy, r, fill in ((-66, -200, 82, dark), (70, -196, 84, dark), (0, -262, 96, mid), (-30, -220, 66, light)):
        scene.disc(x + dx * size, foot + dy * size, r * size, fill)
    if not is_night:
        for dx, dy in ((-70, -240), (-20, -300), (44, -270), (80, -210), (-34, -190), (20, -220)):
            scene.disc(x + dx * size, foot + dy * size, 7 * size, GOLD)


def house(scene: Scene, x: float, top: float, width: float, foot: float, *, lit: str = "#b9d3dc") -> None:
    """A block of flats in the background; `lit` is the colour of its windows."""
    is_night = lit != "#b9d3dc"
    scene.box(x, top, width, foot - top, "#3b4855" if is_night else "#e7dac3")
    scene.box(x + width - 26, top, 26, foot - top, "#323e4a" if is_night else "#d8c9af")
    for row in range(int((foot - top - 40) // 74)):
        for column in range(int((width - 46) // 62)):
            dark = is_night and (row * 3 + column * 2 + int(x)) % 5
            scene.box(x + 24 + column * 62, top + 26 + row * 74, 36, 44, "#2a3541" if dark else lit, r=3)


def garden(scene: Scene, *, is_night: bool = False) -> None:
    """Sky, two houses far away, lawn, a path."""
    above, below = EVENING if is_night else DAY
    scene.fade(0, 0, WIDTH, 430, above, below)
    lit = "#e9bd6a" if is_night else "#b9d3dc"
    house(scene, 30, 120, 250, 420, lit=lit)
    house(scene, 690, 80, 290, 420, lit=lit)
    lawn = ("#24403a", "#1c322f") if is_night else ("#b3cd97", "#8fb27a")
    scene.fade(0, 410, WIDTH, HEIGHT - 410, *lawn)
    for x in range(-20, WIDTH, 120):
        scene.disc(x + 40, 418, 86, "#1e3831" if is_night else "#7faf7c", 42)


def street(scene: Scene) -> None:
    """The wall of a house, a kerb, the road before it."""
    scene.fade(0, 0, WIDTH, 430, "#f1e7d3", "#e3d5bc")
    for x in (70, 690):
        scene.box(x, 60, 200, 230, "#cbbb9f", r=6)
        scene.fade(x + 12, 72, 176, 206, "#a9c7d2", "#d6e4e4")
        scene.box(x + 94, 60, 12, 230, "#cbbb9f")
    scene.box(0, 400, WIDTH, 40, "#c3b498")
    scene.fade(0, 440, WIDTH, 60, "#d9d2c3", STONE)
    scene.box(0, 492, WIDTH, 16, "#9f978a")
    scene.fade(0, 508, WIDTH, HEIGHT - 508, "#a3a199", "#8d8c86")


def corridor(scene: Scene, *, is_dark: bool = False) -> None:
    """Inside a house: wall with a green dado, tiles."""
    wall = ("#8f8a7d", "#6f6b61") if is_dark else ("#f4ecdb", "#e6d9c0")
    scene.fade(0, 0, WIDTH, 540, *wall)
    scene.box(0, 350, WIDTH, 190, "#5b7a68" if is_dark else "#a9c7b0")
    scene.box(0, 342, WIDTH, 10, "#46604f" if is_dark else "#7fa58b")
    scene.box(0, 526, WIDTH, 16, "#4a443b" if is_dark else "#8f8370")
    scene.fade(0, 540, WIDTH, HEIGHT - 540, *(("#77715f", "#5e594c") if is_dark else ("#d5cab5", "#bdb09a")))
    for x in range(-400, WIDTH + 401, 200):
        scene.line(
            "#00000016", 3, (WIDTH / 2 + (x - WIDTH / 2) * 0.8, 542), (WIDTH / 2 + (x - WIDTH / 2) * 1.5, HEIGHT)
        )
    scene.line("#00000016", 3, (0, 620), (WIDTH, 620))


def bed(scene: Scene, x: float, y: float, width: float) -> None:
    """A low bed of flowers."""
    scene.box(x, y, width, 40, EARTH, r=12)
    for number in range(int(width // 34)):
        left = x + 18 + number * 34
        scene.disc(left, y, 20, LEAF)
        scene.disc(left, y - 12, 8, ("#d8735c", GOLD, PINK)[number % 3])
