"""Checkers from npm that neither the app nor its tests need: installed by the targets that use them, when the list changes."""

import shutil
from pathlib import Path

from resident.config import ROOT
from resident.web.assets.packages import NPM_OPTIONS, npm

FOLDER = ROOT / ".build" / "npm-checks"


def packages() -> Path:
    """The folder of the installed checkers."""
    here, stamp = Path(__file__).parent, FOLDER / "installed"
    lock = (here / "package-lock.json").read_bytes()
    if not stamp.is_file() or stamp.read_bytes() != lock:
        print("Installing what tests/matrix/package.json lists", flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(here / name, FOLDER / name)
        npm(FOLDER, "ci", *NPM_OPTIONS)
        stamp.write_bytes(lock)
    return FOLDER / "node_modules"
