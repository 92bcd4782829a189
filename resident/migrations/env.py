"""How Alembic reaches the app's database and its tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import inspect

from resident import keys
from resident.accounts.models import DisplayName
from resident.columns import Translated, UtcDateTime

database = current_app.extensions["migrate"].db


def plain_types(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types as what they are in the database, so that a migration stands alone."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Translated):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, DisplayName):
        return f"sa.String(length={item.impl_instance.length})"
    return False


def run() -> None:
    """Run migrations on the app's own connection, all in one transaction; then note with which keys this was."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=plain_types,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
    with database.engine.execution_options(resident_write=True).begin() as connection:
        if inspect(connection).has_table(keys.Installation.__tablename__):
            keys.write_down(connection, current_app.config["RESIDENT"])


run()
