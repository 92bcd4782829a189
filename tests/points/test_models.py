"""What the database itself refuses, whatever the code does."""

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.points.models import AccountKind, LedgerAccount
from tests.makers.communities import make_community, make_resident
from tests.makers.points import give_points

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def community(session: None) -> CommunityRow:
    return make_community()


@pytest.fixture
def person(community: CommunityRow) -> PersonRow:
    person = make_resident(community)
    give_points(community, person, 20)
    return person


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("table", ["posting", "transfer"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_what_was_written_in_the_ledger_stays(table: str, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    "values", [{"balance": -1}, {"debt_limit": -1}, {"kind": AccountKind.RESERVED}, {"person_id": None}]
)
def test_no_balance_falls_below_its_limit_by_a_direct_update(person: PersonRow, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        db.session.execute(update(LedgerAccount).where(LedgerAccount.person_id == person.id).values(**values))


@pytest.mark.usefixtures("person")
def test_a_community_has_one_account_of_each_kind(community: CommunityRow) -> None:
    db.session.add(LedgerAccount(community_id=community.id, kind=AccountKind.ISSUED))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_person_has_one_account_in_a_community(community: CommunityRow, person: PersonRow) -> None:
    db.session.add(LedgerAccount(community_id=community.id, kind=AccountKind.PERSON, person_id=person.id))
    with pytest.raises(IntegrityError):
        db.session.flush()
