"""A backup is made while the app runs, wholly or not at all."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from resident.db import db, transaction
from resident.media.actions import remove_all_photos
from resident.media.files import Size, path_of
from resident.media.jobs import sweep_photos
from resident.operation import creating
from resident.operation.copies import Facts, copied, tools
from resident.operation.copies.places import for_tools
from resident.operation.creating import create_backup
from resident.operation.faults import Refused
from resident.operation.folder import SPARE, alone_in, backups_in
from resident.operation.verifying import prove
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.operation import furnish


def left_in(folder: Path) -> list[str]:
    """What lies in a folder beside its locks and the list of closings."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith((".lock", "closings.txt")))


def test_two_backups_are_two_files(app: Flask, tmp_path: Path, clock: Clock) -> None:
    furnish(app)
    with app.app_context():
        first = create_backup(tmp_path)
        clock.advance(seconds=1)
        second = create_backup(tmp_path)
    assert [kept.path for kept in backups_in(tmp_path)] == [second.path, first.path]
    assert left_in(tmp_path) == ["resident-20260302T010000Z.tar", "resident-20260302T010001Z.tar"]


def test_what_is_written_after_the_copy_has_begun_is_not_in_it(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database and what is written down of it are of one moment; who writes does not wait."""
    furnish(app)

    @contextmanager
    def _meanwhile(kind: str, place: Path) -> Iterator[Facts]:
        with copied(kind, place) as facts:
            with app.app_context(), transaction():
                make_person()
            yield facts

    monkeypatch.setattr(creating, "copied", _meanwhile)
    with app.app_context():
        made = create_backup(tmp_path)
    assert prove(made.path).counts["person"] == 1
    with app.app_context():
        assert db.session.connection().exec_driver_sql("SELECT count(*) FROM person").scalar() == 2


def test_photos_that_are_deleted_meanwhile_are_in_it(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their rows are in the copy, so their files must be there: the sweep leaves them alone for a day."""
    furnish(app)

    @contextmanager
    def _meanwhile(kind: str, place: Path) -> Iterator[Facts]:
        with copied(kind, place) as facts:
            with app.app_context(), transaction():
                remove_all_photos(owner_kind="demand", owner_id=7)
            with app.app_context():
                sweep_photos()
            yield facts

    monkeypatch.setattr(creating, "copied", _meanwhile)
    with app.app_context():
        made = create_backup(tmp_path)
    manifest = prove(made.path)
    assert (manifest.photos, manifest.without_file, manifest.counts["photo"]) == (6, (), 2)


def test_a_file_that_had_gone_before_is_said_and_no_reason_to_refuse(app: Flask, tmp_path: Path) -> None:
    photo = furnish(app)[0]
    with app.app_context():
        file = db.session.merge(photo).file
        path_of(file, Size.WIDE).unlink()
        told = app.test_cli_runner().invoke(args=["backup", "create", str(tmp_path)])
        assert f"1 files of photos had gone before, {file}.wide.jpg among them." in told.output
        manifest = prove(backups_in(tmp_path)[0].path)
        assert (manifest.photos, manifest.without_file) == (5, (f"{file}.wide.jpg",))


def test_a_disk_without_room_is_found_before_it_is_full(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(app)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9 - 5_000_000, 5_000_000)
    )
    with app.app_context(), pytest.raises(Refused, match=r"needs \d+ MB, and 4 are free"):
        create_backup(tmp_path)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_database_that_does_not_fit_is_not_even_copied(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(app)
    free = SPARE + 1000
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9 - free, free))
    monkeypatch.setattr(creating, "copied", lambda *_given: pytest.fail("it was copied"))
    with app.app_context(), pytest.raises(Refused, match="needs"):
        create_backup(tmp_path)
    assert left_in(tmp_path) == []


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(app)

    def _full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", _full)
    with app.app_context(), pytest.raises(Refused, match="No space left on device"):
        create_backup(tmp_path)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_folder_that_is_none_is_refused(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with app.app_context(), pytest.raises(Refused, match=r"No backup was made in .*file"):
        create_backup(tmp_path / "file")


def test_a_second_one_at_the_same_time_is_refused(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), alone_in(tmp_path), pytest.raises(Refused, match="is being made in"):
        create_backup(tmp_path)
    with app.app_context():
        assert create_backup(tmp_path).path.exists()


def test_what_a_killed_one_has_left_is_swept_by_the_next(app: Flask, tmp_path: Path) -> None:
    left = tmp_path / ".draft-abc"
    left.mkdir()
    (left / "database").write_bytes(b"half")
    with app.app_context():
        made = create_backup(tmp_path)
    assert left_in(tmp_path) == [made.path.name]


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("versions", "says"),
    [({}, "pg_dump is not here. Install"), ({"/old/pg_dump": 9}, "of version 9, older than the server")],
    ids=["none", "older"],
)
def test_without_a_pg_dump_that_knows_the_server_it_is_said_what_to_install(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, versions: dict[str, int], says: str
) -> None:
    monkeypatch.setattr(tools, "_places", lambda name: iter(map(Path, versions)))
    monkeypatch.setattr(tools, "_version", lambda path: versions[str(path)])
    with app.app_context(), pytest.raises(Refused, match=says) as refused:
        create_backup(tmp_path)
    assert "apt-get install postgresql-client-" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_of_several_versions_the_one_nearest_to_the_server_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"/14/pg_dump": 14, "/17/pg_dump": 17, "/16/pg_dump": 16}
    monkeypatch.setattr(tools, "_places", lambda name: iter(map(Path, versions)))
    monkeypatch.setattr(tools, "_version", lambda path: versions[str(path)])
    assert (tools.tool("pg_dump", 15), tools.tool("pg_dump", 17)) == (Path("/16/pg_dump"), Path("/17/pg_dump"))
    assert tools.newest("pg_dump") == Path("/17/pg_dump")


def test_a_password_never_stands_in_a_list_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    address, more = for_tools("postgresql+psycopg://resident:s%40ecret@db:5433/linli?sslmode=require")
    assert (address, more) == ("postgresql://resident@db:5433/linli?sslmode=require", {"PGPASSWORD": "s@ecret"})
    monkeypatch.setenv("RESIDENT_DATA_KEY", "k" * 44)
    assert "RESIDENT_DATA_KEY" not in tools.environment(more)


def test_keys_are_written_apart_once_and_for_their_owner_alone(app: Flask, tmp_path: Path) -> None:
    file, runner, settings = tmp_path / "keys.env", app.test_cli_runner(), app.config["RESIDENT"]
    told = runner.invoke(args=["backup", "keys", str(file)])
    assert told.exit_code == 0
    assert "Keep this file elsewhere than the backups" in told.output
    assert settings.lookup_key not in told.output
    said = file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for name, key in (("SECRET_KEY", settings.secret_key), ("DATA_KEY", settings.data_keys[0])):
        assert f"\nRESIDENT_{name}={key}\n" in said
    assert "written over nothing" in runner.invoke(args=["backup", "keys", str(file)]).output
    assert file.read_text(encoding="utf-8") == said


def test_keys_never_lie_beside_backups(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        create_backup(tmp_path)
    told = app.test_cli_runner().invoke(args=["backup", "keys", str(tmp_path / "keys.env")])
    assert (told.exit_code, (tmp_path / "keys.env").exists()) == (1, False)
    assert "their keys must lie elsewhere" in told.output


def test_verify_proves_one_file_or_the_newest_of_a_folder(app: Flask, tmp_path: Path, clock: Clock) -> None:
    runner = app.test_cli_runner()
    assert "There is no backup in" in runner.invoke(args=["backup", "verify", str(tmp_path)]).output
    furnish(app)
    for _backup in range(2):
        clock.advance(minutes=1)
        assert runner.invoke(args=["backup", "create", str(tmp_path)]).exit_code == 0
    newest, older = (kept.path for kept in backups_in(tmp_path))
    older.write_bytes(older.read_bytes()[:-1] + b"x")
    told = runner.invoke(args=["backup", "verify", str(tmp_path)])
    assert (told.exit_code, told.output.startswith(f"{newest} is whole: of 2026-03-02 01:02 UTC")) == (0, True)
    refused = runner.invoke(args=["backup", "verify", str(older)])
    assert (refused.exit_code, "has changed since it was written" in refused.output) == (1, True)
