"""What a phone fetches at its first visit to the list of demands, photos apart, as it comes over the wire."""

import gzip
import re
from urllib.request import Request, urlopen

from tests.benchmarks.servers import Server

MOST = 45_000
ASSET = re.compile(r'(?:href|src)="(/static/[\w./-]+)')


def weigh(server: Server, path: str) -> bool:
    """Print what the page and everything it names weigh; gives whether that is little enough."""
    page, weight = _fetch(server, path)
    parts = {path: weight}
    for asset in sorted(set(ASSET.findall(page.decode()))):
        parts[asset] = _fetch(server, asset)[1]
    total = sum(parts.values())
    named = ", ".join(f"{name.rpartition('/')[2]} {size / 1000:.1f}" for name, size in parts.items())
    print(f"first visit: {total / 1000:.1f} KB packed (at most {MOST // 1000}): {named}", flush=True)
    return total <= MOST


def _fetch(server: Server, path: str) -> tuple[bytes, int]:
    """The content, and how many bytes of it come over the wire."""
    asked = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        sent = answer.read()
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(sent) if is_packed else sent), len(sent)
