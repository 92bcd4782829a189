"""Whether the process answers, and whether the whole is ready for people."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from resident import clock
from resident.config import ROOT
from resident.db import db, is_reachable
from resident.web.guards import public
from resident.web.jobs import WORKER
from resident.web.models import Heartbeat

PROBES = frozenset({"/healthz", "/readyz"})
LONGEST_SILENCE = timedelta(minutes=3)

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _uncached(jsonify(alive=True))


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when database, migrations and worker are all in order, else 503 with the names of those that are not."""
    missing = missing_parts()
    return _uncached(jsonify(ready=not missing, not_ready=missing)), 503 if missing else 200


def missing_parts() -> list[str]:
    """What is not in order, of `database`, `migrations` and `worker`; without a database the others are unknown."""
    if not is_reachable():
        return ["database"]
    checks: dict[str, Callable[[], bool]] = {"migrations": is_migrated, "worker": is_worker_alive}
    return [name for name, is_in_order in checks.items() if not is_in_order()]


def is_migrated() -> bool:
    """Whether the database stands at the newest migration of this code."""
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == newest_migrations()


@cache
def newest_migrations() -> frozenset[str]:
    """The newest migrations in this code, one unless two branches wait to be joined."""
    return frozenset(ScriptDirectory(str(ROOT / "resident" / "migrations")).get_heads())


def is_worker_alive() -> bool:
    """Whether the worker's pulse is younger than three minutes."""
    try:
        pulse = db.session.get(Heartbeat, WORKER)
    except DBAPIError:  # no such table: there were no migrations yet
        db.session.rollback()
        return False
    return pulse is not None and clock.now() - pulse.at < LONGEST_SILENCE


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
