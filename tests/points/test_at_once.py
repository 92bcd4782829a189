"""Points that move at the same moment."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.points.actions import AlreadyMoved, NotEnoughPoints, reserve
from resident.points.audits import differences
from resident.points.models import AccountKind, LedgerAccount
from tests.at_once import at_once
from tests.makers.communities import make_community, make_resident
from tests.makers.points import NOTE, give_points, points_of


@pytest.fixture
def ids(app: Flask) -> tuple[int, int]:
    """A community where no points have ever moved, and somebody in it."""
    with app.app_context(), transaction():
        community = make_community()
        return community.id, make_resident(community).id


def _grant(app: Flask, ids: tuple[int, int], source: str) -> Callable[[], str]:
    def _run() -> str:
        try:
            with app.app_context(), transaction():
                give_points(
                    db.session.get_one(CommunityRow, ids[0]), db.session.get_one(PersonRow, ids[1]), 10, source=source
                )
        except AlreadyMoved:
            return "double"
        return "moved"

    return _run


def _hold(app: Flask, ids: tuple[int, int], number: int) -> Callable[[], str]:
    def _run() -> str:
        try:
            with app.app_context(), transaction():
                reserve(
                    community_id=ids[0],
                    person_id=ids[1],
                    amount=30,
                    reason="test",
                    source=f"hold:{number}",
                    by=SYSTEM,
                    note=NOTE,
                )
        except NotEnoughPoints:
            return "refused"
        return "held"

    return _run


def _balance(app: Flask, ids: tuple[int, int]) -> int:
    with app.app_context():
        assert [one for one in differences() if "waiting redemptions" not in one] == []
        return points_of(*ids)


def test_two_first_transfers_open_each_account_once(app: Flask, ids: tuple[int, int]) -> None:
    assert at_once([_grant(app, ids, f"a:{number}") for number in range(8)]) == ["moved"] * 8
    assert _balance(app, ids) == 80
    with app.app_context():
        kinds = db.session.scalars(select(LedgerAccount.kind).order_by(LedgerAccount.kind)).all()
    assert kinds == [AccountKind.ISSUED, AccountKind.PERSON]


def test_one_source_moves_points_once(app: Flask, ids: tuple[int, int]) -> None:
    assert sorted(at_once([_grant(app, ids, "a:1") for _ in range(8)])) == ["double"] * 7 + ["moved"]
    assert _balance(app, ids) == 10


def test_nobody_spends_the_same_points_twice(app: Flask, ids: tuple[int, int]) -> None:
    for number in range(10):
        _grant(app, ids, f"a:{number}")()
    assert sorted(at_once([_hold(app, ids, number) for number in range(8)])) == ["held"] * 3 + ["refused"] * 5
    assert _balance(app, ids) == 10
