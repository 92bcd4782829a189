"""Balances and statements."""

from typing import Any

from sqlalchemy import select

from resident.accounts.models import Person
from resident.communities.models import CommunityRow
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


def points_as_json(person: Person) -> list[dict[str, Any]]:
    """Balance and whole statement in each community, for the file a person takes along; two statements."""
    lines: dict[int, list[dict[str, Any]]] = {}
    rows = db.session.execute(
        select(Posting.ledger_account_id, Posting.amount, Transfer.at, Transfer.reason, Transfer.note)
        .join(Transfer, Posting.transfer_id == Transfer.id)
        .join(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
        .where(LedgerAccount.person_id == person.id)
        .order_by(Posting.id)
    )
    for account_id, amount, at, reason, note in rows:
        line = {"amount": amount, "at": at.isoformat(), "reason": reason, "note": note}
        lines.setdefault(account_id, []).append(line)
    accounts = db.session.execute(
        select(LedgerAccount.id, LedgerAccount.balance, CommunityRow.name)
        .join(CommunityRow, LedgerAccount.community_id == CommunityRow.id)
        .where(LedgerAccount.person_id == person.id)
        .order_by(LedgerAccount.id)
    )
    return [
        {"community": community, "balance": balance, "statement": lines.get(account_id, [])}
        for account_id, balance, community in accounts
    ]
