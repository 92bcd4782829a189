"""The ledger: what may move, and what may never."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.points import reasons
from resident.points.actions import (
    AlreadyMoved,
    NotEnoughPoints,
    grant,
    release,
    reserve,
    reverse,
    spend,
)
from resident.points.audits import differences
from resident.points.models import AccountKind, LedgerAccount, Transfer
from resident.points.queries import latest_lines, statement
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident
from tests.makers.points import NOTE, give_points, points_of
from tests.recorded import recorded

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def community(session: None) -> CommunityRow:
    return make_community()


@pytest.fixture
def person(community: CommunityRow) -> PersonRow:
    return make_resident(community)


def _account(community: CommunityRow, kind: AccountKind) -> LedgerAccount:
    return db.session.scalars(
        select(LedgerAccount).where(LedgerAccount.community_id == community.id, LedgerAccount.kind == kind)
    ).one()


def test_a_grant_counts_once_per_source(community: CommunityRow, person: PersonRow) -> None:
    give_points(community, person, 20, source="a:1")
    with pytest.raises(AlreadyMoved):
        give_points(community, person, 20, source="a:1")
    assert points_of(community.id, person.id) == 20


def test_the_same_source_counts_in_each_community(community: CommunityRow, person: PersonRow) -> None:
    other = make_community()
    give_points(community, person, 20, source="a:1")
    give_points(other, person, 30, source="a:1")
    assert (points_of(community.id, person.id), points_of(other.id, person.id)) == (20, 30)


def test_nobody_spends_more_than_they_have_and_nothing_is_left_of_the_attempt(
    community: CommunityRow, person: PersonRow
) -> None:
    give_points(community, person, 20)
    with pytest.raises(NotEnoughPoints):
        reserve(
            community_id=community.id, person_id=person.id, amount=21, reason="test", source="b:1", by=SYSTEM, note=NOTE
        )
    db.session.flush()
    assert points_of(community.id, person.id) == 20
    assert db.session.scalar(select(Transfer).where(Transfer.source == "b:1")) is None
    assert list(differences()) == []


def test_reserved_points_are_spent_or_come_back(community: CommunityRow, person: PersonRow) -> None:
    give_points(community, person, 100)
    for source in ("r:1", "r:2"):
        reserve(
            community_id=community.id,
            person_id=person.id,
            amount=30,
            reason="test",
            source=source,
            by=person,
            note=NOTE,
        )
    spend(community_id=community.id, amount=30, reason="test", source="spent r:1", by=SYSTEM, note=NOTE)
    release(
        community_id=community.id,
        person_id=person.id,
        amount=30,
        reason="test",
        source="back r:2",
        by=person,
        note=NOTE,
    )
    assert points_of(community.id, person.id) == 70
    assert _account(community, AccountKind.RESERVED).balance == 0
    assert _account(community, AccountKind.SPENT).balance == 30
    assert _account(community, AccountKind.ISSUED).balance == -100
    assert list(differences()) == []


def test_what_was_not_reserved_cannot_be_spent(community: CommunityRow) -> None:
    with pytest.raises(NotEnoughPoints):
        spend(community_id=community.id, amount=1, reason="test", source="x", by=SYSTEM, note=NOTE)


def test_a_reversal_may_leave_a_debt_and_then_spending_waits(community: CommunityRow, person: PersonRow) -> None:
    give_points(community, person, 30)
    reserve(
        community_id=community.id, person_id=person.id, amount=25, reason="test", source="r:1", by=person, note=NOTE
    )
    reverse(
        community_id=community.id, person_id=person.id, amount=30, reason="test", source="wrong:1", by=SYSTEM, note=NOTE
    )
    assert points_of(community.id, person.id) == -25
    with pytest.raises(NotEnoughPoints):
        reserve(
            community_id=community.id, person_id=person.id, amount=1, reason="test", source="r:2", by=person, note=NOTE
        )


def test_a_reversal_counts_once(community: CommunityRow, person: PersonRow) -> None:
    give_points(community, person, 30)
    reverse(
        community_id=community.id, person_id=person.id, amount=30, reason="test", source="wrong:1", by=SYSTEM, note=NOTE
    )
    with pytest.raises(AlreadyMoved):
        reverse(
            community_id=community.id,
            person_id=person.id,
            amount=30,
            reason="test",
            source="wrong:1",
            by=SYSTEM,
            note=NOTE,
        )
    assert _account(community, AccountKind.PERSON).debt_limit == 0


def test_a_debt_that_is_worked_off_may_not_be_made_again(community: CommunityRow, person: PersonRow) -> None:
    reverse(
        community_id=community.id, person_id=person.id, amount=30, reason="test", source="wrong:1", by=SYSTEM, note=NOTE
    )
    give_points(community, person, 20)
    account = _account(community, AccountKind.PERSON)
    assert (account.balance, account.debt_limit) == (-10, 10)
    give_points(community, person, 20)
    assert (account.balance, account.debt_limit) == (10, 0)


def test_what_moved_says_who_had_it_moved_why_and_when(
    community: CommunityRow, person: PersonRow, clock: Clock
) -> None:
    given = give_points(community, person, 30, source="a:1")
    put_aside = reserve(
        community_id=community.id, person_id=person.id, amount=25, reason="test", source="r:1", by=person, note=NOTE
    )
    assert [(one.by_id, one.reason, one.source, one.note, one.at) for one in (given, put_aside)] == [
        (None, "test", "a:1", NOTE, clock()),
        (person.id, "test", "r:1", NOTE, clock()),
    ]
    assert recorded() == [
        ("transfer.made", None, given.id, {"amount": 30, "reason": "test", "source": "a:1"}),
        ("transfer.made", person.id, put_aside.id, {"amount": 25, "reason": "test", "source": "r:1"}),
    ]


def test_one_source_counts_once_for_each_reason(community: CommunityRow, person: PersonRow) -> None:
    reasons.register("another test", lambda note: note["en"])
    give_points(community, person, 20, source="a:1")
    grant(
        community_id=community.id,
        person_id=person.id,
        amount=5,
        reason="another test",
        source="a:1",
        by=SYSTEM,
        note=NOTE,
    )
    assert points_of(community.id, person.id) == 25


def test_only_what_the_community_issues_has_no_end(community: CommunityRow, person: PersonRow) -> None:
    give_points(community, person, 30)
    reserve(
        community_id=community.id, person_id=person.id, amount=30, reason="test", source="r:1", by=person, note=NOTE
    )
    spend(community_id=community.id, amount=30, reason="test", source="s:1", by=SYSTEM, note=NOTE)
    limits = dict(db.session.execute(select(LedgerAccount.kind, LedgerAccount.debt_limit)).all())
    assert limits.pop(AccountKind.ISSUED) > 10**18
    assert limits == {AccountKind.PERSON: 0, AccountKind.RESERVED: 0, AccountKind.SPENT: 0}


def test_people_are_held_before_the_community_whichever_way_points_move(
    app: Flask, community: CommunityRow, person: PersonRow
) -> None:
    give_points(community, person, 30)
    with accounts_read(app) as read:
        give_points(community, person, 5)
        reserve(
            community_id=community.id, person_id=person.id, amount=5, reason="test", source="r:1", by=person, note=NOTE
        )
        spend(community_id=community.id, amount=5, reason="test", source="s:1", by=SYSTEM, note=NOTE)
    assert read == ["person", "issued", "person", "reserved", "reserved", "spent"]


@contextmanager
def accounts_read(app: Flask) -> Iterator[list[str]]:
    """The kinds of the accounts that are read inside the block, in that order."""
    read: list[str] = []

    def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        if "FROM ledger_account" in statement:
            values = parameters.values() if isinstance(parameters, dict) else parameters
            read.extend(value for value in values if value in set(AccountKind))

    event.listen(db.engine, "before_cursor_execute", _note)
    try:
        yield read
    finally:
        event.remove(db.engine, "before_cursor_execute", _note)


@pytest.mark.parametrize("amount", [0, -5])
def test_points_move_in_whole_numbers_above_zero(community: CommunityRow, person: PersonRow, amount: int) -> None:
    with pytest.raises(ValueError, match=r"^points move in whole numbers above zero$"):
        give_points(community, person, amount)


def test_a_reason_nobody_registered_is_refused(community: CommunityRow, person: PersonRow) -> None:
    with pytest.raises(KeyError, match="birthday"):
        grant(
            community_id=community.id,
            person_id=person.id,
            amount=5,
            reason="birthday",
            source="a",
            by=SYSTEM,
            note=NOTE,
        )


def test_a_statement_is_newest_first_and_goes_on_where_it_stopped(community: CommunityRow, person: PersonRow) -> None:
    for amount in range(1, 6):
        give_points(community, person, amount)
    first = latest_lines(community, person)
    rest = statement(community, person, first.after)
    assert [line.amount for line in (*first.rows, *rest.rows)] == [5, 4, 3, 2, 1]
    assert rest.after == ""
