"""Moving points. Every transfer sums to zero, is unique per (reason, source), and is never changed."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from resident import clock
from resident.accounts.models import Person
from resident.audit.actions import record
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.points.models import AccountKind, LedgerAccount, Posting, Transfer
from resident.points.reasons import REASONS
from resident.web.errors import Conflict

WITHOUT_END = 2**62  # what the community may issue is not limited by its balance


class NotEnoughPoints(Conflict):
    """The balance does not cover it."""

    title = _l("Not enough points")
    message = _l("Your points do not cover this. Nothing was taken.")


class AlreadyMoved(Conflict):
    """This reason and source have moved points before: a double."""


def grant(
    community_id: int, person_id: int, amount: int, *, reason: str, source: str, by: Person | None, note: dict[str, str]
) -> Transfer:
    """Give a person `amount` (> 0) whole points out of the community's issue. Raises AlreadyMoved for a double."""
    return _move(
        community_id,
        amount,
        (AccountKind.ISSUED, None),
        (AccountKind.PERSON, person_id),
        reason=reason,
        source=source,
        by=by,
        note=note,
    )


def hold(
    community_id: int, person_id: int, amount: int, *, reason: str, source: str, by: Person | None, note: dict[str, str]
) -> Transfer:
    """Reserve a person's points. Raises NotEnoughPoints, AlreadyMoved."""
    return _move(
        community_id,
        amount,
        (AccountKind.PERSON, person_id),
        (AccountKind.HELD, None),
        reason=reason,
        source=source,
        by=by,
        note=note,
    )


def spend_held(
    community_id: int, amount: int, *, reason: str, source: str, by: Person | None, note: dict[str, str]
) -> Transfer:
    """What was reserved is spent for good."""
    return _move(
        community_id,
        amount,
        (AccountKind.HELD, None),
        (AccountKind.SPENT, None),
        reason=reason,
        source=source,
        by=by,
        note=note,
    )


def give_back_held(
    community_id: int, person_id: int, amount: int, *, reason: str, source: str, by: Person | None, note: dict[str, str]
) -> Transfer:
    """What was reserved goes back to the person."""
    return _move(
        community_id,
        amount,
        (AccountKind.HELD, None),
        (AccountKind.PERSON, person_id),
        reason=reason,
        source=source,
        by=by,
        note=note,
    )


def reverse_grant(
    community_id: int, person_id: int, amount: int, *, reason: str, source: str, by: Person | None, note: dict[str, str]
) -> Transfer:
    """Take back what was wrongly granted, even when already spent: the only thing that may leave a balance below zero."""
    account = _locked(community_id, AccountKind.PERSON, person_id)
    account.debt_limit = max(account.debt_limit, amount - account.balance)
    db.session.flush()
    return _move(
        community_id, amount, (AccountKind.PERSON, person_id), (AccountKind.ISSUED, None), reason=reason, source=source, by=by, note=note,
        may_owe=True,
    )  # fmt: skip


def _move(
    community_id: int, amount: int, giver: tuple[AccountKind, int | None], taker: tuple[AccountKind, int | None],
    *, reason: str, source: str, by: Person | None, note: dict[str, str], may_owe: bool = False,
) -> Transfer:  # fmt: skip
    if amount <= 0:
        raise ValueError("points move in whole numbers above zero")
    if reason not in REASONS:
        raise KeyError(f"unregistered reason: {reason}")
    transfer = _transfer(community_id, reason, source, by, note)
    first, second = sorted((giver, taker), key=lambda side: (side[1] is None, side[0], side[1] or 0))
    accounts = {side: _locked(community_id, *side) for side in (first, second)}
    floor = -accounts[giver].debt_limit if may_owe or giver[0] is AccountKind.ISSUED else 0
    if accounts[giver].balance - amount < floor:
        raise NotEnoughPoints
    for side, change in ((giver, -amount), (taker, amount)):
        accounts[side].balance += change
        db.session.add(Posting(transfer_id=transfer.id, ledger_account_id=accounts[side].id, amount=change))
    db.session.flush()
    record(f"points.{reason}", transfer, by=by, amount=amount, source=source)
    return transfer


def _transfer(community_id: int, reason: str, source: str, by: Person | None, note: dict[str, str]) -> Transfer:
    transfer = Transfer(
        community_id=community_id, reason=reason, source=source, note=note, at=clock.now(), by_id=by.id if by else None
    )
    try:
        with db.session.begin_nested():
            db.session.add(transfer)
    except IntegrityError as error:
        raise AlreadyMoved from error
    return transfer


def _locked(community_id: int, kind: AccountKind, person_id: int | None) -> LedgerAccount:
    """The account, locked; people's rows are locked before the community's own, so that two transfers never wait for each other."""
    wanted = (
        select(LedgerAccount)
        .where(
            LedgerAccount.community_id == community_id,
            LedgerAccount.kind == kind,
            LedgerAccount.person_id.is_not_distinct_from(person_id),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    account = db.session.scalar(wanted)
    if account is None:
        debt_limit = WITHOUT_END if kind is AccountKind.ISSUED else 0
        try:
            with db.session.begin_nested():
                db.session.add(
                    LedgerAccount(
                        community_id=community_id, kind=kind, person_id=person_id, balance=0, debt_limit=debt_limit
                    )
                )
        except IntegrityError:
            pass  # somebody else opened it just now
        account = db.session.scalars(wanted).one()
    return account
