"""Taking in the files of a form."""

import io
from pathlib import Path
from time import monotonic

import pytest
from flask import Flask, g
from werkzeug.datastructures import FileStorage

from resident.config import settings
from resident.media import intake
from resident.media.decoder import THUMB_BYTES
from resident.media.files import Size, path_of
from resident.media.images import MOST_BYTES, TooHeavy
from resident.media.intake import prepare
from resident.turns import Busy
from resident.web.uploads import began
from tests.makers.media import make_bomb, make_jpeg, make_upload

pytestmark = pytest.mark.usefixtures("session")


def files_on_disk() -> list[Path]:
    return [path for path in (settings().data_dir / "media").glob("??/*") if path.is_file()]


def test_good_photos_lie_on_disk_with_their_thumbs() -> None:
    prepared = prepare([make_upload(make_jpeg(3200, 2400)), make_upload(make_jpeg(20, 20))])
    assert prepared.errors == []
    assert [(photo.width, photo.height) for photo in prepared.ready] == [(1600, 1200), (20, 20)]
    for photo in prepared.ready:
        assert path_of(photo.file).stat().st_size > 0
        assert 0 < path_of(photo.file, Size.THUMB).stat().st_size <= THUMB_BYTES


def test_an_empty_file_field_is_no_photo() -> None:
    prepared = prepare([FileStorage(io.BytesIO(), filename="")])
    assert (prepared.ready, prepared.errors) == ([], [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"GIF89a" + b"\0" * 50, "不是能识别的照片"),
        (make_jpeg(300, 300)[:-400], "不是能识别的照片"),
        (b"\xff\xd8\xff\xe0" + b"\0" * (40 * 1024 * 1024), "超过 20 MB"),
        (make_bomb(), "像素太多"),
    ],
    ids=["zero bytes", "another format", "cut short", "40 MB", "bomb"],
)
def test_a_bad_file_is_named_and_the_good_ones_stay(app: Flask, content: bytes, words: str) -> None:
    before = len(files_on_disk())
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        prepared = prepare([make_upload(content, "阳台.jpg"), make_upload()])
    assert len(prepared.ready) == 1
    assert len(prepared.errors) == 1
    assert "阳台.jpg" in prepared.errors[0]
    assert words in prepared.errors[0]
    assert len(files_on_disk()) == before + 3


@pytest.mark.parametrize(("refusal", "words"), [(TooHeavy, "打不开"), (Busy, "一分钟")])
def test_what_could_not_be_decoded_now_is_said_apart(
    app: Flask, monkeypatch: pytest.MonkeyPatch, refusal: type[Exception], words: str
) -> None:
    def refuse(_stream: object, *, until: float) -> None:
        raise refusal

    monkeypatch.setattr(intake, "draw", refuse)
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        prepared = prepare([make_upload(name="阳台.jpg")])
    assert prepared.ready == []
    assert "阳台.jpg" in prepared.errors[0]
    assert words in prepared.errors[0]


def test_exactly_twenty_megabytes_are_not_too_many() -> None:
    photo = make_jpeg()
    assert prepare([make_upload(photo + b"\0" * (MOST_BYTES - len(photo)))]).errors == []


def test_a_tenth_photo_is_left_out_and_said_so() -> None:
    prepared = prepare([make_upload() for _ in range(11)])
    assert len(prepared.ready) == 9
    assert len(prepared.errors) == 1
    assert "2" in prepared.errors[0]


def test_a_hostile_name_is_shown_short_and_plain(app: Flask) -> None:
    with app.test_request_context():
        prepared = prepare([make_upload(b"x", "\u202egnp.exe\n" + "长" * 300 + ".jpg")])
    assert "\u202e" not in prepared.errors[0]
    assert "\n" not in prepared.errors[0]
    assert len(prepared.errors[0]) < 120


def test_the_same_files_can_be_taken_in_again() -> None:
    upload = make_upload()
    assert [len(prepare([upload]).ready) for _ in range(2)] == [1, 1]


def test_the_time_in_which_the_form_was_read_counts(app: Flask) -> None:
    """A request is given up after a minute: whoever sends slowly hears so in words before that."""
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        g.began = monotonic() - intake.LONGEST
        prepared = prepare([make_upload()])
    assert prepared.ready == []
    assert "一分钟" in prepared.errors[0]


def test_reading_a_form_begins_with_its_body(app: Flask) -> None:
    with app.test_request_context("/sign-in", method="POST", data={"phone": "1"}):
        before = monotonic()
        app.preprocess_request()
        assert before <= began() <= monotonic()
