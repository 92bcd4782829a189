"""Submitting something for review, and deciding on it."""

from typing import Any

from sqlalchemy import select

from resident import clock
from resident.accounts.models import Person
from resident.audit import actions as audit_actions
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.kinds import KINDS, kind_of, may_decide
from resident.moderation.models import ReviewItem, ReviewMove, ReviewState
from resident.web.errors import Invalid, NotAllowed
from resident.web.versions import require_version

__all__ = ["approve", "ask_changes", "forget", "reject", "submit", "withdraw"]


def submit(kind: str, subject: Any, *, title: dict[str, str], author_id: int, version: int) -> ReviewItem:
    """Put a thing into the queue, or its newer version in the place it already waits in.

    `subject` is a flushed row with `id` and `community_id`; `kind` must be registered.
    An edit while it waits keeps the place in line and raises the version to be shown.
    """
    waiting = _waiting(KINDS[kind].name, subject.id)
    if waiting is None:
        waiting = ReviewItem(
            community_id=subject.community_id,
            kind=kind,
            subject_id=subject.id,
            author_id=author_id,
            submitted_at=clock.now(),
        )
        db.session.add(waiting)
    waiting.title, waiting.version = title, version
    db.session.flush()
    return waiting


def withdraw(kind: str, subject: Any) -> None:
    """Take a thing out of the queue; nothing happens where it does not wait."""
    waiting = _waiting(kind, subject.id)
    if waiting is not None:
        waiting.move(ReviewMove.WITHDRAW)
        waiting.decided_at = clock.now()
        db.session.flush()


def forget(kind: str, subject: Any) -> None:
    """Blank what the queue still knows of a thing that is deleted: who decided when stays, not on what words."""
    for item in db.session.scalars(
        select(ReviewItem).where(ReviewItem.kind == kind, ReviewItem.subject_id == subject.id)
    ):
        item.title, item.reason = {}, ""
    db.session.flush()


def approve(item: ReviewItem, *, version: int, by: Person) -> None:
    """Publish it. `version` is the one that was shown. Raises AlreadyDecided, Changed, NotAllowed."""
    _decide(item, ReviewMove.APPROVE, version=version, by=by, reason="")


def reject(item: ReviewItem, *, version: int, by: Person, reason: str) -> None:
    """Refuse it with a reason. Raises Invalid without one, and what `approve` raises."""
    _decide(item, ReviewMove.REJECT, version=version, by=by, reason=_given(reason))


def ask_changes(item: ReviewItem, *, version: int, by: Person, reason: str) -> None:
    """Send it back to its author with what to change. Raises Invalid without words, and what `approve` raises."""
    _decide(item, ReviewMove.ASK_CHANGES, version=version, by=by, reason=_given(reason))


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason", _l("Say why, so that the author knows what to do."))
    return reason.strip()


def _decide(item: ReviewItem, move: ReviewMove, *, version: int, by: Person, reason: str) -> None:
    item = _locked(item.id)
    if not may_decide(by, item):
        raise NotAllowed(_l("This is your own post; a colleague decides on it."))
    require_version(
        item,
        version,
        title=_l("The author has changed it"),
        message=_l("This is the new text. Please read it again before you decide."),
    )
    item.move(move)
    item.reason, item.decided_at, item.decided_by_id = reason, clock.now(), by.id
    db.session.flush()
    kind = kind_of(item)
    consequence = {
        ReviewMove.APPROVE: kind.approve,
        ReviewMove.REJECT: kind.reject,
        ReviewMove.ASK_CHANGES: kind.ask_changes,
    }[move]
    consequence(item.subject_id, by=by, reason=reason)
    audit_actions.record(f"review.{item.state}", item, by=by, kind=item.kind, version=version, reason=reason)


def _waiting(kind: str, subject_id: int) -> ReviewItem | None:
    return db.session.scalar(
        select(ReviewItem)
        .where(ReviewItem.kind == kind, ReviewItem.subject_id == subject_id, ReviewItem.state == ReviewState.WAITING)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _locked(item_id: int) -> ReviewItem:
    return db.session.get_one(ReviewItem, item_id, with_for_update=True, populate_existing=True)
