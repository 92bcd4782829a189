"""Between the event loop and Flask: a request is looked at, taken in, handed to a thread, and its answer sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import Any, TypeAlias

import structlog

from resident.server.answers import Answer, Wsgi, answer_of
from resident.server.bodies import Body, Gone, NoRoom, Receive, TooLarge, TooSlow
from resident.server.environ import environ_of, fault
from resident.server.lanes import Lane, Overfull, Stuck, Unwanted

log = structlog.get_logger()
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Environ: TypeAlias = dict[str, Any]

LONGEST_REQUEST = 60.0  # seconds in a thread
LONGEST_WAIT = 60.0  # seconds for one
LINGER = 5.0  # seconds in which a client may go on sending what was refused, so that it reads why
HARMLESS = {"GET", "HEAD"}
CONNECTION = "resident.connection"  # extension of a scope: `is_gone` says whether the client has hung up
WORDS = {
    HTTPStatus.BAD_REQUEST: "This request cannot be understood. 无法识别这个请求。",
    HTTPStatus.REQUEST_TIMEOUT: "It came too slowly. Please send it again. 上传太慢，请重新提交。",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The header is too large. 请求头过大。",
    HTTPStatus.NOT_IMPLEMENTED: "This encoding is not known here. 不支持这种编码。",
    HTTPStatus.SERVICE_UNAVAILABLE: "Very busy just now. Please try again. 现在人很多，请稍后再试。",
}


@dataclass(frozen=True)
class Rules:
    """What the adaptor must know of the app behind it."""

    most_bytes: int  # of a body, unless `allowance` of its environ says more
    allowance: Callable[[Environ], int]
    too_long: Wsgi  # answers for a request that was given up
    probes: frozenset[str]  # paths that machines ask: they have a thread of their own


class Adaptor:
    """An ASGI application that runs a WSGI application in threads."""

    def __init__(self, app: Wsgi, rules: Rules, *, threads: int) -> None:
        self._app, self._rules = app, rules
        self._lane, self._probes = Lane("web", threads), Lane("probe", 1)
        self.is_closing = False  # the process ends: no connection is kept for another request

    def give_up(self) -> bool:
        """Refuse what takes too long; whether a thread is lost by that."""
        is_lost = self._lane.give_up(LONGEST_REQUEST, LONGEST_WAIT)
        return self._probes.give_up(LONGEST_REQUEST, LONGEST_WAIT) or is_lost

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        refusal = fault(scope["headers"])
        body = Body()
        try:
            if refusal is None:
                await self._serve(scope, body, receive, send)
        except (Gone, Unwanted):
            return
        except TooSlow:
            refusal = HTTPStatus.REQUEST_TIMEOUT
        except (NoRoom, Overfull):
            refusal = HTTPStatus.SERVICE_UNAVAILABLE
        finally:
            body.close()
        if refusal is not None:
            await _refuse(refusal, send)

    async def _serve(self, scope: Mapping[str, Any], body: Body, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        is_whole = await self._take(body, environ, receive)
        answer = await self._answer(environ, partial(_is_wanted, scope))
        try:
            await self._give(answer, send, closes=self.is_closing or not is_whole)
            if not is_whole:
                await _linger(receive)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            answer.close()

    async def _take(self, body: Body, environ: Environ, receive: Receive) -> bool:
        """Take in the body. False when it is larger than it may be: the app says so, in the reader's language."""
        declared = environ.get("CONTENT_LENGTH")
        is_chunked = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
        environ["wsgi.input"] = BytesIO()
        if declared is None and not is_chunked:
            return True
        allow = self._limit(environ)
        try:
            allow(int(declared or 0))
            await body.take(receive, allow)
        except TooLarge:
            environ["CONTENT_LENGTH"] = str(max(body.length, int(declared or 0)))
            return False
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = body.file, str(body.length)
        return True

    def _limit(self, environ: Environ) -> Callable[[int], None]:
        """Raises TooLarge for a length that is not allowed; the app is asked for more only where that matters."""
        most = self._rules.most_bytes

        def _allow(length: int) -> None:
            nonlocal most
            if length > most:
                most = self._rules.allowance(environ)
            if length > most:
                raise TooLarge

        return _allow

    async def _answer(self, environ: Environ, is_wanted: Callable[[], bool]) -> Answer:
        lane = self._probes if environ["PATH_INFO"] in self._rules.probes else self._lane
        try:
            return await lane.run(partial(answer_of, self._app, environ), is_wanted)
        except Stuck:
            log.error("a request was given up", path=environ["PATH_INFO"], method=environ["REQUEST_METHOD"])
        refused = environ | {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        return await self._probes.run(partial(answer_of, self._rules.too_long, refused))

    async def _give(self, answer: Answer, send: Send, *, closes: bool) -> None:
        """Send the answer but for its end."""
        headers = [*answer.headers, *(((b"connection", b"close"),) if closes else ())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        loop = asyncio.get_running_loop()
        while piece := await loop.run_in_executor(None, answer.piece) if answer.is_on_disk else answer.piece():
            await send({"type": "http.response.body", "body": piece, "more_body": True})


def _is_wanted(scope: Mapping[str, Any]) -> bool:
    """Whether to answer a request whose turn has come: who has hung up meanwhile has still sent what was to be changed."""
    known = scope.get("extensions", {}).get(CONNECTION)
    return scope["method"] not in HARMLESS or known is None or not known["is_gone"]()


async def _linger(receive: Receive) -> None:
    """Let the client go on sending for a moment: one that is cut off in the middle does not read the answer."""
    try:
        async with asyncio.timeout(LINGER):
            while (message := await receive())["type"] == "http.request" and message.get("more_body"):
                pass
    except TimeoutError:
        return


async def _refuse(status: HTTPStatus, send: Send) -> None:
    """What the app is not asked for: there may be hundreds of these at once."""
    words = WORDS[status].encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(words)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})
