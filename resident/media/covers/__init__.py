"""The drawing over a poster that has no photo: what is done in an activity, what a reward is; by the names of their icons."""

from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from resident.media.covers import giving, helping
from resident.media.scene import Scene

WIDTH, HEIGHT = 1080, 576
COVERS: dict[str, Callable[[Scene], None]] = {
    each.__name__: each
    for each in (
        helping.activity,
        helping.dumpling,
        helping.cleaning,
        helping.books,
        helping.phone,
        helping.health,
        helping.tree,
        helping.children,
        giving.tissue,
        giving.hair,
        giving.rice,
        giving.cuff,
        giving.soap,
        giving.umbrella,
        giving.towel,
        giving.gift,
    )
}


@lru_cache(maxsize=4)
def cover(name: str) -> Image.Image:
    """The drawing of this name, as wide as a poster."""
    scene = Scene(WIDTH, HEIGHT)
    COVERS[name](scene)
    return scene.finished()
