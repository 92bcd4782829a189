"""PostgreSQL's own programs: which of those on this machine fits the server."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from resident.operation.faults import Refused
from resident.patterns import Pattern

OLDEST = 15
VERSION = Pattern(r"\(PostgreSQL\) (\d+)", longest=200)
OF_DISTRIBUTIONS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
INSTALL = (
    "Install PostgreSQL's client programs of version {major} or newer (Debian and Ubuntu: `apt-get install "
    "postgresql-client-{major}`, from PostgreSQL's own repository where the distribution's is older)."
)


def tool(name: str, major: int) -> Path:
    """`pg_dump` or `pg_restore` of the server's version, else of the next newer one. Raises Refused.

    An older one does not know what the server has; one that is much newer says things the server does not know.
    """
    found = {version: path for path in _places(name) if (version := _version(path)) >= major}
    if not found:
        older = sorted({version for path in _places(name) if (version := _version(path))})
        is_there = f"{name} here is of version {older[-1]}, older than the server" if older else f"{name} is not here"
        raise Refused(f"{is_there}. {INSTALL.format(major=major)}")
    return found[min(found)]


def newest(name: str) -> Path:
    """The one that reads what any of the others has written. Raises Refused where there is none."""
    found = {_version(path): path for path in _places(name)}
    if not any(found):
        raise Refused(f"{name} is not here. {INSTALL.format(major=OLDEST)}")
    return found[max(found)]


def run(program: Path, *arguments: str, env: dict[str, str]) -> None:
    """Run one of them to its end. Raises Refused with what it says."""
    ended = subprocess.run(  # noqa: S603
        [program, *arguments], capture_output=True, text=True, errors="replace", env=environment(env), check=False
    )
    if ended.returncode:
        raise Refused(f"{program.name} did not do it: {said(ended.stderr)}")


def environment(more: dict[str, str]) -> dict[str, str]:
    """What these programs may know: none of the app's keys, but where PostgreSQL's own settings are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RESIDENT_")}
    return kept | {"LC_ALL": "C"} | more


def said(errors: str) -> str:
    """The last words of a program, in one line."""
    return "; ".join(errors.strip().splitlines()[-4:])[-600:] or "it said nothing"


def _places(name: str) -> Iterator[Path]:
    if on_path := shutil.which(name):
        yield Path(on_path)
    for pattern in OF_DISTRIBUTIONS:
        yield from (path for path in Path("/").glob(f"{pattern[1:]}/{name}") if os.access(path, os.X_OK))


@cache
def _version(program: Path) -> int:
    """Its major version; 0 where it does not say."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    found = VERSION.search(told.stdout)
    return int(found[1]) if found else 0
