"""What may lie in the repository."""

import re

from tests.house.source import ROOT, text, tracked

TOP = {
    "app.py",
    "pyproject.toml",
    "README.md",
    "Makefile",
    "LICENSE",
    "resident",
    "templates",
    "static",
    "translations",
    "tests",
}
PINS = re.compile(r"^constraints[\w.-]*\.txt$")
REGISTRIES = re.compile(
    "py" + r"pi\.org|python" + r"hosted\.|npm" + r"js\.|deb\.deb" + r"ian\.|npm" + r"mirror", re.IGNORECASE
)
PINNED = re.compile(r"^([a-z0-9][\w.-]*==\S+)", re.MULTILINE)


def test_the_top_level_holds_what_is_agreed():
    """Protects the first look at the house: everything has its room."""
    top = {path.parts[0] for path in tracked()}
    assert {name for name in top - TOP if not name.startswith(".") and not PINS.match(name)} == set()


def test_no_file_names_a_package_registry():
    """Protects those who install from a mirror: lists name packages and hashes, never where they come from."""
    plain = [path for path in tracked() if path.suffix not in {".png", ".jpg", ".webp", ".ico", ".heic"}]
    assert [str(path) for path in plain if REGISTRIES.search(text(path))] == []


def test_the_lock_file_of_the_front_end_holds_no_addresses():
    """Protects the same for the packages of the pages; their integrity hashes stay."""
    lock = (ROOT / "static" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') >= 2


def test_tests_run_on_what_the_app_runs_on():
    """Protects from testing other versions than those that are installed."""
    app, tests = (set(PINNED.findall(text(ROOT / name))) for name in ("constraints.txt", "constraints-test.txt"))
    assert app
    assert app <= tests


def test_every_package_is_pinned_with_hashes():
    """Protects from a package that was changed after we had looked at it."""
    for name in ("constraints.txt", "constraints-test.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", text(ROOT / name).strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
