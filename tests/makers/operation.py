"""Installations with people and photos for the tests of backups, and archives that somebody has meddled with."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from resident import create_app
from resident.config import ROOT, read_settings
from resident.db import db, transaction
from resident.media.models import Photo
from resident.operation.archive.writing import SEAL, SEAL_LENGTH
from tests.makers.communities import make_community, make_resident
from tests.makers.media import make_photo, make_prepared

Members = list[tuple[tarfile.TarInfo, bytes]]


class House:
    """An installation by its environment."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ
        self.data_dir = Path(environ["RESIDENT_DATA_DIR"])

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """Its app, in whose context the block runs; nothing stays connected afterwards."""
        app = create_app(read_settings(self.environ))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()

    def command(self, *words: str) -> tuple[int, str]:
        """Exit status and words of `flask --app app …` in a process of its own."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("RESIDENT_")}
        ended = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=others | self.environ,
            capture_output=True,
            text=True,
            timeout=250,
        )
        return ended.returncode, ended.stdout + ended.stderr


def furnish(app: Flask, *, photos: int = 2) -> list[Photo]:
    """A community with a resident and that many photos of one demand, files and all."""
    with app.app_context(), transaction():
        community = make_community()
        make_resident(community)
        drawn = make_prepared(photos).ready
        return [make_photo(community, 7, file=one.file) for one in drawn]


def members_of(path: Path) -> Members:
    """Everything in an archive, its list last."""
    with tarfile.open(path) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]


def sealed(path: Path, members: Members) -> Path:
    """An archive of these members under a seal that fits them."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
    content = body.getvalue()
    path.write_bytes(content + SEAL + hashlib.sha256(content).hexdigest().encode() + b"\n")
    return path


def relisted(path: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The same archive with another list."""
    *others, (info, content) = members_of(path)
    listed = json.loads(content)
    change(listed)
    return sealed(target, [*others, (info, json.dumps(listed).encode())])


def flips(path: Path, step: int) -> Iterator[tuple[int, bytes]]:
    """The content of an archive with one byte changed: every byte of its last lines, and one of each `step` before."""
    content = path.read_bytes()
    places = {*range(0, len(content), step), *range(len(content) - SEAL_LENGTH, len(content)), 0, 124, 156, 257}
    for place in sorted(places):
        yield place, content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
