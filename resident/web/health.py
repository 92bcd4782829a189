"""What machines ask: whether the process answers, and whether everything it needs does."""

import threading

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from resident.web.checks import CHECKS
from resident.web.guards import public

PROBES = frozenset({"/healthz", "/readyz"})
LONGEST_LOOK = 4.0  # seconds for all checks together; what has not answered by then is not in order

bp = Blueprint("health", __name__)
log = structlog.get_logger()


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _unstored(jsonify(alive=True))


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when everything that is needed is in order, else 503; what is not, and why, in words."""
    wrong = look(current_app._get_current_object())  # type: ignore[attr-defined]
    missing = [name for name in wrong if not CHECKS[name].warns]
    said = jsonify(
        ready=not missing,
        not_ready=missing,
        warnings=[name for name in wrong if CHECKS[name].warns],
        words={name: str(CHECKS[name].words) for name in wrong},
    )
    return _unstored(said), 503 if missing else 200


class Look:
    """One round of all checks, in a thread of its own: a database that does not answer would keep the asker waiting."""

    running: "Look | None" = None

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.unknown = list(CHECKS)  # what has not answered yet
        self.wrong: list[str] = []
        self.thread = threading.Thread(target=self._ask, name="readiness", daemon=True)

    def _ask(self) -> None:
        for name, each in CHECKS.items():
            if not (each.needs_database and "database" in self.wrong) and not self._is_in_order(name):
                self.wrong.append(name)
            self.unknown.remove(name)

    def _is_in_order(self, name: str) -> bool:
        with self._app.app_context():
            try:
                return CHECKS[name].is_in_order()
            except Exception as error:
                log.error("a check failed", check=name, error=type(error).__name__)
                return False


def look(app: Flask) -> list[str]:
    """The names of what is not in order, within LONGEST_LOOK; of what needs the database nothing is known without it.

    A round that still waits for an answer is not joined by a second one.
    """
    stuck = Look.running
    if stuck is None or not stuck.thread.is_alive():
        Look.running = stuck = Look(app)
        stuck.thread.start()
        stuck.thread.join(LONGEST_LOOK)
    waits_for = stuck.unknown[:1] if stuck.thread.is_alive() else []
    return [*stuck.wrong, *waits_for]


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
