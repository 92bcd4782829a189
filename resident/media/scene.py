"""What drawings are made with: shapes in a flat, warm hand, light and soft shadow, drawn large and smoothed."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 960, 720  # the fields in which a photo is measured
TWICE = 2  # drawn twice as large, then made small: edges become smooth
EDGE = 75  # of the soft disc, where it meets the sides of its square
INK, DEEP, GREEN, LEAF, GOLD = "#23302a", "#0b4f31", "#4f8f66", "#74ab7c", "#e8a33d"
WOOD, BARK, STEEL, IRON, PAPER = "#b98253", "#85593a", "#98a5a8", "#566468", "#fbf7ec"
WALL, STONE, ROAD, EARTH, RED, BLUE = "#eadfc9", "#cdc4b2", "#a7a59c", "#8d7a5f", "#c1513f", "#4d7fa8"

Spot = tuple[float, float]


@lru_cache(maxsize=1)
def _round() -> Image.Image:
    """A soft disc, bright in the middle."""
    return ImageOps.invert(Image.radial_gradient("L"))


class Scene:
    """One picture while it is drawn."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        """An empty sheet."""
        self._image = Image.new("RGB", (width * TWICE, height * TWICE), WALL)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, r: float = 0) -> None:
        """An upright rectangle, round at its corners by `r`."""
        self._draw.rounded_rectangle(_large(x, y, x + width, y + height), r * TWICE, fill)

    def poly(self, fill: str, *points: Spot) -> None:
        """A filled shape."""
        self._draw.polygon(_large(*(one for point in points for one in point)), fill)

    def disc(self, x: float, y: float, rx: float, fill: str, ry: float = 0) -> None:
        """A circle or, with `ry`, an ellipse around a point."""
        ry = ry or rx
        self._draw.ellipse(_large(x - rx, y - ry, x + rx, y + ry), fill)

    def line(self, fill: str, width: float, *points: Spot) -> None:
        """A stroke with round ends and joints."""
        self._draw.line(_large(*(one for point in points for one in point)), fill, round(width * TWICE), "curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def ring(self, x: float, y: float, r: float, fill: str, width: float) -> None:
        """A circle that is only a line."""
        self._draw.ellipse(_large(x - r, y - r, x + r, y + r), outline=fill, width=round(width * TWICE))

    def arc(self, x: float, y: float, r: float, begin: float, end: float, fill: str, width: float) -> None:
        """A part of a circle, in degrees clockwise from the right."""
        self._draw.arc(_large(x - r, y - r, x + r, y + r), begin, end, fill, round(width * TWICE))

    def fade(self, x: float, y: float, width: float, height: float, above: str, below: str) -> None:
        """A rectangle that goes from one colour to another, downwards."""
        size = (round(width * TWICE), round(height * TWICE))
        column = ImageOps.colorize(Image.linear_gradient("L").resize((1, size[1])), above, below)
        self._image.paste(column.resize(size, Image.Resampling.NEAREST), (round(x * TWICE), round(y * TWICE)))

    def glow(self, x: float, y: float, r: float, colour: str, *, ry: float = 0, strength: float = 0.6) -> None:
        """Light around a point; dark colours give a soft shadow."""
        size = (round(2 * r * TWICE), round(2 * (ry or r) * TWICE))
        mask = (
            _round()
            .point([round(max(0, (one - EDGE) / (255 - EDGE)) ** 1.5 * 255 * strength) for one in range(256)])
            .resize(size, Image.Resampling.BILINEAR)
        )
        left, top = round((x - r) * TWICE), round((y - (ry or r)) * TWICE)
        self._image.paste(colour, (left, top, left + size[0], top + size[1]), mask)

    def shade(self, x: float, y: float, rx: float, ry: float, strength: float = 0.45) -> None:
        """The shadow of what stands here."""
        self.glow(x, y, rx, "#2c2a22", ry=ry, strength=strength)

    def finished(self) -> Image.Image:
        """The picture in its size, smooth."""
        return self._image.reduce(TWICE)


def _large(*numbers: float) -> list[float]:
    return [one * TWICE for one in numbers]
