"""A backup under a stream of writes, put back elsewhere: what was acknowledged before it began is there, nothing is half done."""

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from resident import clock
from resident.communities.context import community_by_slug
from resident.db import db
from resident.desk.queries.audits import stranded_in
from resident.operation.finishing import finish
from resident.operation.folder import newest_in
from resident.operation.restoring import restore
from tests.load.live import Live, database
from tests.load.place import settle
from tests.load.stream import Fate, Stream, Write
from tests.makers.operation import House

IS_SOAK = bool(os.environ.get("SOAK"))
BACKUPS = 6 if IS_SOAK else 1
PEOPLE = STOCK = 18  # enough for everybody: nothing is refused here
BEFORE, MEANWHILE = 40, 20  # writes that are acknowledged before the first backup begins, and at least during each
pytestmark = [
    pytest.mark.load,
    pytest.mark.xdist_group("load"),
    pytest.mark.timeout(900 * BACKUPS),
    pytest.mark.mostly_sqlite,  # what a backup of either holds, and how it is put back, is in tests/operation
]


def test_what_was_acknowledged_before_a_backup_is_in_it(
    live: Live, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live.start()
    chance = random.Random(os.environ.get("LOAD_SEED") or str(random.SystemRandom().randrange(10**6)))
    slug = f"backup-{clock.now():%H%M%S}"
    place = settle(live, slug, people=PEOPLE, stock=STOCK, capacity=PEOPLE)
    stream = Stream(live, place, chance)
    taken: list[tuple[Path, list[Write], int]] = []
    stream.start()
    try:
        for number in range(BACKUPS):
            stream.flow(MEANWHILE if number else BEFORE, chance.uniform(0, 0.2))
            known = [write for write in stream.writes if write.fate == Fate.ACKNOWLEDGED]
            backup = _back_up(live, tmp_path / str(number))
            taken.append((backup, known, sum(write.fate == Fate.ACKNOWLEDGED for write in stream.writes) - len(known)))
    finally:
        stream.end()
    for backup, known, meanwhile in taken:
        found = _restored(live, backup, slug, known, stream.writes)
        with capsys.disabled():
            print(f"\n  {len(known)} writes acknowledged before, {meanwhile} meanwhile: {dict(found)}", end="")


def _back_up(live: Live, folder: Path) -> Path:
    """In a process of its own, as an operator does it."""
    status, said = House(live.environ).command("backup", "create", str(folder))
    assert status == 0, said
    newest = newest_in(folder)
    assert newest is not None
    return newest.path


def _restored(live: Live, backup: Path, slug: str, known: list[Write], writes: list[Write]) -> Counter[str]:
    """Put it back into a house of its own with the same keys, audit it, and look for every write."""
    data_dir = backup.parent / "house"
    data_dir.mkdir()
    for key in Path(live.environ["RESIDENT_DATA_DIR"]).glob("*.secret"):
        shutil.copy(key, data_dir)
    with database("sqlite" if not live.environ["RESIDENT_DATABASE_URL"] else "postgres") as url:
        house = House(live.environ | {"RESIDENT_DATA_DIR": str(data_dir), "RESIDENT_DATABASE_URL": url})
        restore(backup, house.environ)
        with house.app():
            assert finish().wrong == []
            community = community_by_slug(slug)
            assert community is not None
            assert list(stranded_in(community)) == []
            for write in known:
                assert db.session.scalar(write.rows) == 1, f"{write.name} was acknowledged and is not there"
            others = [write for write in writes if write not in known]
            found = Counter(f"later, found {db.session.scalar(write.rows)} times" for write in others)
            assert set(found) <= {"later, found 0 times", "later, found 1 times"}
    return found
