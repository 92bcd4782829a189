"""Balances and statements."""

from sqlalchemy import select

from resident.db import db
from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer
from resident.web.keyset import PAGE_SIZE, Page, page_of


def balance_of(community_id: int, person_id: int) -> int:
    """A person's points in a community, in whole points; one statement."""
    wanted = select(LedgerAccount.balance).where(
        LedgerAccount.community_id == community_id,
        LedgerAccount.kind == AccountKind.PERSON,
        LedgerAccount.person_id == person_id,
    )
    return db.session.scalar(wanted) or 0


def statement(community_id: int, person_id: int, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Statement lines, newest first: rows with id, amount, at, reason, note; one statement."""
    query = (
        select(Posting.id, Posting.amount, Transfer.at, Transfer.reason, Transfer.note)
        .join(Transfer, Posting.transfer_id == Transfer.id)
        .join(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
        .where(
            LedgerAccount.community_id == community_id,
            LedgerAccount.kind == AccountKind.PERSON,
            LedgerAccount.person_id == person_id,
        )
    )
    return page_of(query, (Posting.id,), after, size, scalars=False)
