"""Arrows between packages run one way."""

import ast
import os
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.source import ROOT, files, nodes

ROOMS = (  # of a package, from the ground up; a room of its own that the table does not know stands on the models
    ("models",),
    ("",),
    ("permissions",),
    ("queries",),
    ("actions",),
    ("words", "messages"),
    ("people", "review", "posters"),
    ("forms",),
    ("views", "jobs", "cli"),
)
FLOORS = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
PACKAGES = sorted({path.parts[1] for path in files("resident", ".py") if len(path.parts) > 2} - {"web"})


def test_a_package_imports_only_from_floors_below_its_own(capsys):
    """Protects the floors: without them everything ends up knowing everything."""
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        status = lint_imports(no_cache=True)
    finally:
        os.chdir(here)
    assert status == 0, capsys.readouterr().out


def climbing(package: str) -> set[tuple[str, str]]:
    """Imports inside a package that do not go down, as (file, room); its set-up may know all of its rooms."""
    found = set()
    for path in files("resident", ".py"):
        if path.parts[1] != package or (path.name == "__init__.py" and len(path.parts) == 3):
            continue
        here = path.parts[2].removesuffix(".py")
        for module in imported(path):
            parts = module.split(".")
            room = parts[2] if parts[:2] == ["resident", package] and len(parts) > 2 else here
            if room != here and (floor(room), room in FLOORS) > (floor(here), False):
                found.add((path.as_posix(), room))
    return found


def floor(room: str) -> int:
    """How high a room stands."""
    return FLOORS.get(room, FLOORS[""])


def imported(path: Path) -> list[str]:
    """The modules a file imports, and the names that may be modules."""
    return [
        f"{node.module}.{alias.name}"
        for node in nodes(path, ast.ImportFrom)
        for alias in node.names
        if node.module is not None
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_room_of_a_package_imports_only_from_rooms_below_it(package: str) -> None:
    """Protects the table of rooms: what an action needs from a page belongs below both."""
    assert climbing(package) == set()
