"""The pages shared out over several processes; in a module of its own, which those can import."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from resident import clock, create_app
from resident.config import ROOT
from tests.conftest import MONDAY_MORNING, Clock, test_settings
from tests.journeys.conftest import serving
from tests.matrix.pairs import View, views_of
from tests.matrix.people import Jars
from tests.matrix.refusals import nothing_stays
from tests.matrix.seeing import Eyes
from tests.matrix.seen import Kind

OUT = ROOT / ".build" / "matrix"
AT_ONCE = int(os.environ.get("MATRIX_AT_ONCE", "2"))
FINDINGS = OUT / "findings.txt"


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
    app.config["WTF_CSRF_ENABLED"] = False
    wanted = os.environ.get("MATRIX_VIEWS", "").split(",")
    count = 0
    with nothing_stays(), serving(app) as server, sync_playwright() as playwright:
        eyes = Eyes(playwright, app, server.url, jars, OUT)
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
