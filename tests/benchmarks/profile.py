"""Where the processor's time of one page goes: `python -m tests.benchmarks.profile PATH [--as 13800000001]`.

The page is asked for again and again inside this process, in the demo community with thousands of demands (`{demand}`,
`{activity}`, `{review_item}` in PATH stand for one of each). Shares of a function are its own time, without what it calls.
"""

import argparse
import cProfile
import os
import pstats
import re
import sys
from collections import Counter
from time import process_time

from tests.benchmarks.databases import place
from tests.benchmarks.houses import STAFF, demands_file, make_house
from tests.benchmarks.pages import Page

PARTS = {  # the first that matches the file of a function
    "building statements": r"sqlalchemy/sql/",
    "running statements": r"sqlalchemy/(engine|dialects|pool|event)/|sqlite3|psycopg|resident/db/",
    "loading objects": r"sqlalchemy/orm/|flask_sqlalchemy",
    "templates": r"jinja2|markupsafe|<template>|templates/",
    "forms": r"wtforms|flask_wtf",
    "words": r"babel|gettext|resident/(i18n|dates)/|zoneinfo",
    "the house": r"resident/",
    "flask and the answer": r"flask|werkzeug|itsdangerous|whitenoise|tests/|http/",
}
OURS = re.compile(r".*/(?=resident/|templates/|site-packages/)|site-packages/")


def main() -> None:
    """Ask for the page until the time is up, then print what took how much of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.profile")
    parser.add_argument("path", help="for example /c/guihua/demands")
    parser.add_argument("--as", dest="phone", default="", help="telephone number of somebody of the demo")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--functions", type=int, default=15)
    wish = parser.parse_args()
    with place(os.environ.get("BENCH_DATABASE") or "sqlite") as here:
        house = make_house(here.environ, STAFF | ({"reader": wish.phone} if wish.phone else {}))
        command = ["demands", "import", str(demands_file(here.folder)), "--community", str(house.marks["slug"])]
        house.app.test_cli_runner().invoke(args=command)
        house.marks["demand"] = house.newest_demand()
        ask = house.get(Page("page", wish.path, "reader" if wish.phone else ""))
        answers = [ask.answer(house.app) for _ in range(10)]
        began = process_time()
        for _ in range(wish.times):
            ask.answer(house.app)
        each = (process_time() - began) / wish.times
        profile = cProfile.Profile(process_time)
        profile.runcall(lambda: [ask.answer(house.app) for _ in range(wish.times)])
        print(
            f"{answers[-1].status}, {ask.statements(house.app)} statements, {each * 1000:.2f} ms without the profiler"
        )
    show(pstats.Stats(profile), wish.times, wish.functions)


def show(stats: pstats.Stats, times: int, functions: int) -> None:
    """Print the parts, then the functions that take most; milliseconds a request under the profiler."""
    parts: Counter[str] = Counter()
    own: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for (file, line, name), (_primitive, called, seconds, _whole, callers) in stats.stats.items():  # type: ignore[attr-defined]
        where = OURS.sub("", file) if file != "~" else ""
        own[f"{name}  {where}:{line}" if where else name] += seconds
        calls[f"{name}  {where}:{line}" if where else name] += called
        if file == "~":  # what is written in C counts for whoever calls it
            for (caller, _line, _name), (_called, _primitive_calls, of_it, _of_all) in callers.items():
                parts[_part(name if "sqlite3" in name or "psycopg" in name else caller)] += of_it
        else:
            parts[_part(file)] += seconds
    total = sum(parts.values())
    for part, seconds in parts.most_common():
        print(f"{seconds / total:6.0%} {seconds / times * 1000:8.3f} ms  {part}")
    for name, seconds in own.most_common(functions):
        print(f"{seconds / total:6.1%} {seconds / times * 1000:8.3f} ms  {calls[name] / times:7.1f} calls  {name}")


def _part(file: str) -> str:
    return next((part for part, pattern in PARTS.items() if re.search(pattern, file)), "the rest")


if __name__ == "__main__":
    sys.exit(main())
