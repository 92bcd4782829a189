"""The photos of the demo: the same every time, each another picture."""

import pytest
from PIL import Image, ImageChops, ImageStat

from resident.demo.done import DONE
from resident.demo.drawings import DRAWINGS, drawn
from resident.demo.matters import MATTERS
from resident.demo.recent import RECENT

THUMB = (72, 54)
LEAST = 6  # of 255, by which two thumbs differ on average
TOLD = (*MATTERS, *RECENT, *DONE)
PAIRS = [(one.photos[0], one.after) for one in TOLD if one.after]


def test_a_drawing_is_the_same_every_time() -> None:
    assert drawn("bench_broken").tobytes() == drawn("bench_broken").tobytes()


def test_every_photo_that_is_told_of_can_be_drawn() -> None:
    assert {name for one in TOLD for name in (*one.photos, one.after) if name} <= set(DRAWINGS)


@pytest.mark.parametrize("pair", PAIRS)
def test_before_and_after_are_told_apart_in_a_row_of_a_list(pair: tuple[str, str]) -> None:
    before, after = (drawn(name).resize(THUMB, Image.Resampling.LANCZOS) for name in pair)
    assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) > LEAST


def test_no_two_drawings_look_the_same_in_a_row_of_a_list() -> None:
    thumbs = [drawn(name).resize(THUMB, Image.Resampling.LANCZOS).tobytes() for name in DRAWINGS]
    assert len(set(thumbs)) == len(DRAWINGS)
