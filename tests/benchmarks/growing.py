"""`make bench GROWTH=1`: each page with a million demands in the house, beside the same page with ten thousand."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter

from resident.db import db, transaction
from tests.benchmarks.databases import place
from tests.benchmarks.houses import House, new_app, tokens_of
from tests.benchmarks.measuring import ROUNDS, Candidate
from tests.benchmarks.pages import MORE, PAGES, is_wanted
from tests.benchmarks.servers import Server, serving
from tests.makers.growth import grow

SMALL, LARGE, COMMUNITIES = 10_000, 1_000_000, 200
AGAIN = 6  # rounds more at most for a page that seems too slow at one of the sizes
MOST = 1.5  # times as long as at the small size
LEFT_OUT = "exports, audits and imports"
STAFF = ("resident", "moderator", "worker", "administrator", "manager", "dispatcher", "clerk")


def measure_growth(database: str, seconds: float) -> bool:
    """Print each page's time at both sizes; gives whether none takes more than MOST times as long.

    Its time is that of the quickest tenth of the answers in its best round: what else the machine does only adds to it.
    """
    wanted = int(os.environ["GROWTH"])
    with ExitStack() as stack:
        sizes = (SMALL, wanted if wanted > 1 else LARGE)
        houses = [stack.enter_context(_grown(database, demands)) for demands in sizes]
        pages = [page for page in PAGES + MORE if is_wanted(page.name)]
        pairs = [[Candidate(page.name, server, [house.get(page)]) for house, server in houses] for page in pages]
        folder = stack.enter_context(place("sqlite")).folder
        for number in range(ROUNDS + AGAIN + 1):
            for pair in pairs:
                if number <= ROUNDS or not 1 / MOST <= _times(*pair) <= MOST:  # a slow moment is not a slow page
                    for candidate in pair:
                        candidate.measure(folder, min(seconds, 1) / 2, number, connections=1)
    print(f"{'':30}{sizes[0]:>11,}{sizes[1]:>11,}{'times':>8}  (at most {MOST})")
    flat = [_is_flat(*pair) for pair in pairs]
    return all(flat)


def _is_flat(small: Candidate, large: Candidate) -> bool:
    times = _times(small, large)
    line = "".join(f"{_took(candidate) * 1000:8.1f} ms" for candidate in (small, large))
    print(f"{small.name:30}{line}{times:8.2f}{'  too slow' if times > MOST else ''}", flush=True)
    return times <= MOST


def _times(small: Candidate, large: Candidate) -> float:
    return _took(large) / _took(small)


def _took(candidate: Candidate) -> float:
    return min(one["quick"] for one in candidate.rounds)


@contextmanager
def _grown(database: str, demands: int) -> Iterator[tuple[House, Server]]:
    """A city of this size and a server for it."""
    with place(database, f"growth_{demands}") as here:
        app = new_app(here.environ)
        began = perf_counter()
        grown = grow(app, demands=demands, communities=COMMUNITIES)
        print(f"{demands:,} demands made in {perf_counter() - began:.0f} s", flush=True)
        house = House(app, vars(grown))
        with app.app_context():
            with transaction():
                tokens = tokens_of({who: getattr(grown, who) for who in STAFF})
            db.session.remove()
            db.engine.dispose()
        house.sign_in(tokens)
        with serving("app:app", here.environ, "/healthz") as server:
            yield house, server
