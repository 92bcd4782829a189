"""The one way in which the app calls another host: five seconds in all, no proxy, no redirect, a short answer.

The host is named by our code alone. It is called by the worker, never inside a transaction or a request.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeAlias

import httpx
from flask import Flask, current_app

PATIENCE = 5.0  # seconds for a call from its first step to the last byte
LONGEST = 64 * 1024  # bytes of an answer that are read
TRANSPORT = "resident_outside"
NewTransport: TypeAlias = Callable[[], httpx.AsyncBaseTransport]


class Request(NamedTuple):
    """A POST to another host."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    """What came back: an HTTP code and a JSON object, empty where it was none."""

    http: int
    said: dict[str, Any]


class NotReached(Exception):
    """Nothing was sent: nobody has read a word of it."""


class NoAnswer(Exception):
    """It was sent, or may have been, and no answer came back in time."""


def carry(app: Flask, new_transport: NewTransport | None) -> None:
    """Say what carries calls: the network, or what tests put in its place when the app is made."""
    app.extensions[TRANSPORT] = new_transport or _network


def call(request: Request) -> Answer:
    """Send a request and read its answer. Raises NotReached, NoAnswer."""
    transport = current_app.extensions[TRANSPORT]()
    with ThreadPoolExecutor(max_workers=1) as apart:  # the thread that asks may have a loop of its own already
        return apart.submit(_in_a_loop, request, transport).result()


def _in_a_loop(request: Request, transport: httpx.AsyncBaseTransport) -> Answer:
    """Not `asyncio.run`: that would wait for whoever still looks for the host's address, however long."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_call(request, transport))
    finally:
        loop.close()


def _network() -> httpx.AsyncBaseTransport:
    return httpx.AsyncHTTPTransport(trust_env=False, retries=0)


async def _call(request: Request, transport: httpx.AsyncBaseTransport) -> Answer:
    has_begun = False

    async def _watch(event: str, _about: Mapping[str, Any]) -> None:
        nonlocal has_begun
        has_begun = has_begun or event.endswith("send_request_headers.started")

    try:
        async with asyncio.timeout(PATIENCE):
            return await _send(request, transport, _watch)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise NotReached from error
    except TimeoutError as error:
        raise (NoAnswer if has_begun else NotReached) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAnswer from error


async def _send(request: Request, transport: httpx.AsyncBaseTransport, watch: Any) -> Answer:
    headers = {**request.headers, "Accept-Encoding": "identity", "User-Agent": "resident"}
    client = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=PATIENCE)
    async with (
        client,
        client.stream(
            "POST", request.url, headers=headers, content=request.body, extensions={"trace": watch}
        ) as response,
    ):
        body = b""
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > LONGEST:
                return Answer(response.status_code, {})
    return Answer(response.status_code, _object(body))


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
