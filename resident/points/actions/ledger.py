"""One transfer: two accounts, locked in order, and two postings that sum to zero."""

from typing import TypedDict, Unpack

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.once import find_or_make
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer
from resident.points.reasons import REASONS
from resident.statements import value
from resident.web.errors import Conflict

Side = tuple[AccountKind, PersonId | None]
WITHOUT_END = 2**62  # what the community may issue is not limited by its balance
_OF_KIND = (
    select(LedgerAccount)
    .where(LedgerAccount.community_id == bindparam("community"), LedgerAccount.kind == bindparam("of_kind"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_SHARED = _OF_KIND.where(LedgerAccount.person_id.is_(None))
_PERSONAL = _OF_KIND.where(LedgerAccount.person_id == bindparam("person"))
_MOVED = select(Transfer.id).where(
    Transfer.community_id == bindparam("community"),
    Transfer.reason == bindparam("reason"),
    Transfer.source == bindparam("source"),
)


class NotEnoughPoints(Conflict):
    """The balance does not cover it."""

    title = _l("Not enough points")
    message = _l("Your points do not cover this. Nothing was taken.")


class AlreadyMoved(Conflict):
    """This reason and source have moved points before: a double."""


class Cause(TypedDict):
    """Why points move: a registered reason, what caused it (unique within the reason), a note for the statement, who acts."""

    reason: str
    source: str
    note: dict[str, str]
    by: Actor


def move(
    *,
    community_id: CommunityId,
    amount: int,
    giver: Side,
    taker: Side,
    may_owe: bool = False,
    **cause: Unpack[Cause],
) -> Transfer:
    """One transfer. A double waits for the first one at the accounts, so looking for it there cannot miss it."""
    if amount <= 0:
        raise ValueError("points move in whole numbers above zero")
    reason, source, by = cause["reason"], cause["source"], cause["by"]
    if reason not in REASONS:
        raise KeyError(f"unregistered reason: {reason}")
    accounts = {side: _locked(community_id, *side) for side in sorted((giver, taker), key=_order)}
    if _has_moved(community_id, reason, source):
        raise AlreadyMoved
    _take(accounts[giver], amount, may_owe=may_owe)
    _give(accounts[taker], amount)
    transfer = Transfer(
        community_id=community_id, reason=reason, source=source, note=cause["note"], at=clock.now(), by_id=by.id
    )
    db.session.add(transfer)
    db.session.flush()
    for side, change in ((giver, -amount), (taker, amount)):
        db.session.add(Posting(transfer_id=transfer.id, ledger_account_id=accounts[side].id, amount=change))
    record("transfer.made", transfer, by=by, amount=amount, reason=reason, source=source)
    db.session.flush()
    return transfer


def _take(account: LedgerAccount, amount: int, *, may_owe: bool) -> None:
    if may_owe:
        account.debt_limit = max(account.debt_limit, amount - account.balance)
    elif account.kind != AccountKind.ISSUED and account.balance < amount:
        raise NotEnoughPoints
    account.balance -= amount


def _give(account: LedgerAccount, amount: int) -> None:
    """Who owes less may owe less: otherwise the database would let an old debt be made again by spending."""
    account.balance += amount
    if account.kind == AccountKind.PERSON:
        account.debt_limit = min(account.debt_limit, max(0, -account.balance))


def _has_moved(community_id: CommunityId, reason: str, source: str) -> bool:
    return value(_MOVED, community=community_id, reason=reason, source=source) is not None


def _order(side: Side) -> tuple[bool, str, int]:
    """People before the community; then by name and number, so that everybody waits in the same order."""
    kind, person_id = side
    return person_id is None, kind, person_id or 0


def _locked(community_id: CommunityId, kind: AccountKind, person_id: PersonId | None) -> LedgerAccount:
    """The account, locked, and opened if this is its first transfer; of two that open it at once one waits and finds it."""
    debt_limit = WITHOUT_END if kind is AccountKind.ISSUED else 0
    account, _is_new = find_or_make(
        _PERSONAL if person_id else _SHARED,
        lambda: LedgerAccount(
            community_id=community_id, kind=kind, person_id=person_id, balance=0, debt_limit=debt_limit
        ),
        community=community_id,
        of_kind=kind,
        **({"person": person_id} if person_id else {}),
    )
    return account
