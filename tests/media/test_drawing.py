"""What a poster looks like: its size, its words, its photos."""

import csv
import io
from pathlib import Path

import pytest
from PIL import Image

from resident.activities.models import calls as activities
from resident.demo.done import DONE
from resident.demo.earlier import EARLIER
from resident.demo.matters import MATTERS
from resident.demo.recent import RECENT
from resident.media.covers import COVERS, cover
from resident.media.drawing import CODE, FOOT, HEIGHT, MOST_BYTES, PICTURES, QUIET, WIDTH, drawn
from resident.media.files import store
from resident.media.images import Drawn
from resident.media.lettering import has_glyph, wrapped
from resident.media.sheets import Sheet, Shot
from resident.rewards import models as rewards
from tests.makers.media import encoded, make_jpeg

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "demands-dev.csv"
PLAIN = Sheet("长椅松了", "/c/here/demands/7", "长按识别，看看怎么办成的", "您也拍一张", "邻里 · 桂花社区")


def _opened(sheet: Sheet) -> Image.Image:
    content = drawn(sheet)
    assert len(content) <= MOST_BYTES
    return Image.open(io.BytesIO(content))


def _shot(colour: str, label: str = "") -> Shot:
    photo = make_jpeg(600, 400, colour)
    return Shot(store(Drawn(photo, photo, photo, 600, 400)), label)


@pytest.mark.usefixtures("session")
def test_it_is_three_by_four_as_wechat_shows_pictures() -> None:
    image = _opened(PLAIN)
    assert (image.size, image.format) == ((1080, 1440), "JPEG")


@pytest.mark.usefixtures("session")
def test_a_pair_stands_side_by_side() -> None:
    image = _opened(PLAIN._replace(shots=(_shot("red"), _shot("blue")))).convert("RGB")
    left, right = image.getpixel((WIDTH // 4, PICTURES // 2)), image.getpixel((3 * WIDTH // 4, PICTURES // 2))
    assert left[0] > 200 > left[2]  # type: ignore[index]
    assert right[2] > 200 > right[0]  # type: ignore[index]


@pytest.mark.usefixtures("session")
def test_the_heaviest_photos_and_the_longest_words_still_fit() -> None:
    noise = encoded(Image.effect_noise((1600, 1200), 120).convert("RGB"), "JPEG", quality=95)
    shot = Shot(store(Drawn(noise, noise, noise, 1600, 1200)), "11月21日")
    sheet = PLAIN._replace(
        title="长" * 60,
        plate="长" * 60,
        state="Passed on",
        beside="very long words beside the state, which are cut",
        community="Resident · A community with a very long name indeed",
        invitation="Press long to read on and to support it, whoever you are",
        shots=(shot, shot),
    )
    assert _opened(sheet).size == (WIDTH, HEIGHT)


@pytest.mark.usefixtures("session")
def test_an_activity_shows_its_day() -> None:
    sheet = PLAIN._replace(leaf=("11月", "28", "周六"), lines=("8:30–10:00", "6栋一楼", "桂花邻里互助会"))
    assert _opened(sheet).tobytes() != _opened(PLAIN).tobytes()


def test_every_activity_and_every_reward_has_a_drawing_of_its_own() -> None:
    assert {*activities.PICTURES, *rewards.PICTURES} == set(COVERS)
    assert len({cover(name).tobytes() for name in COVERS}) == len(COVERS)


@pytest.mark.usefixtures("session")
def test_a_poster_without_a_photo_shows_its_drawing_and_one_with_a_photo_the_photo() -> None:
    bare, drawn_over = (_opened(PLAIN._replace(cover=name)) for name in ("unknown", "dumpling"))
    assert bare.tobytes() == _opened(PLAIN).tobytes() != drawn_over.tobytes()
    photo = PLAIN._replace(shots=(_shot("red"),))
    assert _opened(photo).tobytes() == _opened(photo._replace(cover="dumpling")).tobytes()


@pytest.mark.usefixtures("session")
def test_a_photo_that_has_gone_is_no_poster() -> None:
    with pytest.raises(OSError, match="No such file"):
        drawn(PLAIN._replace(shots=(Shot("0" * 32),)))


def test_the_code_and_its_quiet_zone_have_room() -> None:
    modules = 41  # of an address of a hundred characters
    assert (modules + 2 * QUIET) * -(-CODE // modules) <= FOOT


def test_chinese_breaks_between_characters_and_never_before_a_stop() -> None:
    lines = wrapped("中心花园的长椅松了，坐上去会晃。", size=74, width=74 * 9)
    assert lines == ["中心花园的长椅松了，", "坐上去会晃。"]


def test_latin_breaks_between_words() -> None:
    lines = wrapped("Dumplings for the elders of building 6", size=60, width=600)
    assert " ".join(lines) == "Dumplings for the elders of building 6"
    assert len(lines) > 1


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert not has_glyph("🎉")
    assert wrapped("过节🎉了", size=40, width=900) == ["过节了"]
    assert wrapped("🎉", size=40, width=900) == []


def test_our_own_words_have_no_missing_sign() -> None:
    told = (*MATTERS, *RECENT, *DONE, *(one for month in EARLIER for one in month))
    words = "".join(one.title + one.body for one in told) + "“”·—…（）《》0123456789"
    assert [one for one in sorted(set(words)) if not has_glyph(one)] == []


@pytest.mark.skipif(not REAL.exists(), reason=f"no real demands at {REAL}")
def test_five_hundred_real_titles_have_no_missing_sign() -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        titles = [line["title"] for line in csv.DictReader(file)][:500]
    missing = sorted({one for title in titles for one in title if not has_glyph(one)})
    assert len(titles) == 500
    assert missing == []
