"""Somebody else's act in the moment between a request's look and its write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event, select

from resident import clock
from resident.communities.models import Membership, RoleGrant
from resident.db import Base, db, transaction
from resident.organizations.models import OrganizationMember

Rows = dict[str, list[tuple[Any, ...]]]
TRACES = {"person.refused", "refused pages"}  # that somebody was refused a page is on record, and counted


class Meanwhile:
    """`meanwhile(act)`: the next request has looked already when `act` is done in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._waiting: list[Callable[[], None]] = []
        self._then: Rows = {}

    def __call__(self, act: Callable[[], None]) -> None:
        """Wait with `act` for the next write."""
        self._waiting.append(act)

    def loses_every_right(self, person_id: int) -> None:
        """Meanwhile all that this person may do here ends: roles, membership of bodies, the confirmed home."""

        def _lose() -> None:
            for model in (RoleGrant, OrganizationMember):
                for row in db.session.scalars(select(model).where(model.person_id == person_id)):
                    row.ended_at = clock.now()
            for home in db.session.scalars(select(Membership).where(Membership.person_id == person_id)):
                home.confirmed_at = None

        self(_lose)

    def nothing_else_happened(self) -> bool:
        """Whether the request wrote nothing after that act, but that it was refused. The act must have been done."""
        assert not self._waiting, "the request did not come as far as its write"
        return self._rows() == self._then

    def before(self, _connection: Connection, options: dict[str, Any]) -> None:
        """A transaction is about to begin with these options; nothing is held yet."""
        if self._waiting and options.get("resident_write"):
            act = self._waiting.pop()
            with self.app.app_context(), transaction():
                act()
            self._then = self._rows()

    def _rows(self) -> Rows:
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(select(table).order_by(*table.primary_key))
                    if not TRACES & {value for value in row if isinstance(value, str)}
                ]
                for table in Base.metadata.sorted_tables
            }


@contextmanager
def watching(app: Flask) -> Iterator[Meanwhile]:
    """Act in the way of this app's requests."""
    meanwhile = Meanwhile(app)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "set_connection_execution_options", meanwhile.before)
    try:
        yield meanwhile
    finally:
        event.remove(engine, "set_connection_execution_options", meanwhile.before)
