"""Taking something down, or deciding on its appeal, undone."""

from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock_by_id
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.actions.takedowns import MADE, authors_of, locked_subject, page_of
from resident.moderation.models import ReviewMove, Takedown, TakedownMove, TakedownState
from resident.moderation.permissions import can_restore, can_take_down
from resident.moderation.queries import open_takedown
from resident.moderation.removable import KINDS
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words
from resident.web.guards import allow

BROUGHT_BACK = _l("A colleague has brought it back meanwhile.")
TAKEN_DOWN_AGAIN = _l("It was taken down again meanwhile.")
DECISION = {ReviewMove.APPROVE: TakedownMove.RESTORE, ReviewMove.REJECT: TakedownMove.KEEP}  # on an appeal


def undo_decision(takedown_id: int, move: str, _before: dict[str, Any] | None, *, by: Actor) -> None:
    """The appeal waits again; what had come back because of it is down as before. Called by the review. Raises NotAllowed."""
    takedown = lock_by_id(Takedown, takedown_id)
    community, public = community_of(takedown), KINDS[takedown.kind]
    allow(can_restore(by, community, takedown, authors_of(community, takedown)))
    takedown.undo(DECISION[ReviewMove(move)], TakedownState.APPEALED)
    takedown.answer, takedown.decided_at, takedown.decided_by_id = "", None, None
    takedown.version -= 1  # the one that waits in the queue
    if move == ReviewMove.APPROVE:
        subject = locked_subject(public, community, takedown.subject_id)
        subject.taken_down_at = takedown.taken_down_at
        db.session.flush()
        public.changed(subject, is_down=True, reason=takedown.reason, by=by, undoing={})
    record("takedown.decision_undone", takedown, by=by)
    db.session.flush()


def built_on_decision(takedown_id: int, move: str, _by_id: PersonId) -> Words:
    """Who has gone on with it: a colleague who has brought it back after all, or taken it down again."""
    takedown = lock_by_id(Takedown, takedown_id)
    if takedown.state != Takedown.MOVES[DECISION[ReviewMove(move)]].target:
        return BROUGHT_BACK
    again = move == ReviewMove.APPROVE and open_takedown(takedown.kind, takedown.subject_id) is not None
    return TAKEN_DOWN_AGAIN if again else ""


def undo_taking_down(takedown: Takedown, deed: Deed, *, by: Actor) -> None:
    """It is public again with what had ended because of it, by who took it down. Raises NotAllowed, TakedownMoved."""
    community, public = community_of(takedown), KINDS[takedown.kind]
    allow(can_take_down(by, community, authors_of(community, takedown)))
    takedown.move(TakedownMove.UNDO)
    takedown.decided_at, takedown.decided_by_id = clock.now(), by.id
    subject = locked_subject(public, community, takedown.subject_id)
    subject.taken_down_at = None
    db.session.flush()
    public.changed(subject, is_down=False, reason="", by=by, undoing=deed.before["ended"])
    record("takedown.undone", takedown, by=by, of_kind=takedown.kind, reviewed=takedown.subject_id, deed=deed.id)


def register_undoing() -> None:
    """Make taking down undoable until somebody appeals or decides."""
    register(UndoKind(MADE, _l("You have taken it down."), _lock, _on_taking_down, undo_taking_down, page_of))


def _lock(deed: Deed) -> Takedown:
    return lock_by_id(Takedown, deed.subject_id)


def _on_taking_down(takedown: Takedown, _deed: Deed) -> Words:
    if takedown.state == TakedownState.APPEALED:
        return _l("Its author has appealed meanwhile; a colleague decides.")
    return "" if takedown.state == TakedownState.DOWN else BROUGHT_BACK
