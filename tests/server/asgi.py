"""A client of the adaptor without sockets: what it sends and what it is answered are messages."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from resident.server.adaptor import Adaptor, Rules

SMALL, LARGE = 100, 1_000
Piece = bytes | Callable[[], Awaitable[Any]]


@dataclass
class Told:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    taken: int = 0  # pieces of the body that were read

    @property
    def text(self) -> str:
        return self.body.decode()


def adaptor(app: Callable[..., Iterable[bytes]], *, threads: int = 2) -> Adaptor:
    """Before an app that takes SMALL bytes, LARGE ones at /photos, and has a probe at /healthz."""
    return Adaptor(
        app,
        Rules(
            most_bytes=SMALL,
            allowance=lambda environ: LARGE if environ["PATH_INFO"] == "/photos" else SMALL,
            too_long=lambda _environ, start: (start("503 Late", []), [b"it took too long"])[1],
            probes=frozenset({"/healthz"}),
        ),
        threads=threads,
    )


def scope(
    method: str = "GET", path: str = "/", *headers: tuple[str, str], query: str = "", **more: Any
) -> dict[str, Any]:
    """A request as uvicorn describes it."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 51234),
        **more,
    }


async def told(served: Adaptor, request: dict[str, Any], *pieces: Piece, hangs_up: bool = False) -> Told:
    """Send a request with its body in pieces; a piece that can be called is waited for."""
    answer = Told()
    waiting = list(pieces)

    async def _receive() -> dict[str, Any]:
        answer.taken += 1
        if not waiting:
            return (
                {"type": "http.disconnect"} if hangs_up or answer.taken > 1 else {"type": "http.request", "body": b""}
            )
        piece = waiting.pop(0)
        if not isinstance(piece, bytes):
            await piece()
            piece = b""
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or hangs_up}

    async def _send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
        else:
            answer.body += message["body"]

    await served(request, _receive, _send)  # type: ignore[arg-type]
    return answer


def ask(served: Adaptor, request: dict[str, Any], *pieces: Piece, hangs_up: bool = False) -> Told:
    """The same where no loop runs yet."""
    return asyncio.run(told(served, request, *pieces, hangs_up=hangs_up))
