"""Somebody has meddled with a backup, by accident or not: one byte, a member, the list."""

import copy
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from resident.operation.archive import Damaged
from resident.operation.creating import create_backup
from resident.operation.verifying import prove
from tests.makers.operation import Members, flips, furnish, members_of, relisted, sealed

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # what is asked of the file alone


@pytest.fixture
def made(app: Flask, tmp_path: Path) -> Path:
    """A backup of a small community with one photo."""
    furnish(app, photos=1)
    with app.app_context():
        return create_backup(tmp_path / "backups").path


def test_a_changed_byte_is_found_wherever_it_is(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    for place, content in flips(made, step=9973):
        other.write_bytes(content)
        with pytest.raises(Damaged):
            prove(other)
            pytest.fail(f"byte {place} was changed and nobody noticed")


@pytest.mark.parametrize("cut", [1, 71, 72, 1024, 20_000])
def test_a_file_that_is_cut_short_is_found(made: Path, tmp_path: Path, cut: int) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(made.read_bytes()[:-cut])
    with pytest.raises(Damaged):
        prove(other)


def test_a_file_that_goes_on_is_found(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(made.read_bytes() + b"more")
    with pytest.raises(Damaged):
        prove(other)


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


STRANGE: dict[str, Callable[[Members], Members]] = {
    "one level up": lambda members: [(_member("media/../../evil.jpg"), b"x"), *members],
    "absolute": lambda members: [(_member("/tmp/evil.jpg"), b"x"), *members],
    "of another name": lambda members: [(_member("resident.sqlite3"), b"x"), *members],
    "a key": lambda members: [(_member("data_key.secret"), b"x"), *members],
    "a photo too many": lambda members: [(_member(f"media/aa/{'a' * 32}.jpg"), b"x"), *members],
    "a link": lambda members: [(_member(f"media/aa/{'a' * 32}.jpg", tarfile.SYMTYPE, "/etc/passwd"), b""), *members],
    "a hard link": lambda members: [(_member(f"media/aa/{'a' * 32}.jpg", tarfile.LNKTYPE, "x"), b""), *members],
    "a folder": lambda members: [(_member("media/aa", tarfile.DIRTYPE), b""), *members],
    "a device": lambda members: [(_member(f"media/aa/{'a' * 32}.jpg", tarfile.CHRTYPE), b""), *members],
    "twice": lambda members: [members[0], *members],
    "without its list": lambda members: members[:-1],
    "with two lists": lambda members: [*members, copy.deepcopy(members[-1])],
    "something behind the list": lambda members: [*members, (_member(f"media/aa/{'a' * 32}.jpg"), b"x")],
    "without its database": lambda members: members[1:],
    "without a photo": lambda members: [members[0], *members[2:]],
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE.keys())
def test_members_that_no_backup_has_are_refused_whatever_the_seal_says(
    made: Path, tmp_path: Path, change: Callable[[Members], Members]
) -> None:
    with pytest.raises(Damaged):
        prove(sealed(tmp_path / "other.tar", change(members_of(made))))
    assert not Path("/tmp/evil.jpg").exists()


LISTED: dict[str, Callable[[dict[str, Any]], object]] = {
    "another form": lambda said: said.update(format=1),
    "a table of another count": lambda said: said["counts"].update(person=2),
    "a table more": lambda said: said["counts"].update(nobody=0),
    "a table less": lambda said: said["counts"].pop("person"),
    "another migration": lambda said: said.update(migration="0001"),
    "another key": lambda said: said.update(keys=[["DATA_KEY", "0" * 64]]),
    "a key that is none": lambda said: said.update(keys=[["DATA_KEY", "none"]]),
    "a demo": lambda said: said.update(is_demo=not said["is_demo"]),
    "a photo that leads elsewhere": lambda said: said["members"].update(
        {"media/../evil": {"size": 1, "sha256": "0" * 64}}
    ),
    "another database": lambda said: said.update(database="postgresql"),
    "no moment": lambda said: said.update(made_at="yesterday"),
    "no proof": lambda said: said.pop("proof"),
    "a proof that is none": lambda said: said.update(proof="\ud800"),
    "no zone": lambda said: said.update(made_at="2026-03-02T01:00:00"),
    "files that are no list": lambda said: said.update(members=[]),
    "a file without a hash": lambda said: said["members"].update({f"media/aa/{'a' * 32}.jpg": {}}),
    "a photo without file that has none": lambda said: said.update(without_file=[f"{'a' * 32}.jpg"]),
}


@pytest.mark.parametrize("change", LISTED.values(), ids=LISTED.keys())
def test_a_list_that_says_what_is_not_so_is_refused(
    made: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(Damaged):
        prove(relisted(made, tmp_path / "other.tar", change))


@pytest.mark.parametrize("content", [b"[]", b"null", b"{", b"[" * 100_000, b"\xff", json.dumps({"format": 1}).encode()])
def test_a_list_that_is_none_is_refused(made: Path, tmp_path: Path, content: bytes) -> None:
    *others, (info, _content) = members_of(made)
    with pytest.raises(Damaged):
        prove(sealed(tmp_path / "other.tar", [*others, (info, content)]))


def test_the_same_members_under_the_same_list_are_a_backup(made: Path, tmp_path: Path) -> None:
    """What the refusals above stand beside: it is not the meddling alone that is refused."""
    assert prove(sealed(tmp_path / "other.tar", members_of(made))).photos == 3
