"""Taking the homes of a whole neighbourhood over from a sheet while people go on using the site.

`python -m tests.benchmarks.homes FILE` is what an administrator and the worker do with it, in one process.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select

from resident import create_app
from resident.accounts.queries import find_by_phone
from resident.communities.actions import begin_sheet, send_sheet
from resident.communities.context import community_by_slug
from resident.communities.importing import kept_of
from resident.communities.jobs import take_sheets_over
from resident.communities.models import Household, PlaceSheet
from resident.communities.queries import outlook_of
from resident.config import ROOT
from resident.db import db, transaction
from resident.sheets.files import READER, read
from tests.benchmarks.asking import Ask
from tests.benchmarks.houses import SLUG
from tests.benchmarks.importing import Visitors
from tests.benchmarks.servers import Server
from tests.makers.sheets import make_register

HOMES = 2_160
MOST_SECONDS, MOST_MEGABYTES = 20, 150
PATIENCE = 50
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=sys.stdin.buffer, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
ADMINISTRATOR = "13800000090"


def measure_homes(folder: Path, server: Server, environ: dict[str, str], requests: Iterator[Ask]) -> bool:
    """Take over a register twice while somebody sends forms; prints what it took and gives whether it was good enough."""
    file = folder / "register.xlsx"
    file.write_bytes(make_register())
    visitors = Visitors(server, requests)
    visitors.start()
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.homes", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.PIPE)
    said = process.stdout.read() if process.stdout else b""
    status = process.wait()
    seconds = time.perf_counter() - began
    visitors.stopping.set()
    visitors.join()
    added, again, grown, reader = (int(word) for word in said.split()) if status == 0 else (0, 0, 0, 0)
    megabytes = (grown + reader) / 1024
    failed = sum(status != 303 for status in visitors.statuses)
    print(
        f"homes from a sheet: {added} taken over, {again} the second time, in {seconds:.1f} s (at most {MOST_SECONDS}), "
        f"{megabytes:.0f} MB, of which the reader {reader / 1024:.0f} (at most {MOST_MEGABYTES}); "
        f"meanwhile {len(visitors.statuses)} forms sent, {failed} failed, "
        f"the slowest took {visitors.longest * 1000:.0f} ms",
        flush=True,
    )
    return 0 < added <= HOMES and not again and seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES and not failed


def main(file: Path) -> None:
    """Send, look, take over, twice; prints how many homes that added each time, and the memory in kB that it took.

    Of the app itself only what it takes beside what it has before; of the reader, which ends with the file, all.
    """
    app = create_app()
    with app.app_context():
        counts, before = [_count()], _memory()
        for _time in range(2):
            _take_over(file)
            counts.append(_count())
        grown = _memory() - before
    print(counts[1] - counts[0], counts[2] - counts[1], grown, _memory_of_reader(file))


def _memory() -> int:
    """The most this program has had: `getrusage` would count what its process was before it became this program."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])


def _memory_of_reader(file: Path) -> int:
    """In a process without the app: what a process was before it became the reader would be counted as the reader's."""
    with file.open("rb") as content:
        said = subprocess.run(
            [sys.executable, "-c", MEASURED, *READER], stdin=content, stdout=subprocess.PIPE, check=True
        )
    return int(said.stdout)


def _take_over(file: Path) -> None:
    community, administrator = community_by_slug(SLUG), find_by_phone(ADMINISTRATOR)
    assert community is not None
    assert administrator is not None
    by = administrator.value
    kept = kept_of(read(BytesIO(file.read_bytes()), until=time.monotonic() + PATIENCE))
    with transaction():
        sheet_id = send_sheet(community=community, kept=kept, file_name=file.name, by=by).id
    outcome = outlook_of(community, db.session.get_one(PlaceSheet, sheet_id)).outcome
    db.session.rollback()
    assert not outcome.wrong
    if outcome.changes:
        with transaction():
            begin_sheet(sheet=db.session.get_one(PlaceSheet, sheet_id), mark=outcome.mark, by=by)
    take_sheets_over()


def _count() -> int:
    count = db.session.scalar(select(func.count()).select_from(Household))
    db.session.rollback()
    return int(count or 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
