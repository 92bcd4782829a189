"""What a run of the tests makes once and not for every app: compiled templates, and the demo community of a moment."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment

FOLDER = "RESIDENT_TEST_RUN"  # in the environment, where the processes of a run find it


def open_folder() -> Path:
    """The folder of this run; the first process that asks makes it, those it starts find it, and it goes as that one ends."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="resident-tests-")
        atexit.register(_close, os.getpid(), os.environ[FOLDER])
    return Path(os.environ[FOLDER])


def _close(opener: int, folder: str) -> None:
    if os.getpid() == opener:
        shutil.rmtree(folder, ignore_errors=True)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, filled by whichever process of the run comes first; the others wait for it."""
    folder = open_folder() / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def compile_templates_once() -> None:
    """Have every app of this process share what a template compiles to, which is the same for all of them."""
    known: dict[tuple[Any, ...], CodeType] = {}
    real = Environment.compile

    def _compile(self: Environment, source: str, name: str | None = None, filename: str | None = None) -> CodeType:
        key = (tuple(self.extensions), self.undefined, self.trim_blocks, source, name, filename)
        if key not in known:
            known[key] = real(self, source, name, filename)
        return known[key]

    Environment.compile = _compile  # type: ignore[method-assign,assignment]
