"""A backup is one file that proves itself: whatever is done to it is found."""

import stat
import tarfile
from pathlib import Path

import pytest
from flask import Flask

from resident.media.files import Size, path_of
from resident.operation.archive import Damaged
from resident.operation.creating import create_backup
from resident.operation.verifying import prove
from tests.makers.operation import furnish, members_of


@pytest.fixture
def made(app: Flask, tmp_path: Path) -> Path:
    """A backup of a small community with two photos."""
    furnish(app)
    with app.app_context():
        return create_backup(tmp_path / "backups").path


def test_a_backup_is_whole_and_for_its_owner_alone(app: Flask, made: Path) -> None:
    manifest = prove(made)
    assert manifest.photos == 6
    assert manifest.counts["person"] == 1
    assert manifest.counts["photo"] == 2
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert {path.name for path in made.parent.iterdir()} == {
        made.name,
        "closings.txt",
        ".backup.lock",
        ".closings.lock",
    }


def test_no_key_is_in_a_backup(app: Flask, made: Path) -> None:
    settings = app.config["RESIDENT"]
    everything = b"".join(content for _info, content in members_of(made)) + made.read_bytes()
    for key in (settings.secret_key, settings.lookup_key, *settings.data_keys):
        assert key.encode() not in everything


def test_any_tar_opens_it_and_finds_the_photos_as_they_are(app: Flask, made: Path) -> None:
    with tarfile.open(made) as tar, app.app_context():
        names = [name for name in tar.getnames() if name.startswith("media/")]
        assert len(names) == 6
        for name in names:
            file = Path(name).name.partition(".")[0]
            size = next(size for size in reversed(Size) if name.endswith(size))
            assert tar.extractfile(name).read() == path_of(file, size).read_bytes()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content", [b"", b"no backup", b"\0" * 20_480, b"PK\3\4" * 4000], ids=["empty", "text", "zeros", "zip"]
)
def test_what_is_no_backup_is_called_so(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(content)
    with pytest.raises(Damaged):
        prove(other)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="cannot be read: No such file"):
        prove(tmp_path / "none.tar")
