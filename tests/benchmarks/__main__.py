"""`make bench`: speed of the pages people open most, beside what the frameworks need at the least."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from resident.config import ROOT
from resident.db import db
from resident.demands.models import Demand
from tests.benchmarks.houses import AS_MANY, SLUG, House, demands_file, make_house, request
from tests.benchmarks.importing import measure_import
from tests.benchmarks.measuring import Candidate, compare
from tests.benchmarks.servers import Server, serving

POSTGRES = "postgresql://postgres@127.0.0.1:5432"
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))


def main() -> int:
    """Both databases, where there are two. Gives 1 when the import was not good enough."""
    good = True
    for database in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            environ = {"RESIDENT_DATA_DIR": str(folder), "RESIDENT_DEMO": "1", "RESIDENT_REDIS_URL": ""}
            bare = {"BARE_DATABASE_URL": f"sqlite:///{folder / 'bare.sqlite3'}", "RESIDENT_DATABASE_URL": ""}
            if database == "PostgreSQL":
                try:
                    names = [stack.enter_context(_database(f"resident_bench_{name}")) for name in ("app", "bare")]
                except psycopg.OperationalError:
                    print("\nPostgreSQL: none at 127.0.0.1:5432, left out")
                    continue
                bare["BARE_DATABASE_URL"] = f"{POSTGRES}/{names[1]}".replace("://", "+psycopg://")
                environ["RESIDENT_DATABASE_URL"] = f"{POSTGRES}/{names[0]}"
            print(f"\n{database}", flush=True)
            good &= _bench(folder, environ, bare)
    return 0 if good else 1


@contextmanager
def _database(name: str) -> Iterator[str]:
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=3) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _bench(folder: Path, environ: dict[str, str], bare: dict[str, str]) -> bool:
    house = make_house(environ)
    fill = f"from tests.benchmarks.bare_app import fill; fill({AS_MANY})"
    subprocess.run([sys.executable, "-c", fill], cwd=ROOT, env=os.environ | bare, check=True)
    sign_ups = house.sign_ups()[:-1]
    during_import, measured = sign_ups[:1000], sign_ups[1000:]
    with serving("app:app", environ, "/healthz") as app, serving("tests.benchmarks.bare_app:app", bare, "/") as least:
        good = measure_import(demands_file(folder), app, environ, iter(during_import))
        compare(_candidates(house, app, least, measured), folder, SECONDS)
    return good


def _candidates(house: House, app: Server, least: Server, sign_ups: list[str]) -> list[Candidate]:
    with house.app.app_context():
        number = db.session.scalar(db.select(db.func.max(Demand.number)))
        db.engine.dispose()
    cookie, listed = house.cookies[-1], f"/c/{SLUG}/demands"
    bare = Candidate("bare page", least, [request("GET", "/")])
    bare_post = Candidate("bare row", least, [request("POST", "/", body="a=1")], status=303)
    return [
        bare,
        Candidate("list of demands, signed out", app, [house.get(listed)], beside=bare),
        Candidate("list of demands, signed in", app, [house.get(listed, cookie)], beside=bare),
        Candidate("a demand, signed out", app, [house.get(f"{listed}/{number}")], beside=bare),
        Candidate("home, signed in", app, [house.get(f"/c/{SLUG}/", cookie)], beside=bare),
        bare_post,
        Candidate("sign-up", app, sign_ups, status=303, once=True, beside=bare_post),
    ]


if __name__ == "__main__":
    sys.exit(main())
