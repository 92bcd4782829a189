"""What must hold of the ledger, recomputed from its postings; higher packages register what they add to it."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import func, or_, select

from resident.db import db
from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer

AUDITS: dict[str, Callable[[], Iterable[str]]] = {}
MOVED = func.coalesce(func.sum(Posting.amount), 0)


def register(name: str, audit: Callable[[], Iterable[str]]) -> None:
    """Have `points audit` ask this too; it gives one sentence for each difference, each found by one statement."""
    AUDITS[name] = audit


def differences() -> Iterator[str]:
    """Everything that does not add up, one sentence each. Every check is one statement, so it sees one state of things."""
    for audit in AUDITS.values():
        yield from audit()


def counted() -> tuple[int, int]:
    """How much there was to look at: (ledger accounts, transfers)."""
    return (
        db.session.scalar(select(func.count(LedgerAccount.id))) or 0,
        db.session.scalar(select(func.count(Transfer.id))) or 0,
    )


def balances() -> Iterator[str]:
    """A balance is the sum of its postings."""
    rows = db.session.execute(
        select(LedgerAccount.id, LedgerAccount.balance, MOVED)
        .outerjoin(Posting, Posting.ledger_account_id == LedgerAccount.id)
        .group_by(LedgerAccount.id, LedgerAccount.balance)
        .having(LedgerAccount.balance != MOVED)
        .order_by(LedgerAccount.id)
    )
    for account_id, balance, moved in rows:
        yield f"ledger account {account_id}: balance is {balance}, its postings sum to {moved}"


def transfers() -> Iterator[str]:
    """A transfer has two sides and sums to zero."""
    sides = func.count(Posting.id)
    rows = db.session.execute(
        select(Transfer.id, sides, MOVED)
        .outerjoin(Posting, Posting.transfer_id == Transfer.id)
        .group_by(Transfer.id)
        .having(or_(MOVED != 0, sides != 2))
        .order_by(Transfer.id)
    )
    for transfer_id, found, moved in rows:
        yield f"transfer {transfer_id}: {found} postings that sum to {moved}"


def strays() -> Iterator[str]:
    """A posting belongs to a transfer and to an account, both of one community."""
    rows = db.session.scalars(
        select(Posting.id)
        .outerjoin(Transfer, Posting.transfer_id == Transfer.id)
        .outerjoin(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
        .where(
            or_(Transfer.id.is_(None), LedgerAccount.id.is_(None), Transfer.community_id != LedgerAccount.community_id)
        )
        .order_by(Posting.id)
    )
    for posting_id in rows:
        yield f"posting {posting_id}: no transfer and account of one community"


def debts() -> Iterator[str]:
    """Nobody owes more than a reversal let them owe."""
    rows = db.session.execute(
        select(LedgerAccount.id, LedgerAccount.kind, LedgerAccount.balance, LedgerAccount.debt_limit)
        .where(LedgerAccount.kind != AccountKind.ISSUED, LedgerAccount.balance < -LedgerAccount.debt_limit)
        .order_by(LedgerAccount.id)
    )
    for account_id, kind, balance, debt_limit in rows:
        yield f"ledger account {account_id} ({kind}): balance is {balance}, may owe {debt_limit}"


def totals() -> Iterator[str]:
    """A community's points, its own accounts included, sum to zero: none appear, none vanish."""
    total = func.sum(LedgerAccount.balance)
    rows = db.session.execute(
        select(LedgerAccount.community_id, total)
        .group_by(LedgerAccount.community_id)
        .having(total != 0)
        .order_by(LedgerAccount.community_id)
    )
    for community_id, sum_of_all in rows:
        yield f"community {community_id}: all balances sum to {sum_of_all}"


LEDGER = (balances, transfers, strays, debts, totals)
for _audit in LEDGER:
    register(_audit.__name__, _audit)
