"""The audit finds what a broken program, or a hand in the database, has done to the ledger."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from resident.db import db
from resident.points.cli import points_cli
from tests.makers.communities import make_community, make_resident
from tests.makers.points import give_points

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def _points_given(session: None) -> None:
    """A community where two people have 20 and 30 points."""
    community = make_community()
    for amount in (20, 30):
        give_points(community, make_resident(community), amount)


def _drop_guards() -> None:
    """Triggers, checks and foreign keys out of the way, for what must never happen; rolled back with the test."""
    if db.engine.dialect.name == "sqlite":
        for (name,) in db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        return
    db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text("ALTER TABLE ledger_account DROP CONSTRAINT ck_ledger_account_balance_covered"))


def _audit() -> Result:
    return CliRunner().invoke(points_cli, ["audit"])


@pytest.mark.usefixtures("_points_given")
def test_a_sound_ledger_is_reported_as_such() -> None:
    result = _audit()
    assert (result.exit_code, result.output) == (0, "3 ledger accounts, 2 transfers, 0 differences\n")


def test_an_empty_ledger_is_sound() -> None:
    assert _audit().exit_code == 0


@pytest.mark.usefixtures("_points_given")
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'person'", "its postings sum to"),
        ("UPDATE posting SET amount = amount + 5 WHERE amount = 20", "postings that sum to 5"),
        ("DELETE FROM posting WHERE amount = -30", "1 postings that sum to 30"),
        ("DELETE FROM posting", "0 postings that sum to 0"),
        ("UPDATE ledger_account SET balance = -1 WHERE balance = 20", "balance is -1, may owe 0"),
        ("UPDATE ledger_account SET balance = balance - 7 WHERE kind = 'issued'", "all balances sum to -7"),
        ("UPDATE posting SET ledger_account_id = 999999 WHERE amount = 20", "no transfer and account of one community"),
        ("UPDATE transfer SET community_id = 999999", "no transfer and account of one community"),
    ],
)
def test_damage_is_found_and_named(damage: str, says: str) -> None:
    _drop_guards()
    db.session.execute(text(damage))
    result = _audit()
    assert result.exit_code == 1
    assert says in result.output
