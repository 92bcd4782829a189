"""One web process: the event loop, its watch, and its end."""

import asyncio
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
import uvicorn
from flask import Flask

from resident.server.adaptor import Adaptor, Rules
from resident.server.answers import Wsgi
from resident.server.connections import LONGEST_SILENCE, Connection
from resident.web.health import PROBES
from resident.web.refusing import too_long
from resident.web.uploads import allowance

log = structlog.get_logger()
BACKLOG = 2048  # connections that may wait until somebody accepts them
A_LOOK = 1.0  # seconds between two looks of the watch
LONGEST_ACCEPTING = 10  # seconds in which a process that ends still accepts who waits for that
LONGEST_END = 120  # seconds for the requests at hand when a process ends
LAST_BODIES = 30  # seconds of these for who is still sending
A_TURN = (
    0.001  # seconds after which a thread lets another one go on: the loop must not wait five times as long at each step
)
BESIDE = 200  # descriptors for everything but connections
RETIRED = 75  # exit status of a process that has lost a thread


class WebServer(uvicorn.Server):
    """uvicorn with a watch over its connections and its threads."""

    def __init__(self, config: uvicorn.Config, adaptor: Adaptor, beat: Callable[[], None]) -> None:
        super().__init__(config)
        self._adaptor, self._beat = adaptor, beat
        self.is_retired = False
        self._ends_since: float | None = None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order when asked to, and with status 0: whoever asked knows."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept one connection at a time, so that the processes share them; more may wait meanwhile."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(BACKLOG)
        self._watch = asyncio.create_task(self._look_after())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish the requests at hand, those too that have been sent and not been read yet."""
        loop = asyncio.get_running_loop()
        self._adaptor.is_closing = True
        self._ends_since = loop.time()
        while select.select(sockets or [], [], [], 0)[0] and loop.time() < self._ends_since + LONGEST_ACCEPTING:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)

    async def _look_after(self) -> None:
        """Once a second: say that the loop lives, close who keeps us waiting, give up what is stuck."""
        loop = asyncio.get_running_loop()
        while True:
            self._beat()
            now = loop.time()
            is_late = self._ends_since is not None and now - self._ends_since > LAST_BODIES
            for connection in list(self.server_state.connections):
                if connection.is_overdue(now) or (is_late and connection.body_since is not None):  # type: ignore[union-attr]
                    connection.end()  # type: ignore[union-attr]
            if self._adaptor.give_up():
                log.error("a thread is lost, this process is replaced")
                self.is_retired = self.should_exit = True
            await asyncio.sleep(A_LOOK)


def run(
    app: Wsgi, rules: Rules, listener: socket.socket, *, threads: int, connections: int, beat: Callable[[], None]
) -> int:
    """Serve until told to end. Gives the exit status: 0, or RETIRED where a request held its thread for ever.

    `beat` is called about once a second while the event loop turns.
    """
    sys.setswitchinterval(A_TURN)
    adaptor = Adaptor(app, rules, threads=threads)
    Connection.most = min(connections, (_descriptors() - BESIDE) // 2)
    server = WebServer(configured(adaptor), adaptor, beat)
    server.run([listener])
    return RETIRED if server.is_retired else 0


def configured(app: Callable[..., Awaitable[None]]) -> uvicorn.Config:
    """uvicorn as it is used here: HTTP and nothing else, nothing read from proxies, nothing logged a request."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=1,
        timeout_keep_alive=LONGEST_SILENCE,
        timeout_graceful_shutdown=LONGEST_END,
    )


def _descriptors() -> int:
    """How many files and connections this process may have open: as many as the system lets it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def rules_of(app: Flask) -> Rules:
    """What the adaptor must know of Resident."""
    return Rules(
        most_bytes=app.config["MAX_CONTENT_LENGTH"],
        allowance=partial(allowance, app),
        too_long=too_long(app),
        probes=PROBES,
    )


def serve(app: Flask, listener: socket.socket, beat: Callable[[], None]) -> None:
    """Serve Resident, and end the process with it: a thread that is stuck would keep it for ever."""
    settings = app.config["RESIDENT"]
    status = run(
        app, rules_of(app), listener, threads=settings.web_threads, connections=settings.web_connections, beat=beat
    )
    os._exit(status)
