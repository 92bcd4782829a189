"""`make lighthouse`: five times each, the median printed, on a machine that does nothing else. A number, not a test.

LIGHTHOUSE_RUNS=5; LIGHTHOUSE_PAGES=home,list: only these.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from resident.config import ROOT
from resident.supervisor.start import prepare
from tests.benchmarks.servers import serving
from tests.browser import CHROMIUM, FLAGS
from tests.matrix.packages import packages

RUNS = int(os.environ.get("LIGHTHOUSE_RUNS", "5"))
ASPECTS = ("performance", "accessibility", "best-practices", "seo")
PAGES = {"home": "/c/guihua/", "list": "/c/guihua/demands", "sign-in": "/sign-in", "rewards": "/c/guihua/rewards"}
PHOTOS = "a demand with most photos"
AT_MOST = 20  # demands that are looked through for photos


def main() -> None:
    """Start the demo and measure it as a phone on a slow network would see it."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"RESIDENT_DATA_DIR": folder, "RESIDENT_DEMO": "1", "RESIDENT_DATABASE_URL": ""}
        os.environ.update(environ)
        prepare("127.0.0.1", 0)
        with serving("app:app", environ, "/healthz") as server:
            host = f"http://127.0.0.1:{server.port}"
            print(f"{'median of ' + str(RUNS):<26} {' '.join(f'{aspect:>15}' for aspect in ASPECTS)}")
            wanted = os.environ.get("LIGHTHOUSE_PAGES", "").split(",")
            for name, path in {**PAGES, PHOTOS: with_photos(host)}.items():
                if any(part in name for part in wanted):
                    runs = [measured(host + path, Path(folder) / "report.json") for _ in range(RUNS)]
                    scores = " ".join(f"{median(run[aspect] for run in runs):>15.0f}" for aspect in ASPECTS)
                    print(f"{name:<26} {scores}", flush=True)


def with_photos(host: str) -> str:
    """The demand of the list's first pages that shows most photos."""

    def _count(path: str) -> int:
        return len(set(re.findall(r'src="(/photos/[^"]+)"', read(host + path))))

    return max(list(dict.fromkeys(numbers(host)))[:AT_MOST], key=_count)


def numbers(host: str) -> Iterator[str]:
    """The addresses of demands, as the list shows them."""
    for pile in ("", "?pile=solved"):
        yield from re.findall(r'href="(/c/guihua/demands/\d+)"', read(f"{host}/c/guihua/demands{pile}"))


def read(address: str) -> str:
    """A page as anybody gets it."""
    with urlopen(address) as answer:
        return str(answer.read().decode())


def measured(address: str, report: Path) -> dict[str, float]:
    """One run: points of a hundred by aspect."""
    script = packages() / "lighthouse" / "cli" / "index.js"
    node = [shutil.which("node") or f"{sys.prefix}/bin/node", str(script)]
    flags = ["--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(ASPECTS)}"]
    chrome = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
    away = {"CHROME_PATH": CHROMIUM, "LIGHTHOUSE_CHROMIUM_PATH": CHROMIUM, "CI": "1"}
    subprocess.run([*node, address, *flags, chrome], cwd=ROOT, env=os.environ | away, check=True)
    found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {aspect: 100 * (found[aspect]["score"] or 0) for aspect in ASPECTS}


if __name__ == "__main__":
    main()
