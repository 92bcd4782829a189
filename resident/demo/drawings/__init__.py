"""Photos of the demo's demands, drawn here: nothing is downloaded and nobody is shown."""

from collections.abc import Callable

from PIL import Image

from resident.demo.drawings import around, entrances, outside, stairs, within
from resident.media.scene import Scene

DRAWINGS: dict[str, Callable[[Scene], None]] = {
    each.__name__: each
    for each in (
        outside.bench_broken,
        outside.bench_new,
        outside.lamp_dark,
        outside.lamp_lit,
        outside.branch_broken,
        outside.branch_cut,
        outside.swing_broken,
        outside.swing_new,
        outside.slope,
        outside.cats,
        around.bins_full,
        around.bins_clean,
        around.road_holes,
        around.road_mended,
        around.lane_blocked,
        around.lane_clear,
        entrances.ramp_missing,
        entrances.ramp_built,
        entrances.shed,
        around.gate_jam,
        around.parcels,
        within.pipe_dripping,
        within.pipe_mended,
        within.garage_dark,
        within.garage_lit,
        stairs.scooter_inside,
        within.reader,
        within.door,
        stairs.note,
        within.lift_stuck,
        within.lift_runs,
        stairs.stairs_full,
        stairs.stairs_clear,
        stairs.books,
        stairs.noise,
    )
}


def drawn(name: str) -> Image.Image:
    """One drawing, the same every time."""
    scene = Scene()
    DRAWINGS[name](scene)
    return scene.finished()
