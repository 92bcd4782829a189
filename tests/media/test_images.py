"""Drawing a photo anew, in a process of its own."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest
from flask import Flask
from PIL import Image, ImageCms

from resident import apart, turns
from resident.media import decoder, images
from resident.media.decoder import THUMB_BYTES
from resident.media.images import Drawn, NotAPhoto, Refused, TooHeavy, TooManyPixels
from tests.makers.media import encoded, make_bomb, make_jpeg, make_jpeg_of, make_turned_jpeg

PHOTOS = Path(__file__).parent / "photos"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path) -> Iterator[Path]:
    app = Flask("photos alone")
    app.config["RESIDENT"] = SimpleNamespace(data_dir=tmp_path)
    with app.app_context():
        yield tmp_path


def draw(content: bytes, *, seconds: float = 50) -> Drawn:
    return images.draw(io.BytesIO(content), until=monotonic() + seconds)


def drawn(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(draw(content).photo))


def is_near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(pixel, wanted, strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_accepted_format_becomes_a_jpeg(file_format: str) -> None:
    photo = drawn(encoded(Image.new("RGB", (60, 40), "red"), file_format))
    assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (60, 40))
    assert is_near(photo.getpixel((30, 20)), (255, 0, 0))


@pytest.mark.parametrize("file_format", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_refused_whatever_their_name(file_format: str) -> None:
    with pytest.raises(NotAPhoto):
        drawn(encoded(Image.new("RGB", (60, 40), "red"), file_format))


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_photo_stands_upright(orientation: int) -> None:
    photo = drawn(make_turned_jpeg(orientation))
    assert photo.size == (80, 120)
    assert is_near(photo.getpixel((40, 20)), (255, 0, 0))
    assert is_near(photo.getpixel((40, 100)), (0, 0, 255))


def test_place_camera_and_comment_are_gone() -> None:
    before = make_turned_jpeg()
    assert b"Huawei" in before
    assert b"taken at home" in before
    result = draw(before)
    for content in (result.photo, result.thumb):
        photo = Image.open(io.BytesIO(content))
        assert not photo.getexif()
        assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Huawei" not in content
        assert b"taken at home" not in content


def test_metadata_of_png_and_webp_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Huawei"
    for file_format in ("PNG", "WEBP"):
        content = encoded(Image.new("RGB", (20, 20)), file_format, exif=exif)
        assert b"Huawei" in content
        assert b"Huawei" not in draw(content).photo


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    assert hidden not in draw(make_jpeg() + hidden).photo


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((3200, 2400), (1600, 1200)),
        ((2400, 3200), (1200, 1600)),
        ((3200, 1600), (1600, 800)),
        ((50, 9), (50, 9)),
        ((1080, 2400), (800, 1778)),
        ((1080, 20_000), (800, 14_815)),
        ((20_000, 1080), (14_815, 800)),
        ((700, 20_000), (560, 16_000)),
        ((1, 60_000), (1, 16_000)),
    ],
)
def test_the_long_side_is_at_most_1600_but_a_long_strip_can_be_read(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    result = draw(make_jpeg(*size))
    assert (result.width, result.height) == wanted == Image.open(io.BytesIO(result.photo)).size


def test_a_thumb_fits_even_for_noise() -> None:
    noise = Image.frombytes("RGB", (1600, 1600), os.urandom(1600 * 1600 * 3))
    result = draw(encoded(noise, "JPEG", quality=95))
    assert len(result.thumb) <= THUMB_BYTES
    assert max(Image.open(io.BytesIO(result.thumb)).size) >= 96


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_shines_through_becomes_white(mode: str) -> None:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (20, 0, 40, 20))
    photo = drawn(encoded(image.convert(mode), "PNG"))
    assert is_near(photo.getpixel((5, 10)), (255, 255, 255))
    assert not is_near(photo.getpixel((35, 10)), (255, 255, 255))


def test_a_transparent_webp_becomes_white() -> None:
    photo = drawn(encoded(Image.new("RGBA", (40, 20), (0, 0, 0, 0)), "WEBP", lossless=True))
    assert is_near(photo.getpixel((5, 10)), (255, 255, 255))


def test_a_palette_with_a_transparent_colour_becomes_white() -> None:
    image = Image.new("P", (40, 20), 1)
    image.putpalette([10, 20, 30, 0, 128, 0])
    image.paste(0, (0, 0, 20, 20))
    photo = drawn(encoded(image, "PNG", transparency=0))
    assert is_near(photo.getpixel((5, 10)), (255, 255, 255))
    assert is_near(photo.getpixel((35, 10)), (0, 128, 0))


def test_print_colours_become_screen_colours() -> None:
    photo = drawn(make_jpeg(mode="CMYK", colour=(0, 255, 255, 0)))
    assert is_near(photo.getpixel((10, 10)), (255, 0, 0))


def test_sixteen_bits_of_grey_keep_their_tone() -> None:
    image = Image.new("I;16", (20, 20), 0x8000)
    assert is_near(drawn(encoded(image, "PNG")).getpixel((10, 10)), (128, 128, 128))


def test_black_and_white_only_is_fine() -> None:
    assert is_near(drawn(encoded(Image.new("1", (20, 20), 1), "PNG")).getpixel((3, 3)), (255, 255, 255))


def test_of_an_animation_the_first_frame_counts() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    for file_format in ("WEBP", "PNG"):
        content = encoded(frames[0], file_format, save_all=True, append_images=frames[1:], lossless=True)
        assert is_near(drawn(content).getpixel((10, 10)), (255, 0, 0))


def test_of_a_long_strip_the_thumb_shows_the_beginning() -> None:
    strip = Image.new("RGB", (200, 4000), "blue")
    strip.paste("red", (0, 0, 200, 400))
    thumb = Image.open(io.BytesIO(draw(encoded(strip, "PNG")).thumb))
    assert thumb.size == (160, 320)
    assert is_near(thumb.getpixel((80, 300)), (255, 0, 0))


@pytest.mark.parametrize("size", [(60_000, 60_000), (8192, 6145), (12_000, 8_000)])
def test_a_bomb_is_refused_before_anything_is_decoded(size: tuple[int, int]) -> None:
    """Decoded, it would be damaged: its pixels are missing."""
    with pytest.raises(TooManyPixels):
        draw(make_bomb(*size))


def test_a_jpeg_may_have_more_pixels_since_it_is_decoded_smaller() -> None:
    most = make_jpeg(12_000, 9_000, mode="L", colour=120)
    assert draw(most).width == 1600
    with pytest.raises(TooManyPixels):
        draw(make_jpeg_of(12_000, 10_001))


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "AVIF"])
def test_a_photo_cut_short_is_refused(file_format: str) -> None:
    whole = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), file_format)
    with pytest.raises(NotAPhoto):
        draw(whole[: len(whole) // 2])


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("is_progressive", [False, True])
def test_a_jpeg_whose_last_bytes_are_missing_is_taken(mode: str, is_progressive: bool) -> None:
    whole = encoded(Image.effect_noise((800, 600), 90).convert(mode), "JPEG", progressive=is_progressive)
    for missing in (2, 100, len(whole) // 20):
        assert drawn(whole[:-missing]).size == (800, 600)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_of_which_a_quarter_is_missing_is_refused(mode: str) -> None:
    whole = encoded(Image.effect_noise((800, 600), 90).convert(mode), "JPEG")
    with pytest.raises(NotAPhoto):
        draw(whole[: len(whole) * 3 // 4])


def test_a_photo_of_an_iphone_is_taken_upright_and_without_its_place() -> None:
    content = (PHOTOS / "turned.heic").read_bytes()
    assert b"Huawei" in content
    result = draw(content)
    photo = Image.open(io.BytesIO(result.photo))
    assert photo.size == (80, 120)
    assert is_near(photo.getpixel((40, 20)), (255, 0, 0))
    assert is_near(photo.getpixel((40, 100)), (0, 0, 255))
    assert not photo.getexif()
    assert b"Huawei" not in result.photo + result.thumb


def test_a_small_file_of_fifty_million_pixels_is_drawn() -> None:
    assert draw((PHOTOS / "wide.heic").read_bytes()).width == 1600


def test_the_wide_colours_of_phones_become_those_of_screens() -> None:
    """The profile's red and green are each other's: told apart from one that is only thrown away."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    for file_format in ("JPEG", "PNG"):
        photo = drawn(encoded(Image.new("RGB", (40, 40), "red"), file_format, icc_profile=bytes(swapped)))
        assert is_near(photo.getpixel((10, 10)), (0, 255, 0))


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 128, "sRGB for grey"])
def test_a_damaged_profile_does_not_lose_the_photo(profile: bytes | str) -> None:
    told = profile if isinstance(profile, bytes) else ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = drawn(make_jpeg(mode="L" if profile == "sRGB for grey" else "RGB", colour="white", icc_profile=told))
    assert is_near(photo.getpixel((10, 10)), (255, 255, 255))


def other_decoder(folder: Path, source: str, *, memory: int = images.MOST_MEMORY, seconds: int = 30) -> tuple[str, ...]:
    """A decoder of these lines in the place of ours, under the same bounds or others."""
    (folder / "decoder.py").write_text(source, encoding="utf-8")
    return apart.program("decoder", memory=memory, seconds=seconds, root=folder)


def test_a_decoder_that_works_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = Path(decoder.__file__).read_text(encoding="utf-8")
    working = source.replace("    _know_formats()", "    while True:\n        pass", 1)
    monkeypatch.setattr(images, "DECODER", other_decoder(tmp_path, working, seconds=1))
    with pytest.raises(TooHeavy):
        draw(make_jpeg())


def test_a_photo_that_waits_for_the_machine_is_not_called_too_heavy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(images, "DECODER", other_decoder(tmp_path, "import time; time.sleep(60)"))
    with pytest.raises(turns.Busy):  # the clock on the wall is none of the decoder's
        draw(make_jpeg(), seconds=0.5)


def test_a_decoder_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = Path(decoder.__file__).read_text(encoding="utf-8")
    monkeypatch.setattr(images, "DECODER", other_decoder(tmp_path, source, memory=120 * 1024 * 1024))
    assert draw(make_jpeg()).width == 64
    with pytest.raises(TooHeavy):
        draw(encoded(Image.new("RGB", (7000, 7000)), "PNG"))


def test_a_decoder_that_dies_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dying = other_decoder(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setattr(images, "DECODER", dying)
    with pytest.raises(TooHeavy):
        draw(make_jpeg())


def test_the_decoder_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RESIDENT_DATA_KEY", "secret")
    telling = "import json, os; print(json.dumps({'error': 'NotAPhoto', 'why': ' '.join(os.environ)}))"
    monkeypatch.setattr(images, "DECODER", other_decoder(tmp_path, telling))
    with pytest.raises(NotAPhoto) as seen:
        draw(make_jpeg())
    assert "RESIDENT" not in str(seen.value)


def test_one_photo_is_decoded_at_a_time_and_who_waits_too_long_hears_so(data_folder: Path) -> None:
    turn = turns.line(str(data_folder / "photos")).take(30)
    with pytest.raises(turns.Busy):
        draw(make_jpeg(), seconds=0.05)
    turn.end()
    assert draw(make_jpeg()).width == 64


def test_a_refused_photo_lets_the_next_one_in() -> None:
    for content in (b"", make_bomb(), make_jpeg()[:-400]):
        with pytest.raises(Refused):
            draw(content, seconds=5)
    assert draw(make_jpeg(), seconds=5).width == 64


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"RIFF\x00\x00\x00\x00WEBPVP8X", b"%PDF-1.7", b"<svg/>", b"\0" * 500]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        draw(content)


def test_a_damaged_orientation_does_not_lose_the_photo() -> None:
    content = make_turned_jpeg()
    broken = content.replace(b"II*\0", b"II*\1").replace(b"MM\0*", b"MM\1*")
    assert drawn(broken).size in {(80, 120), (120, 80)}
