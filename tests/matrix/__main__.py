"""`make matrix`: every kind of page in twelve ways each, two at a time; before that, with `--valid` that alone, its HTML.
Gives 1 when there are findings.

MATRIX_PAGES=home,desk.index: only pages whose name holds one of these; MATRIX_VIEWS=360,care: only views that hold all
of these; MATRIX_PICTURES=1: a picture of every view, for the eye. `.build/matrix/findings.txt` says what was found, the pictures beside it show it.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from resident import clock
from tests.conftest import MONDAY_MORNING, Clock
from tests.makers.things import furnished
from tests.matrix.kinds import look_for_kinds
from tests.matrix.people import Jars
from tests.matrix.seen import Kind
from tests.matrix.shares import FINDINGS, OUT, looked_at
from tests.matrix.valid import is_valid


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
    app = furnished(folder)
    (key,) = app.config["RESIDENT"].data_keys
    app.config["WTF_CSRF_ENABLED"] = False
    found, jars = look_for_kinds(app)
    wanted = os.environ.get("MATRIX_PAGES", "").split(",")
    return [(kind, html) for kind, html in found if any(part in kind.name for part in wanted)], jars, key


if __name__ == "__main__":
    sys.exit(main())
