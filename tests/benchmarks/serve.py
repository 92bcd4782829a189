"""Any WSGI app behind the app's own web server: `python -m tests.benchmarks.serve MODULE:NAME PORT`."""

import importlib
import os
import socket
import sys
from functools import partial

from resident import logs
from resident.server.adaptor import Rules
from resident.server.answers import Wsgi
from resident.server.process import rules_of, run
from resident.supervisor.children import Beat, Role
from resident.supervisor.keeper import Keeper
from resident.supervisor.start import listen

PROCESSES, THREADS, CONNECTIONS = 2, 4, 1000
PLAIN = 1_000_000  # bytes of a body that a bare app takes


def main(target: str, port: str) -> int:
    """Serve it until told to stop."""
    logs.setup()
    listener = listen("127.0.0.1", port)
    web = Role("web", partial(_serve, target, listener), beats=True)
    return Keeper([web] * PROCESSES).keep(on_stop=listener.close)


def _serve(target: str, listener: socket.socket, beat: Beat) -> None:
    module, name = target.split(":")
    app: Wsgi = getattr(importlib.import_module(module), name)
    status = run(app, _rules(app), listener, threads=THREADS, connections=CONNECTIONS, beat=beat)
    os._exit(status)


def _rules(app: Wsgi) -> Rules:
    if "RESIDENT" in getattr(app, "config", {}):
        return rules_of(app)  # type: ignore[arg-type]
    return Rules(most_bytes=PLAIN, allowance=lambda _environ: PLAIN, too_long=app, probes=frozenset())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
