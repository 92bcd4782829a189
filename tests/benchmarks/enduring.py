"""What one page must not take away from all others: large photos, endless texts, a file that is one field.

Each is sent while somebody asks for `/healthz`; a line says how long the slowest of these answers took.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from PIL import Image

from resident.config import ROOT
from resident.media.images import DECODER
from tests.benchmarks.houses import SLUG, House
from tests.benchmarks.importing import MOST_MEGABYTES
from tests.benchmarks.servers import Server
from tests.load.multipart import multipart
from tests.load.slow import ask, timed

LONGEST_ANSWER = 1.0  # seconds, of /healthz
FORMS, PHOTOS = 8, 4
MARKS = "a" + "\u0301" * 50_000 + "\u0316" * 50_000
LONGEST_MARKS = 1.0  # seconds, of such a form
LONG_FIELD = 100_000_000  # characters
LONGEST_DRAWING, MOST_OF_A_PHOTO = 30.0, 600  # seconds and MB of the process that draws one photo
MEGAPIXELS = {"JPEG": (12, 25, 50, 108), "PNG": (12, 50), "WEBP": (12,), "AVIF": (12,)}
WATCH = """
import resource, subprocess, sys, time
began = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, status)
"""
SAID = {200, 303, 413, 422, 429, 503}  # answers that are answers


class Sent(NamedTuple):
    """How a form was answered, and after how many seconds."""

    status: int
    seconds: float


def measure_endurance(server: Server, house: House, environ: dict[str, str], folder: Path) -> bool:
    """Print a line for each; gives whether all of them were good enough."""
    return all([_photos(server, house), _marks(server), _long_field(environ, folder), *_drawings()])


def picture(megapixels: int, kind: str = "JPEG") -> bytes:
    """A photo of so many million pixels, as hard to pack as one of a camera."""
    side = int((megapixels * 1_000_000) ** 0.5)
    tile = Image.effect_noise((1000, 1000), 60).convert("RGB")
    whole = Image.new("RGB", (side, side))
    for at in ((x, y) for x in range(0, side, 1000) for y in range(0, side, 1000)):
        whole.paste(tile, at)
    packed = BytesIO()
    whole.save(packed, kind, **({"quality": 60} if kind == "JPEG" else {}))
    return packed.getvalue()


def _photos(server: Server, house: House) -> bool:
    """Eight forms at once, each with four photos of 25 million pixels."""
    photo = picture(25)
    path = f"/c/{SLUG}/demands/new"
    fields = {"title": "楼道里的灯坏了", "body": "晚上很黑。", "visibility": "all", "csrf_token": house.csrf}

    def _send(number: int) -> Sent:
        body, kind = multipart(fields | {"token": f"{number:024d}"}, [photo] * PHOTOS)
        return _post(server, path, body, {"Content-Type": kind, "Cookie": house.neighbours[-number - 1]})

    sent, slowest = _meanwhile(server, [lambda number=number: _send(number) for number in range(FORMS)])  # type: ignore[misc]
    last = max(one.seconds for one in sent)
    return _said(
        f"{FORMS} forms at once, each with {PHOTOS} photos of 25 million pixels ({len(photo) / 1e6:.1f} MB)",
        sent,
        slowest,
        f"the last was answered after {last:.0f} s",
    )


def _marks(server: Server) -> bool:
    """A visitor sends a telephone number with a hundred thousand marks, from eight connections."""
    body = urlencode({"phone": MARKS}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    sent, slowest = _meanwhile(server, [lambda: _post(server, "/sign-in", body, headers)] * FORMS)
    last = max(one.seconds for one in sent)
    said = f"the slowest was answered after {last * 1000:.0f} ms (at most {LONGEST_MARKS * 1000:.0f})"
    return _said("100,000 marks sent to /sign-in, eight times at once", sent, slowest, said) and last < LONGEST_MARKS


def _said(name: str, sent: Sequence[Sent], slowest: float, more: str) -> bool:
    statuses = ", ".join(f"{status}" for status in sorted({one.status for one in sent}))
    print(
        f"{name}: answered {statuses}, {more}; meanwhile /healthz took {slowest * 1000:.0f} ms"
        f" at the slowest (at most {LONGEST_ANSWER * 1000:.0f})",
        flush=True,
    )
    return slowest < LONGEST_ANSWER and {one.status for one in sent} <= SAID


def _post(server: Server, path: str, body: bytes, headers: dict[str, str]) -> Sent:
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return Sent(answer.status, time.monotonic() - began)
    except OSError:
        return Sent(0, time.monotonic() - began)
    finally:
        connection.close()


def _meanwhile(server: Server, sends: Sequence[Callable[[], Sent]]) -> tuple[list[Sent], float]:
    """Send all at once; gives how they were answered, and how long /healthz took at the slowest meanwhile."""
    sent: list[Sent] = []
    threads = [threading.Thread(target=lambda send=send: sent.append(send())) for send in sends]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    waited = [0.0]
    while any(thread.is_alive() for thread in threads):
        waited.append(timed(lambda: ask(server.port, "/healthz")))
        time.sleep(0.02)
    return sent, max(waited)


def _long_field(environ: dict[str, str], folder: Path) -> bool:
    """A file to import whose one field is as long as a hundred books."""
    file = folder / "long.csv"
    with open(file, "w", encoding="utf-8") as rows:
        rows.write('id,title,body\n1,x,"')
        for _ in range(100):
            rows.write("x" * (LONG_FIELD // 100))
        rows.write('"\n')
    command = [sys.executable, "-m", "flask", "--app", "app", "demands", "import", str(file), "--community", SLUG]
    seconds, megabytes, _status = _run(command, env=os.environ | environ)
    file.unlink()
    print(
        f"import of a field of {LONG_FIELD / 1e6:.0f} MB: {seconds:.1f} s, {megabytes:.0f} MB (at most {MOST_MEGABYTES})",
        flush=True,
    )
    return megabytes < MOST_MEGABYTES


def _drawings() -> list[bool]:
    """Photos as the process draws them that is started for each one."""
    found = []
    for kind, sizes in MEGAPIXELS.items():
        for megapixels in sizes:
            photo = picture(megapixels, kind)
            seconds, megabytes, status = _run(list(DECODER), content=photo, env={})
            print(
                f"drawing a {kind} of {megapixels} million pixels ({len(photo) / 1e6:.1f} MB): {seconds:.1f} s"
                f" (at most {LONGEST_DRAWING:.0f}), {megabytes:.0f} MB (at most {MOST_OF_A_PHOTO})",
                flush=True,
            )
            found.append(status == 0 and seconds < LONGEST_DRAWING and megabytes < MOST_OF_A_PHOTO)
    return found


def _run(command: list[str], *, env: dict[str, str], content: bytes = b"") -> tuple[float, float, int]:
    """How many seconds a process takes, and how many MB at most; and how it ended.

    Started by a small process between: what a child has taken at most counts from when it was a copy of its parent.
    """
    ended = subprocess.run(
        [sys.executable, "-I", "-c", WATCH, *command], cwd=ROOT, env=env, input=content, capture_output=True, check=True
    )
    seconds, kilobytes, status = ended.stdout.split()[-3:]
    return float(seconds), int(kilobytes) / 1024, int(status)
