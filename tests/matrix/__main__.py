"""`make matrix`: every kind of page in twelve ways each, two at a time; before that, with `--valid` that alone, its HTML.
Gives 1 when there are findings.

MATRIX_PAGES=home,desk.index: only pages whose name holds one of these; MATRIX_VIEWS=360,care: only views that hold all
of these. `.build/matrix/findings.txt` says what was found, the pictures beside it show it.
"""

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cryptography.fernet import Fernet
from playwright.sync_api import sync_playwright

from resident import clock, create_app
from resident.config import ROOT
from tests.conftest import MONDAY_MORNING, Clock, test_settings
from tests.journeys.conftest import serving
from tests.makers.things import furnished
from tests.matrix.kinds import Jars, Kind, look_for_kinds
from tests.matrix.pairs import View, views_of
from tests.matrix.seeing import Eyes
from tests.matrix.valid import is_valid

OUT = ROOT / ".build" / "matrix"
AT_ONCE = int(os.environ.get("MATRIX_AT_ONCE", "2"))
FINDINGS = OUT / "findings.txt"


def main() -> int:
    """Make the demo community, look at everything, say what was found."""
    begun = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    FINDINGS.touch()
    clock.use(Clock(MONDAY_MORNING))
    with tempfile.TemporaryDirectory() as folder:
        pages, jars, key = prepare(Path(folder))
        good = is_valid(pages, OUT / "html")
        if "--valid" in sys.argv:
            return 0 if good else 1
        kinds = [kind for kind, _ in pages]
        print(f"{len(kinds)} kinds of page, found in {time.monotonic() - begun:.0f} s", flush=True)
        views = looked_at(kinds, (folder, key, jars))
    found = FINDINGS.read_text(encoding="utf-8").count("\n")
    minutes = (time.monotonic() - begun) / 60
    print(f"{views} views of {len(kinds)} kinds of page in {minutes:.1f} minutes: {found} findings, in {FINDINGS}")
    return 0 if good and views and not found else 1


def prepare(folder: Path) -> tuple[list[tuple[Kind, str]], Jars, str]:
    """The demo community with everything in it, the kinds of page that are wanted, and the key of its data."""
    key = Fernet.generate_key().decode()
    app = furnished(folder, data_keys=(key,))
    app.config["WTF_CSRF_ENABLED"] = False
    found, jars = look_for_kinds(app)
    wanted = os.environ.get("MATRIX_PAGES", "").split(",")
    return [(kind, html) for kind, html in found if any(part in kind.name for part in wanted)], jars, key


def looked_at(kinds: list[Kind], given: tuple[str, str, Jars]) -> int:
    """Look at every kind of page, in several processes; gives how many views that took."""
    shares = [kinds[i::AT_ONCE] for i in range(AT_ONCE)]
    with ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(look_at, shares, *([one] * AT_ONCE for one in given)))


def look_at(kinds: list[Kind], folder: str, key: str, jars: Jars) -> int:
    """One process: the same community behind a port of its own, browsers, and a share of the pages."""
    clock.use(Clock(MONDAY_MORNING))
    database = f"sqlite:///{Path(folder) / 'resident.sqlite3'}"
    app = create_app(test_settings(Path(folder), database, demo=True, data_keys=(key,)))
    wanted = os.environ.get("MATRIX_VIEWS", "").split(",")
    count = 0
    with serving(app) as server, sync_playwright() as playwright:
        eyes = Eyes(playwright, server.url, jars, OUT)
        for kind in kinds:
            views = [view for view in views_of(kind.name) if all(part in str(view) for part in wanted)]
            report(kind, [(view, finding) for view in views for finding in eyes.look(kind, view)], len(views))
            count += len(views)
        eyes.close()
    return count


def report(kind: Kind, found: list[tuple[View, str]], views: int) -> None:
    """Write down what was found on a kind of page, as soon as it is known."""
    with FINDINGS.open("a", encoding="utf-8") as file:
        file.writelines(f"{kind.name} ({kind.who}, {kind.path}) {view}: {finding}\n" for view, finding in found)
    print(f"{kind.name:<32} {kind.who:<14} {views} views, {len(found)} findings", flush=True)


if __name__ == "__main__":
    sys.exit(main())
