"""Balances and statements."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from resident.accounts.models import Person
from resident.communities.models import Community
from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer
from resident.statements import in_one_of, row, value, written
from resident.web.keyset import Keyset, Page

SHORT = 4


class Line(NamedTuple):
    """One line of a statement: whole points with their sign, and why they moved."""

    id: int
    amount: int
    at: datetime
    reason: str
    note: dict[str, str]


class Moved(NamedTuple):
    """Whole points given to people, and spent by them."""

    given: int = 0
    spent: int = 0


_OWN = (
    LedgerAccount.community_id == bindparam("community"),
    LedgerAccount.kind == written(AccountKind.PERSON),
    LedgerAccount.person_id == bindparam("person"),
)
BALANCE = select(LedgerAccount.balance).where(*_OWN)
_LINES = (
    select(Posting.id, Posting.amount, Transfer.at, Transfer.reason, Transfer.note)
    .join(Transfer, Posting.transfer_id == Transfer.id)
    .join(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
    .where(*_OWN)
)
_IS_ISSUED = LedgerAccount.kind == written(AccountKind.ISSUED)
_MOVED = (
    select(
        func.coalesce(func.sum(case((_IS_ISSUED, -Posting.amount), else_=0)), 0),
        func.coalesce(func.sum(case((_IS_ISSUED, 0), else_=Posting.amount)), 0),
    )
    .join(Transfer, Posting.transfer_id == Transfer.id)
    .join(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
    .where(
        LedgerAccount.community_id == bindparam("community"),
        in_one_of(LedgerAccount.kind, (AccountKind.ISSUED, AccountKind.SPENT)),
        Transfer.at >= bindparam("since"),
        Transfer.at < bindparam("until"),
    )
)
_STATEMENT = Keyset(Line, _LINES, Posting.id)
_LATEST = Keyset(Line, _LINES, Posting.id, size=SHORT)


def balance_of(community: Community, person: Person) -> int:
    """A person's points in a community, in whole points; one statement."""
    return int(value(BALANCE, community=community.id, person=person.id) or 0)


def moved_between(community: Community, since: datetime, until: datetime) -> Moved:
    """What came out of the community's account and what was used up, less what was undone; one statement."""
    moved = row(Moved, _MOVED, community=community.id, since=since, until=until) or Moved()
    return Moved(*map(int, moved))  # PostgreSQL adds up whole numbers to decimals


def statement(community: Community, person: Person, after: str = "") -> Page[Line]:
    """Statement lines, newest first; one statement."""
    return _STATEMENT.page(after, community=community.id, person=person.id)


def latest_lines(community: Community, person: Person) -> Page[Line]:
    """The last few lines of the statement; one statement."""
    return _LATEST.page("", community=community.id, person=person.id)
