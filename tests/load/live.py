"""The real thing under load: supervisor, web processes and worker as processes, its database within reach."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
from flask import Flask

from resident import create_app
from resident.accounts import sessions
from resident.accounts.models import PersonRow
from resident.config import ROOT, read_settings
from resident.db import db, transaction
from tests.conftest import POSTGRES
from tests.load.browser import Browser
from tests.processes import children, free_port, is_running

LONGEST_START = 120  # seconds; a few on an idle machine
OVERRULING = ("RESIDENT_REDIS_URL", "RESIDENT_HOME_COMMUNITY", "RESIDENT_WEB_PROCESSES", "RESIDENT_WEB_THREADS")


class Live:
    """One installation: its processes come and go, its data stays."""

    def __init__(self, data_dir: Path, database_url: str, **more: str) -> None:
        self.port = free_port()
        self.log = data_dir / "server.log"
        own = {
            "RESIDENT_DATA_DIR": str(data_dir),
            "RESIDENT_DATABASE_URL": database_url,
            "RESIDENT_DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **more,
        }
        self.environ = {name: value for name, value in os.environ.items() if name not in OVERRULING} | own
        self.app: Flask = create_app(read_settings(self.environ))
        self.process: subprocess.Popen[bytes] = None  # type: ignore[assignment]
        self._ours: set[int] = set()

    def start(self) -> None:
        """Start it where it does not run, and wait until it is ready for people."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "resident.supervisor"], cwd=ROOT, env=self.environ, stdout=log, stderr=log
                )
        self._ours.add(self.process.pid)
        self.eventually(self._is_ready, "the server is not ready")
        self._ours |= children(self.process.pid)

    def eventually(self, holds: Callable[[], object], what: str) -> None:
        """Look again and again until it holds."""
        end = time.monotonic() + LONGEST_START
        while not holds():
            assert time.monotonic() < end, f"{what}\n{self.said()}"
            time.sleep(0.05)

    def said(self) -> str:
        """The end of what the processes have logged."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:]

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=LONGEST_START) as answer:
                return json.load(answer)["ready"] and len(children(self.process.pid)) >= 3
        except HTTPError as error:
            error.close()
            return False
        except (OSError, HTTPException):
            return False

    def kill(self, *, with_supervisor: bool) -> None:
        """`kill -9` all web processes and the worker at once, and the supervisor or let it start them anew."""
        below = children(self.process.pid)
        killed = {self.process.pid, *below} if with_supervisor else below
        for pid in sorted(killed):  # parents first
            kill(pid)
        if with_supervisor:
            self.process.wait(LONGEST_START)
            killed |= self._ours
        self.eventually(lambda: not any(map(is_running, killed)), "something outlives kill -9")
        self._ours -= killed

    def end(self) -> None:
        """End every process that was started here, whatever state it is in."""
        for pid in self._ours | children(self.process.pid):
            kill(pid)
        self.process.wait(LONGEST_START)

    def sign_in(self, people: Sequence[int]) -> list[Browser]:
        """A browser for each of these people, in which they are signed in."""
        with self.app.app_context(), transaction():
            tokens = [
                sessions.open_session(db.session.get_one(PersonRow, person_id), device="load") for person_id in people
            ]
        return [Browser(self.port, {"session": self._cookie(token), "language": "en"}) for token in tokens]

    def _cookie(self, token: str) -> str:
        """The session cookie as the server signs it."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return signer.dumps({sessions.COOKIE_KEY: token, "_fresh": True})

    def audit(self) -> tuple[int, str]:
        """Exit status and words of `flask points audit`."""
        result = self.app.test_cli_runner().invoke(args=["points", "audit"])
        return result.exit_code, result.output


def kill(pid: int) -> None:
    """`kill -9` of a process that may have ended meanwhile."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def living(data_dir: Path, kind: str) -> Iterator[Live]:
    """A running installation on `sqlite` or on a database of its own in PostgreSQL, until the block ends."""
    with database(kind) as url, running(Live(data_dir, url)) as live:
        yield live


@contextmanager
def running(live: Live) -> Iterator[Live]:
    """The same with an installation that is there already."""
    try:
        live.start()
        yield live
    finally:
        live.end()
        with live.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of a database of its own, empty for the one that lies in the data folder."""
    if kind == "sqlite":
        yield ""
        return
    name = f"resident_load_{os.getpid()}_{secrets.token_hex(4)}"
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql+psycopg://postgres@{POSTGRES}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
