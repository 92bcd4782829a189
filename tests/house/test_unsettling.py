"""What is known of people within a transaction is forgotten by every change that could make it another."""

import re

import pytest
from sqlalchemy import Table
from sqlalchemy.sql import visitors

from resident.activities import confirmers
from resident.communities.context import belonging, values
from resident.db import Base
from resident.organizations import permissions
from tests.house.source import files, lines_with

KNOWS = re.compile(r"\bknown\(\"(.+?)\"\)")
READ = {
    "standings": belonging._STANDING,
    "communities": values._NOW,
    "bodies": permissions._BODIES,
    "unled bodies": permissions._UNLED,
    "free workers": confirmers._FREE_WORKERS,
}
NO_RIGHT = {"staff pages"}  # what waits for whom: only drawn, nobody is let through by it


def test_the_statements_of_all_that_is_known_stand_here() -> None:
    """Protects the test below from what somebody begins to know elsewhere."""
    lines = [line for path in files("resident", ".py") for line in lines_with(path, KNOWS)]
    assert {kind for line in lines for kind in KNOWS.findall(line)} == set(READ) | NO_RIGHT


@pytest.mark.parametrize("kind", sorted(READ))
def test_what_is_known_is_read_from_rows_that_unsettle_it(kind: str) -> None:
    """Protects from a right that stays known although it has just been given or ended."""
    unsettling = {mapper.class_.__tablename__: mapper.class_.UNSETTLES for mapper in Base.registry.mappers}
    read = {part.name for part in visitors.iterate(READ[kind]) if isinstance(part, Table)}
    assert read != set()
    assert [name for name in sorted(read) if not unsettling[name]] == []


def test_rows_that_leave_rights_as_they_are_say_so_one_by_one() -> None:
    """Protects from a row that says so by inheriting it."""
    quiet = {mapper.class_.__name__ for mapper in Base.registry.mappers if not mapper.class_.UNSETTLES}
    told = {
        "AuditEvent",
        "Danger",
        "Deed",
        "DemandEvent",
        "Lane",
        "Notification",
        "OutboxMessage",
        "SmsRefusal",
        "ThrottleHit",
    }
    assert quiet == told | {"Demand", "Support", "Shift", "SignUp"}
