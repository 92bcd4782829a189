"""Starts the app and holds it together: `python -m resident.supervisor`.

Before: assets, secrets, migrations and, in demo mode, the demo community, each done once however
many processes follow. Then one web server and one worker: if either ends, the other is ended too
and the supervisor fails, so that whoever watches it starts all of it anew.
"""

import ctypes
import multiprocessing
import os
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Callable
from http.client import HTTPException
from multiprocessing.context import ForkProcess as Child
from urllib.request import urlopen

import click
from flask_migrate import upgrade
from gunicorn.app import wsgiapp

from resident import create_app, logs, worker
from resident.config import ROOT, SettingsError
from resident.db import db
from resident.demo.actions import load_demo
from resident.serving import require_servable
from resident.web.assets import build

GUNICORN = (
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--keep-alive=15",
    "--graceful-timeout=20",
    "--no-control-socket",
    "--forwarded-allow-ips=",
    "--log-level=warning",
)
FORK = multiprocessing.get_context("fork")
STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
WATCHED = STOPPING | {signal.SIGCHLD}
LONGEST_FAREWELL = 30  # seconds for a child to end before it is killed
LONGEST_START = 60  # seconds until the first answer
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
DEMO_PHONES = (
    ("13800000001", "resident", "居民"),
    ("13800000010", "moderator", "审核员"),
    ("13800000020", "a social organization's manager", "社会组织负责人"),
    ("13800000030", "a shop's clerk", "商户店员"),
    ("13800000040", "social worker", "社工"),
    ("13800000050", "the property company's dispatcher", "物业调度"),
    ("13800000090", "administrator", "管理员"),
)


def main() -> int:
    """Prepare, start, watch. Returns the exit status: 0 when asked to stop, else 1."""
    logs.setup()
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    try:
        listener = listen(host, port)
        os.environ["RESIDENT_PUBLIC_URL"] = os.environ.get("RESIDENT_PUBLIC_URL") or address_of(listener)
        demo = prepare()
    except (Unable, SettingsError) as error:
        click.echo(str(error), err=True)
        return 1
    return watch(listener, demo=demo)


class Unable(RuntimeError):
    """The app cannot start, for a reason that one line can say."""


def listen(host: str, port: str) -> socket.socket:
    """Take the address before anything else is done. Raises Unable where it cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, int(port)), family=family, backlog=2048)
    except (OSError, OverflowError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise Unable(
            f"Cannot listen on {host} port {port}: {reason}. Choose another one: make run PORT=8001"
        ) from error


def prepare() -> bool:
    """Assets, secrets, migrations, demo data: what is there already is left as it is. Gives whether this is a demo."""
    build()
    app = create_app()
    require_servable(app)
    demo = app.config["RESIDENT"].demo
    with app.app_context():
        upgrade()
        if demo:
            load_demo()
        db.session.remove()
        db.engine.dispose()
    return demo


def watch(listener: socket.socket, *, demo: bool) -> int:
    """Start web server and worker, wait for a signal or for the end of either, end both."""
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)  # so that it is kept until somebody waits for it
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    children = [start("web server", serve, listener), start("worker", work, listener)]
    address = address_of(listener)
    listener.close()
    threading.Thread(target=greet, args=(address, demo), daemon=True).start()
    ended = None
    while ended is None and signal.sigwait(WATCHED) not in STOPPING:
        ended = next((child for child in children if not child.is_alive()), None)
    if ended is not None:
        click.echo(f"The {ended.name} has ended by itself ({ended.exitcode}). Stopping.", err=True)
    for child in children:
        child.terminate()
    for child in children:
        farewell(child)
    return 0 if ended is None else 1


def start(name: str, run: Callable[[socket.socket], None], listener: socket.socket) -> Child:
    """A child that has everything imported already: that halves the time of a start."""
    child = FORK.Process(name=name, target=_begin, args=(os.getpid(), run, listener))
    child.start()
    return child


def _begin(parent: int, run: Callable[[socket.socket], None], listener: socket.socket) -> None:
    """What a child does first.

    A session of its own: Ctrl-C reaches the supervisor alone, which ends its children in order. On
    Linux a child ends when the supervisor is gone, however that went.
    """
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            return
    run(listener)


def serve(listener: socket.socket) -> None:
    """gunicorn on the listening socket; GUNICORN_CMD_ARGS overrules what stands here."""
    more = shlex.split(os.environ.get("GUNICORN_CMD_ARGS", ""))
    sys.argv = ["gunicorn", f"--bind=fd://{listener.fileno()}", f"--chdir={ROOT}", *GUNICORN, *more, "app:app"]
    wsgiapp.run()


def work(listener: socket.socket) -> None:
    """The worker; the socket is not its business."""
    listener.close()
    worker.run(create_app())


def farewell(child: Child) -> None:
    """Wait for the end of a child, and kill it when that takes too long."""
    child.join(LONGEST_FAREWELL)
    if child.is_alive():
        child.kill()
        child.join()


def address_of(listener: socket.socket) -> str:
    """Where a browser on this machine finds the app."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def greet(address: str, demo: bool) -> None:
    """Say where the app is, in both languages, once it answers."""
    try:
        with urlopen(f"{address}/healthz", timeout=LONGEST_START):  # noqa: S310
            pass
    except (OSError, HTTPException):
        return  # the web server ended while starting: that is said elsewhere
    lines = [f"Resident · 邻里  {address}"]
    if demo:
        lines += [
            "Demo: sign in with one of these numbers; the page shows the code.",
            "演示：用下面的号码登录，页面会显示验证码。",
        ]
        lines += [f"  {phone}  {english} {chinese}" for phone, english, chinese in DEMO_PHONES]
    lines.append("Ctrl-C stops it. 按 Ctrl-C 停止。")
    click.echo("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
