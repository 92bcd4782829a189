"""What the ledger knows of a person: for the person's own file."""

from typing import Any

from sqlalchemy import bindparam, select

from resident.accounts.models import Person
from resident.communities.models import CommunityRow
from resident.points.models import LedgerAccount, Posting, Transfer
from resident.points.queries import Line
from resident.statements import rows

_ACCOUNTS = (
    select(LedgerAccount.id, LedgerAccount.balance, CommunityRow.name)
    .join(CommunityRow, LedgerAccount.community_id == CommunityRow.id)
    .where(LedgerAccount.person_id == bindparam("person"))
    .order_by(LedgerAccount.id)
)
_LINES = (
    select(Posting.ledger_account_id, Posting.amount, Transfer.at, Transfer.reason, Transfer.note)
    .join(Transfer, Posting.transfer_id == Transfer.id)
    .join(LedgerAccount, Posting.ledger_account_id == LedgerAccount.id)
    .where(LedgerAccount.person_id == bindparam("person"))
    .order_by(Posting.id)
)


def points_of(person: Person) -> list[dict[str, Any]]:
    """Balance and whole statement in each community, as JSON; two statements."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for line in rows(Line, _LINES, person=person.id):  # its first column is the account
        words = {"amount": line.amount, "at": line.at.isoformat(), "reason": line.reason, "note": line.note}
        lines.setdefault(line.id, []).append(words)
    return [
        {"community": community, "balance": balance, "statement": lines.get(account_id, [])}
        for account_id, balance, community in rows(_account, _ACCOUNTS, person=person.id)
    ]


def _account(account_id: int, balance: int, community: dict[str, str]) -> tuple[int, int, dict[str, str]]:
    return account_id, balance, community
