"""The command: `python -m resident.supervisor`."""

import os
import socket
import sys
from functools import partial

import click

from resident import create_app, logs, worker
from resident.config import SettingsError
from resident.server.process import serve
from resident.supervisor.children import Beat, Role
from resident.supervisor.keeper import Keeper
from resident.supervisor.start import Unable, address_of, greet, listen, prepare


def main() -> int:
    """Prepare, start, keep running. Returns the exit status: 0 when asked to stop, else 1."""
    logs.setup()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    try:
        listener = listen(host, port)
        os.environ["RESIDENT_PUBLIC_URL"] = os.environ.get("RESIDENT_PUBLIC_URL") or address_of(listener)
        settings = prepare(*listener.getsockname()[:2])
    except (Unable, SettingsError) as error:
        click.echo(str(error), err=True)
        return 1
    web = Role("web", partial(_web, listener), beats=True)
    work = Role("worker", partial(_work, listener))
    greeting = Role("greeting", partial(_greet, listener, settings.demo), is_once=True)
    return Keeper([*[web] * settings.web_processes, work, greeting]).keep(on_stop=listener.close)


def _web(listener: socket.socket, beat: Beat) -> None:
    serve(create_app(), listener, beat)


def _work(listener: socket.socket, _beat: Beat) -> None:
    """The socket is not its business."""
    listener.close()
    worker.run(create_app())


def _greet(listener: socket.socket, demo: bool, _beat: Beat) -> None:
    address = address_of(listener)
    listener.close()
    greet(address, demo)


if __name__ == "__main__":
    sys.exit(main())
