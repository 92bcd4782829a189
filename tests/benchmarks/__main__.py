"""`make bench`: speed of the pages people open, beside what the frameworks need at the least.

BENCH_SECONDS a round (3), BENCH_DATABASE (sqlite, postgresql; else both), BENCH_PAGES (parts of names, with commas
between); GROWTH=1 measures instead what a million demands do to each page.
"""

import os
import subprocess
import sys
from itertools import islice

from resident.config import ROOT
from tests.benchmarks.asking import Ask
from tests.benchmarks.databases import DATABASES, Place, has_postgres, place, wanted
from tests.benchmarks.enduring import measure_endurance
from tests.benchmarks.growing import LEFT_OUT, measure_growth
from tests.benchmarks.homes import measure_homes
from tests.benchmarks.houses import AS_MANY, SLUG, House, demands_file, make_house
from tests.benchmarks.importing import measure_import
from tests.benchmarks.measuring import Candidate, compare
from tests.benchmarks.pages import ENDURANCE, FORMS, PAGES, SIGN_UP, SUPPORT, is_wanted
from tests.benchmarks.servers import Server, serving
from tests.benchmarks.weight import weigh

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
DURING_IMPORT, DURING_SHEET = 1_000, 500  # sign-ups


def main() -> int:
    """Measure on each database that is wanted and there. Gives 1 when something was not good enough."""
    grows = bool(os.environ.get("GROWTH"))
    good = True
    for database in wanted("sqlite" if grows else "sqlite,postgresql"):
        if database == "postgresql" and not has_postgres():
            continue
        print(f"\n{DATABASES[database]}", flush=True)
        if grows:
            good &= measure_growth(database, SECONDS)
            print(f"left out: {LEFT_OUT}")
            continue
        with place(database) as here:
            good &= _bench(here)
    return 0 if good else 1


def _bench(here: Place) -> bool:
    house = make_house(here.environ)
    bare = {"BARE_DATABASE_URL": here.beside, "RESIDENT_DATABASE_URL": ""}
    fill = f"from tests.benchmarks.bare_app import fill; fill({AS_MANY})"
    subprocess.run([sys.executable, "-c", fill], cwd=ROOT, env=os.environ | bare, check=True)
    with (
        serving("app:app", here.environ, "/healthz") as app,
        serving("tests.benchmarks.bare_app:app", bare, "/") as least,
    ):
        sign_ups = iter(house.sign_ups())
        good = measure_import(demands_file(here.folder), app, here.environ, islice(sign_ups, DURING_IMPORT))
        good &= measure_homes(here.folder, app, here.environ, islice(sign_ups, DURING_SHEET))
        good &= weigh(app, f"/c/{SLUG}/demands")
        house.marks["demand"] = house.newest_demand()  # before others, which nobody has read yet, are sent
        if is_wanted(ENDURANCE):
            good &= measure_endurance(app, house, here.environ, here.folder)
        compare([*_pages(house, app, least), *_forms(house, app, least, list(sign_ups))], here.folder, SECONDS)
    return good


def _pages(house: House, app: Server, least: Server) -> list[Candidate]:
    """The bare page, and beside it every page that is wanted."""
    bare = Candidate("bare page", least, [Ask("/")])
    measured = []
    for page in PAGES:
        if is_wanted(page.name):
            ask = house.get(page)
            ask.answer(house.app)
            asked = ask.statements(house.app)  # as the second one who opens it
            measured.append(Candidate(page.name, app, [ask], bare, page.target, asked))
    return [bare, *measured] if measured else []


def _forms(house: House, app: Server, least: Server, sign_ups: list[Ask]) -> list[Candidate]:
    """A bare insert, and beside it every form that is wanted; the statements are those of the second one sent."""
    bare = Candidate("bare insert", least, [Ask("/", body="a=1")], status=303)
    measured = []
    for name, asks in ((SIGN_UP, sign_ups), (SUPPORT, house.supports())):
        if is_wanted(name):
            first = asks.pop().answer(house.app)
            assert (first.location or "").startswith(f"/c/{SLUG}/"), f"{name} is not answered but sent elsewhere"
            asked = asks.pop().statements(house.app)
            measured.append(Candidate(name, app, asks, bare, FORMS[name], asked, once=True, status=303))
    return [bare, *measured] if measured else []


if __name__ == "__main__":
    sys.exit(main())
