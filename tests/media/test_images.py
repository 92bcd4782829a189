"""Drawing a photo anew."""

import io
import os

import pytest
from PIL import Image

from resident.media import images
from resident.media.images import LONGEST_SIDE, THUMB_BYTES, NotAPhoto, TooManyPixels, draw
from tests.makers.media import encoded, make_bomb, make_jpeg, make_turned_jpeg


def drawn(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(draw(io.BytesIO(content)).photo))


def is_near(pixel: object, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(pixel, wanted, strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
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
    result = draw(io.BytesIO(before))
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
        assert b"Huawei" not in draw(io.BytesIO(content)).photo


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = b"<script>alert(1)</script>PK\x03\x04"
    assert hidden not in draw(io.BytesIO(make_jpeg() + hidden)).photo


@pytest.mark.parametrize(
    ("size", "wanted"), [((3200, 1200), (1600, 600)), ((900, 2400), (600, 1600)), ((50, 9), (50, 9))]
)
def test_the_long_side_is_at_most_1600(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    result = draw(io.BytesIO(make_jpeg(*size)))
    assert (result.width, result.height) == wanted == Image.open(io.BytesIO(result.photo)).size
    assert max(wanted) <= LONGEST_SIDE


def test_a_thumb_fits_even_for_noise() -> None:
    noise = Image.frombytes("RGB", (1600, 1600), os.urandom(1600 * 1600 * 3))
    result = draw(io.BytesIO(encoded(noise, "JPEG", quality=95)))
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


def test_a_bomb_is_refused_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_on_white", lambda _source: pytest.fail("decoded"))
    for content in (make_bomb(), make_bomb(5_001, 5_000), make_bomb(12_000, 8_000)):
        with pytest.raises(TooManyPixels):
            draw(io.BytesIO(content))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_short_is_refused(file_format: str) -> None:
    whole = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), file_format)
    with pytest.raises(NotAPhoto):
        draw(io.BytesIO(whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"RIFF\x00\x00\x00\x00WEBPVP8X", b"%PDF-1.7", b"<svg/>", b"\0" * 500]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        draw(io.BytesIO(content))


def test_a_damaged_orientation_does_not_lose_the_photo() -> None:
    content = make_turned_jpeg()
    broken = content.replace(b"II*\0", b"II*\1").replace(b"MM\0*", b"MM\1*")
    assert drawn(broken).size in {(80, 120), (120, 80)}
