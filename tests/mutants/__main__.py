"""`make mutants PACKAGE=points`: small faults are put into one package, and its tests must notice them.

Every fault that was noticed is remembered under `.build/mutants/`, so that an interrupted run goes on where it
was; those that nobody noticed are tried again. Decorated functions and module-level statements stay as they are.
"""

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from resident.config import ROOT

FOLDER = ROOT / ".build" / "mutants"
HERE = Path(__file__).parent
MUTMUT = Path(sys.executable).with_name("mutmut")
LONGEST = 3600  # seconds for one package
WANTED = 90  # percent
BESIDE = ("resident", "tests", "templates", "static", "translations", "app.py")
NOTICED = {"killed", "timeout", "caught by type check", "segfault"}
NOT_TRIED = {"skipped", "not checked"}


class Package(NamedTuple):
    """What is changed and what must notice: patterns of files, and folders or files of tests."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


def _of(name: str) -> Package:
    sources = tuple(
        f"resident/{name}/{file}" for file in ("permissions.py", "permissions/*", "actions.py", "actions/*")
    )
    return Package(sources, (f"tests/{name}",))


PACKAGES = {
    "keyset": Package(("resident/web/keyset.py",), ("tests/web/test_keyset.py",)),
    "permissions": Package(
        (
            "resident/communities/permissions/*",
            *(f"resident/{name}/permissions.py" for name in ("organizations", "media", "desk")),
        ),
        ("tests/communities", "tests/organizations", "tests/media", "tests/desk"),
    ),
    "points": _of("points"),
    "rewards": _of("rewards"),
    "moderation": _of("moderation"),
    "demands": _of("demands"),
    "activities": _of("activities"),
    "entrance": Package(
        ("resident/accounts/actions/*", "resident/accounts/entrance/*", "resident/accounts/sessions/*"),
        ("tests/accounts", "tests/communities/test_switching.py"),
    ),
}


def main(name: str) -> int:
    """Try one package and say what was not noticed; 0 where enough was."""
    folder = _prepared(name, PACKAGES[name])
    again = [name for name in _unnoticed(_results(folder)) if not _is_named(folder, name)]
    left = (again and _run(folder, again)) or _run(folder, [])
    return _report(name, folder, left)


def _prepared(name: str, package: Package) -> Path:
    """The folder of this package: links to the app and the tests, and mutmut's own settings."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for one in BESIDE:
        link = folder / one
        if not link.is_symlink():
            link.symlink_to(ROOT / one)
    settings = {
        "source_paths": ["resident"],
        "only_mutate": package.sources,
        "also_copy": [one for one in BESIDE if one not in {"resident", "tests"}],
        "do_not_mutate_patterns": _lines(HERE / "left_out.txt"),
        "pytest_add_cli_args_test_selection": [*package.tests, "-k", "not postgres"],
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "timeout_multiplier": 5.0,
        "timeout_constant": 10.0,
        "use_git_change_detection": False,
        "on_dependency_change": "ignore",
    }
    written = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + f"\n[tool.mutmut]\n{written}\n"
    tomllib.loads(project)
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    # which test runs through which function is asked anew: of a new function mutmut would ask the new tests only
    (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    return folder


def _run(folder: Path, names: list[str]) -> str:
    """Let mutmut try these faults, or all that are new; what kept it from coming to the end, if anything."""
    command = [str(MUTMUT), "run", "--max-children", os.environ.get("MUTANTS_AT_ONCE", "1"), *names]
    log = folder / "mutmut.log"
    print(f"{len(names) or 'New'} faults; how far it is says {log.relative_to(ROOT)}", flush=True)
    with (
        log.open("ab") as out,
        subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, start_new_session=True) as running,
    ):
        try:
            status = running.wait(LONGEST)
            return f"mutmut has stopped with {status}; why says {log.relative_to(ROOT)}" if status else ""
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return "an hour is over; the same command goes on"


def _results(folder: Path) -> dict[str, str]:
    """What became of every fault, by its name."""
    if not (folder / "mutants").exists():
        return {}
    said = _said(folder, "results", "--all", "true")
    return dict(line.strip().split(": ", 1) for line in said.splitlines() if ": " in line)


def _unnoticed(found: dict[str, str]) -> list[str]:
    return [name for name, fate in found.items() if fate not in NOTICED | NOT_TRIED]


def _is_named(folder: Path, name: str) -> bool:
    """Whether this fault is known to change nothing."""
    return any(_function(name) == function and line == _line(folder, name) for function, line in _named())


def _function(name: str) -> str:
    """`resident.points.actions.grant`, of the name of one of its faults."""
    module, _dot, mangled = name.rsplit("__mutmut_", 1)[0].rpartition(".")
    return f"{module}.{mangled.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


@cache
def _line(folder: Path, name: str) -> str:
    """What stands there instead, from what mutmut shows of a fault; of what is only left out, what is missing."""
    changed = _said(folder, "show", name).splitlines()
    added = " ".join(line[1:].strip() for line in changed if line.startswith("+") and not line.startswith("+++"))
    missing = " ".join(line[1:].strip() for line in changed if line.startswith("-") and not line.startswith("---"))
    return added or f"without {missing}"


def _said(folder: Path, *command: str) -> str:
    return subprocess.run([str(MUTMUT), *command], cwd=folder, check=True, capture_output=True, text=True).stdout


def _report(name: str, folder: Path, left: str) -> int:
    """Print the share that was noticed, and every fault that was not and is not named as one without effect."""
    found = _results(folder)
    unnoticed = _unnoticed(found)
    survivors = [name for name in unnoticed if not _is_named(folder, name)]
    without_effect = len(unnoticed) - len(survivors)
    tried = sum(fate not in NOT_TRIED for fate in found.values()) - without_effect
    share = 100 * (tried - len(survivors)) / tried if tried else 0.0
    for one in survivors:
        print(f"\n{_function(one)}\n    {_line(folder, one)}\n    ({found[one]}: {one})")
    print(f"\n{name}: {share:.1f} % of {tried} noticed (wanted: {WANTED}), {without_effect} without effect")
    print(", ".join(f"{fate} {number}" for fate, number in sorted(Counter(found.values()).items())))
    if left:
        print(f"Not all were tried: {left}.")
    return 0 if not left and share >= WANTED else 1


@cache
def _named() -> frozenset[tuple[str, str]]:
    """Function and line of every change that is known to change nothing."""
    blocks = "\n".join(_lines(HERE / "equivalent.txt", keep_empty=True)).split("\n\n")
    entries = [block.strip().splitlines() for block in blocks if block.strip()]
    return frozenset((entry[0].strip(), entry[1].strip()) for entry in entries)


def _lines(path: Path, *, keep_empty: bool = False) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#") and (line or keep_empty)]


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PACKAGES:
        sys.exit(f"make mutants PACKAGE=…, one of {', '.join(PACKAGES)}")
    sys.exit(main(sys.argv[1]))
