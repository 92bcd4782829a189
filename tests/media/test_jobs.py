"""Sweeping drafts nobody finished and files nobody owns."""

import os
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.media.actions import keep_drafts, remove_drafts
from resident.media.files import Size, path_of
from resident.media.jobs import sweep_photos
from resident.media.models import Photo
from resident.media.owners import OWNERS
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident
from tests.makers.media import make_prepared


@pytest.fixture(autouse=True)
def _owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OWNERS, "thing", lambda _person, _owner_id: True)


@pytest.fixture
def paths(app: Flask) -> list[Path]:
    """The two files of one draft, written now by the test's clock."""
    with app.app_context(), transaction():
        community = make_community()
        keep_drafts(
            prepared=make_prepared(),
            community=community,
            owner_kind="thing",
            token="a" * 32,
            by=make_resident(community),
        )
        file = db.session.scalars(select(Photo.file)).one()
        return [aged(path_of(file)), aged(path_of(file, Size.THUMB))]


def aged(path: Path) -> Path:
    moment = app_clock.now().timestamp()
    os.utime(path, (moment, moment))
    return path


def photos(app: Flask) -> int | None:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Photo))


def sweep(app: Flask) -> None:
    with app.app_context():
        sweep_photos()


def test_a_draft_of_today_stays(app: Flask, paths: list[Path], clock: Clock) -> None:
    clock.advance(hours=23)
    sweep(app)
    assert photos(app) == 1
    assert all(path.exists() for path in paths)


def test_a_draft_of_yesterday_goes_and_its_files_a_day_later(app: Flask, paths: list[Path], clock: Clock) -> None:
    """Who copies the database and then the files finds what the database speaks of."""
    clock.advance(hours=25)
    sweep(app)
    assert photos(app) == 0
    clock.advance(hours=23)
    sweep(app)
    assert all(path.exists() for path in paths)
    clock.advance(hours=2)
    sweep(app)
    assert not any(path.exists() for path in paths)


def test_a_photo_of_a_matter_stays(app: Flask, paths: list[Path], clock: Clock) -> None:
    with app.app_context(), transaction():
        photo = db.session.scalars(select(Photo)).one()
        photo.owner_id, photo.draft_token = 7, ""
    clock.advance(days=900)
    sweep(app)
    assert photos(app) == 1
    assert all(path.exists() for path in paths)


def test_files_without_a_row_go_after_a_day(app: Flask, clock: Clock) -> None:
    with app.app_context():
        (orphan,) = make_prepared().ready
        files = [aged(path_of(orphan.file)), aged(path_of(orphan.file, Size.THUMB))]
        half_written = path_of(orphan.file).with_name(f"{'0' * 32}.jpg.draft")
        half_written.write_bytes(b"half")
        files.append(aged(half_written))
    clock.advance(hours=23)
    sweep(app)
    assert all(path.exists() for path in files)
    clock.advance(hours=2)
    sweep(app)
    assert not any(path.exists() for path in files)


def test_files_are_let_go_only_once_the_removal_is_certain(app: Flask, paths: list[Path], clock: Clock) -> None:
    def _remove(*, fails: bool) -> None:
        with transaction():
            photo = db.session.scalars(select(Photo)).one()
            sender = db.session.get_one(PersonRow, photo.uploaded_by_id)
            community = db.session.get_one(CommunityRow, photo.community_id)
            remove_drafts(keys=[photo.key], community=community, owner_kind="thing", token="a" * 32, by=sender)
            if fails:
                raise RuntimeError("the request failed")

    with app.app_context():
        with pytest.raises(RuntimeError):
            _remove(fails=True)
        assert {path.stat().st_mtime for path in paths} == {clock().timestamp()}
        clock.advance(days=3)
        _remove(fails=False)
    assert {path.stat().st_mtime for path in paths} == {clock().timestamp()}
