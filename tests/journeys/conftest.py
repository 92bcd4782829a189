"""A running server with the demo community, to be walked through."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, Response, request
from flask_migrate import upgrade
from werkzeug.serving import WSGIRequestHandler, make_server

from resident import clock, create_app
from resident.db import db
from resident.demo.actions import load_demo
from tests.conftest import test_settings
from tests.once import made_once

KEYS = "keys"  # a file beside the data, for whoever copies them


@dataclass
class Server:
    """The app behind a port, and which changes it has answered."""

    app: Flask
    url: str = ""
    posted: set[str] = field(default_factory=set)


class _Quiet(WSGIRequestHandler):
    """No line per request: a journey asks thousands of times."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return None


def _load(folder: Path) -> None:
    """The demo community as it begins at this moment, and the keys that read it."""
    app = _app_in(folder)
    with app.app_context():
        upgrade()
        load_demo()
        db.session.remove()
        db.engine.dispose()
    (folder / KEYS).write_text("\n".join(app.config["RESIDENT"].data_keys), encoding="utf-8")


def _app_in(folder: Path, **others: object) -> Flask:
    return create_app(test_settings(folder, f"sqlite:///{folder / 'resident.sqlite3'}", demo=True, **others))


def demo_app(folder: Path, **others: object) -> Flask:
    """The app in demo mode with its demo community, on a database of its own; `others` are settings."""
    loaded = made_once(f"demo-{clock.now():%Y%m%dT%H%M%S}", _load)
    shutil.copytree(loaded, folder, dirs_exist_ok=True)
    keys = (folder / KEYS).read_text(encoding="utf-8").split()
    return _app_in(folder, **{"data_keys": tuple(keys), **others})


@contextmanager
def serving(app: Flask) -> Iterator[Server]:
    """Serve `app` from this process, so that its clock can be moved while browsers use it."""
    server = Server(app)

    @app.after_request
    def _note(response: Response) -> Response:
        if request.method == "POST" and response.status_code < 400 and request.endpoint:
            server.posted.add(request.endpoint)
        return response

    http = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The demo community, served."""
    with serving(demo_app(tmp_path)) as running:
        yield running
