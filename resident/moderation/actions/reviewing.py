"""Submitting something for review, and deciding on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock_by_id
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.kinds import KINDS, ReviewKind
from resident.moderation.models import ReviewItem, ReviewMove, ReviewState, Takedown
from resident.moderation.permissions import can_decide
from resident.moderation.queries import InLine
from resident.statements import entities, entity, lock_only, row, written
from resident.undo.actions import undoable
from resident.web.errors import NotAllowed
from resident.web.guards import allow
from resident.web.reasons import given
from resident.web.versions import require_version

SAY_WHY = _l("Say why, so that the author knows what to do.")
DECIDED = {
    ReviewMove.APPROVE: "review_item.approved",
    ReviewMove.REJECT: "review_item.rejected",
    ReviewMove.ASK_CHANGES: "review_item.changes_asked",
}


class _About(NamedTuple):
    """What an item is about."""

    kind: str
    subject_id: int


_ABOUT = select(ReviewItem.kind, ReviewItem.subject_id).where(ReviewItem.id == bindparam("item"))
_OF_SUBJECT = select(ReviewItem).where(
    ReviewItem.kind == bindparam("kind"), ReviewItem.subject_id == bindparam("subject")
)
_TAKEDOWNS = select(Takedown).where(Takedown.kind == bindparam("kind"), Takedown.subject_id == bindparam("subject"))
_WAITING = (
    _OF_SUBJECT.where(ReviewItem.state == written(ReviewState.WAITING))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def submit(*, kind: str, subject: Any, title: dict[str, str], author_id: PersonId, version: int) -> ReviewItem:
    """Put a thing into the queue, or its newer version in the place it already waits in.

    `subject` is a flushed row with `id` and `community_id`; `kind` must be registered.
    What is promised now stays, whatever becomes of office hours, calendar and promise. An edit while it waits keeps
    the place in line and that date, and raises the version to be shown. Who may, and the audit event,
    are the part of the action that has it submitted, as for `withdraw` and `forget`; `author_id` is whose it is,
    which is not always who sends it in.
    """
    waiting = _waiting(KINDS[kind].name, subject.id)
    if waiting is None:
        community, now = community_of(subject), clock.now()
        waiting = ReviewItem(
            community_id=subject.community_id,
            kind=kind,
            subject_id=subject.id,
            author_id=author_id,
            submitted_at=now,
            due_at=community.office.later(now, community.review_promise_minutes),
        )
        db.session.add(waiting)
    waiting.title, waiting.version = title, version
    db.session.flush()
    return waiting


def rank(*, kind: str, subject: Any, rank: int) -> None:
    """Let a thing go before all others (0) or wait in turn (1); nothing happens where it does not wait."""
    waiting = _waiting(kind, subject.id)
    if waiting is not None:
        waiting.rank = rank
        db.session.flush()


def withdraw(*, kind: str, subject: Any, by: Actor) -> None:
    """Take a thing out of the queue; nothing happens where it does not wait."""
    waiting = _waiting(kind, subject.id)
    if waiting is not None:
        waiting.move(ReviewMove.WITHDRAW)
        waiting.decided_at, waiting.decided_by_id = clock.now(), by.id
        db.session.flush()


def forget(*, kind: str, subject: Any) -> None:
    """Blank what the queue still knows of a thing that is deleted: who decided when stays, not on what words."""
    for item in entities(_OF_SUBJECT, kind=kind, subject=subject.id):
        item.title, item.reason = {}, ""
    for takedown in entities(_TAKEDOWNS, kind=kind, subject=subject.id):
        takedown.title, takedown.reason, takedown.appeal, takedown.answer = {}, "", "", ""
    db.session.flush()


def approve(*, item: InLine, version: int, by: Actor) -> None:
    """Publish it. `version` is the one that was shown. Raises AlreadyDecided, Changed, NotAllowed."""
    _decide(item, ReviewMove.APPROVE, version=version, by=by, reason="")


def reject(*, item: InLine, version: int, by: Actor, reason: str) -> None:
    """Refuse it with a reason. Raises Invalid without one, and what `approve` raises."""
    _decide(item, ReviewMove.REJECT, version=version, by=by, reason=given(reason, SAY_WHY))


def ask_changes(*, item: InLine, version: int, by: Actor, reason: str) -> None:
    """Send it back to its author with what to change. Raises Invalid without words, and what `approve` raises."""
    _decide(item, ReviewMove.ASK_CHANGES, version=version, by=by, reason=given(reason, SAY_WHY))


def _decide(shown: InLine, move: ReviewMove, *, version: int, by: Actor, reason: str) -> None:
    item = lock_item(shown.id)
    allow(can_decide(by, community_of(item), item))
    require_version(
        item,
        version,
        title=_l("The author has changed it"),
        message=_l("This is the new text. Please read it again before you decide."),
    )
    kind = KINDS[item.kind]
    remembering: AbstractContextManager[dict[str, Any]] = nullcontext({})
    if kind.undo is not None:
        remembering = undoable("review_item.decided", item, by=by, move=move)
    with remembering as before:
        item.move(move)
        item.reason, item.decided_at, item.decided_by_id = reason, clock.now(), by.id
        db.session.flush()
        details: dict[str, Any] = {"kind": item.kind, "reviewed": item.subject_id, "version": version, "reason": reason}
        record(DECIDED[move], item, by=by, **details)
        before["subject"] = _consequence(kind, move)(item.subject_id, by=by, reason=reason)


def lock_item(item_id: int) -> ReviewItem:
    """The item as it is now, locked after its subject."""
    waits = row(_About, _ABOUT, item=item_id)
    if waits is not None:
        for statement in KINDS[waits.kind].locks:
            lock_only(statement, subject=waits.subject_id)
    return lock_by_id(ReviewItem, item_id)


def _consequence(kind: ReviewKind, move: ReviewMove) -> Callable[..., dict[str, Any] | None]:
    """Raises NotAllowed for changes asked of what only gets a yes or a no."""
    consequences = {ReviewMove.APPROVE: kind.approve, ReviewMove.REJECT: kind.reject}
    consequence = consequences.get(move, kind.ask_changes)
    if consequence is None:
        raise NotAllowed
    return consequence


def _waiting(kind: str, subject_id: int) -> ReviewItem | None:
    found: ReviewItem | None = entity(_WAITING, kind=kind, subject=subject_id)
    return found
