"""The database: its tables' base, and how the app is connected to it."""

from datetime import datetime
from typing import Any, ClassVar

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from resident import config, turns
from resident.columns import Translated, UtcDateTime

BUSY_SECONDS = 15
CONNECT_SECONDS = 3
# A connection over which nothing comes back is given up after ten seconds, also while an answer is waited for.
STILL_THERE = {"keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
PAGE_COST = 1.1  # of one out of order, in those in order


class Base(DeclarativeBase):
    """Every table: constraints have names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, str]: Translated}
    UNSETTLES: ClassVar = True  # whether writing such a row may change what is known of people (`known`)


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(directory="resident/migrations", render_as_batch=False)


def setup(app: Flask) -> None:
    """Connect the app to its database."""
    settings = app.config["RESIDENT"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "resident" / "migrations"))
    with app.app_context():
        if settings.is_sqlite:
            _prepare_sqlite(db.engine)


def _engine_options(settings: config.Settings) -> dict[str, Any]:
    """People's texts and numbers stay out of error messages, and so out of the logs (`hide_parameters`).

    PostgreSQL's usual price of a page out of order is that of a turning disk: it would read whole tables for twenty rows.
    """
    if settings.is_sqlite:
        return {"hide_parameters": True, "paramstyle": "named", "connect_args": {"timeout": BUSY_SECONDS}}
    options = f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC -c random_page_cost={PAGE_COST}"
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 4,
        "connect_args": {"options": options, "connect_timeout": CONNECT_SECONDS, **STILL_THERE},
    }


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, a patient lock, BEGIN in our own hands, and a line before the one that changes things."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS}000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get("resident_write", False):
            turns.begin_immediate(connection, BUSY_SECONDS)
        else:
            connection.exec_driver_sql("BEGIN")

    turns.setup(engine)


def is_reachable() -> bool:
    """Whether the database answers at all."""
    try:
        db.session.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True
