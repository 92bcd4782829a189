"""What must hold of the ledger, recomputed from its postings; higher packages register what they add to it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import func, or_, select

from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer
from resident.statements import column, row, rows

AUDITS: dict[str, Callable[[], Iterable[str]]] = {}


class _Counted(NamedTuple):
    """How much there is to look at."""

    accounts: int
    transfers: int


class _Balance(NamedTuple):
    """A ledger account that does not hold what its postings sum to."""

    id: int
    balance: int
    moved: int


class _Sides(NamedTuple):
    """A transfer that has not two sides, or whose sides do not cancel out."""

    id: int
    sides: int
    moved: int


class _Debt(NamedTuple):
    """A ledger account below what it may owe."""

    id: int
    kind: str
    balance: int
    debt_limit: int


class _Total(NamedTuple):
    """A community whose points do not sum to zero."""

    community: int
    total: int


_SUM = func.coalesce(func.sum(Posting.amount), 0)
_NUMBER = func.count(Posting.id)
_TOTAL = func.sum(LedgerAccount.balance)
_COUNTED = select(
    select(func.count(LedgerAccount.id)).scalar_subquery(), select(func.count(Transfer.id)).scalar_subquery()
)
_BALANCES = (
    select(LedgerAccount.id, LedgerAccount.balance, _SUM)
    .outerjoin(Posting, Posting.ledger_account_id == LedgerAccount.id)
    .group_by(LedgerAccount.id, LedgerAccount.balance)
    .having(LedgerAccount.balance != _SUM)
    .order_by(LedgerAccount.id)
)
_SIDES = (
    select(Transfer.id, _NUMBER, _SUM)
    .outerjoin(Posting, Posting.transfer_id == Transfer.id)
    .group_by(Transfer.id)
    .having(or_(_SUM != 0, _NUMBER != 2))
    .order_by(Transfer.id)
)
_STRAYS = (
    select(Posting.id)
    .outerjoin(Transfer, Posting.transfer_id == Transfer.id)
    .outerjoin(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
    .where(or_(Transfer.id.is_(None), LedgerAccount.id.is_(None), Transfer.community_id != LedgerAccount.community_id))
    .order_by(Posting.id)
)
_DEBTS = (
    select(LedgerAccount.id, LedgerAccount.kind, LedgerAccount.balance, LedgerAccount.debt_limit)
    .where(LedgerAccount.kind != AccountKind.ISSUED, LedgerAccount.balance < -LedgerAccount.debt_limit)
    .order_by(LedgerAccount.id)
)
_TOTALS = (
    select(LedgerAccount.community_id, _TOTAL)
    .group_by(LedgerAccount.community_id)
    .having(_TOTAL != 0)
    .order_by(LedgerAccount.community_id)
)


def register(name: str, audit: Callable[[], Iterable[str]]) -> None:
    """Have `points audit` ask this too; it gives one sentence for each difference, each found by one statement."""
    AUDITS[name] = audit


def differences() -> Iterator[str]:
    """Everything that does not add up, one sentence each. Every check is one statement, so it sees one state of things."""
    for audit in AUDITS.values():
        yield from audit()


def counted() -> tuple[int, int]:
    """How much there was to look at: (ledger accounts, transfers)."""
    return row(_Counted, _COUNTED) or _Counted(0, 0)


def balances() -> Iterator[str]:
    """A balance is the sum of its postings."""
    for one in rows(_Balance, _BALANCES):
        yield f"ledger account {one.id}: balance is {one.balance}, its postings sum to {one.moved}"


def transfers() -> Iterator[str]:
    """A transfer has two sides and sums to zero."""
    for one in rows(_Sides, _SIDES):
        yield f"transfer {one.id}: {one.sides} postings that sum to {one.moved}"


def strays() -> Iterator[str]:
    """A posting belongs to a transfer and to an account, both of one community."""
    for posting_id in column(_STRAYS):
        yield f"posting {posting_id}: no transfer and account of one community"


def debts() -> Iterator[str]:
    """Nobody owes more than a reversal let them owe."""
    for one in rows(_Debt, _DEBTS):
        yield f"ledger account {one.id} ({one.kind}): balance is {one.balance}, may owe {one.debt_limit}"


def totals() -> Iterator[str]:
    """A community's points, its own accounts included, sum to zero: none appear, none vanish."""
    for one in rows(_Total, _TOTALS):
        yield f"community {one.community}: all balances sum to {one.total}"


LEDGER = (balances, transfers, strays, debts, totals)
for _audit in LEDGER:
    register(_audit.__name__, _audit)
