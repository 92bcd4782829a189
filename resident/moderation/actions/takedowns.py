"""Taking down what is public: a moderator says why, its author hears of it and may appeal, a colleague decides.

What it is keeps its state, its supports, sign-ups and reservations; only its being public ends, and comes back.
"""

from typing import Any

from resident import clock
from resident.accounts.models import SYSTEM, Actor, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock, lock_by_id
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.actions.reviewing import submit, withdraw
from resident.moderation.models import AlreadyDown, NotPublic, ReviewMove, Takedown, TakedownMove, TakedownState
from resident.moderation.permissions import can_appeal, can_restore, can_take_down
from resident.moderation.queries import open_takedown
from resident.moderation.removable import KINDS, PublicKind
from resident.notifications.actions import notify
from resident.undo.actions import undoable
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words, found
from resident.web.guards import allow
from resident.web.reasons import given

APPEAL, MADE = "appeal", "takedown.made"
BROUGHT_BACK = _l("A colleague has brought it back meanwhile.")
TAKEN_DOWN_AGAIN = _l("It was taken down again meanwhile.")
DECISION = {ReviewMove.APPROVE: TakedownMove.RESTORE, ReviewMove.REJECT: TakedownMove.KEEP}  # on an appeal
SAY_WHY_DOWN = _l("Say why, so that the author understands it.")
SAY_WHY_BACK = _l("Say what speaks for it, so that somebody else can decide.")


def take_down(*, community: Community, kind: str, subject_id: int, reason: str, by: Actor) -> Takedown:
    """End that something is public, and tell its authors why and how to appeal.

    Raises NotHere, NotAllowed (also for one's own), Invalid without a reason, NotPublic, AlreadyDown.
    """
    public = KINDS[kind]
    subject = _locked(public, community, subject_id)
    about = public.about(subject)
    allow(can_take_down(by, community, about.authors))
    if subject.taken_down_at is not None:
        raise AlreadyDown
    if not public.is_public(subject):
        raise NotPublic
    takedown = Takedown(
        community_id=community.id,
        kind=kind,
        subject_id=subject.id,
        title=about.title,
        reason=given(reason, SAY_WHY_DOWN),
        taken_down_at=clock.now(),
        taken_down_by_id=by.id,
    )
    db.session.add(takedown)
    subject.taken_down_at = takedown.taken_down_at
    db.session.flush()
    with undoable(MADE, takedown, by=by) as before:
        before["ended"] = public.changed(subject, is_down=True, reason=takedown.reason, by=by) or {}
        record("takedown.made", takedown, by=by, of_kind=kind, reviewed=subject.id, reason=takedown.reason)
        _tell(takedown, about.authors, "moderation.taken_down", reason=takedown.reason)
    return takedown


def appeal(*, takedown: Takedown, text: str, by: Person) -> None:
    """Ask that somebody else decides; it waits in the review queue. Once only.

    Raises NotAllowed, Invalid without words, TakedownMoved.
    """
    lock(takedown)
    community = community_of(takedown)
    allow(can_appeal(by, _authors(community, takedown)))
    words = given(text, SAY_WHY_BACK)
    takedown.move(TakedownMove.APPEAL)
    takedown.appeal, takedown.appealed_at = words, clock.now()
    db.session.flush()
    submit(kind=APPEAL, subject=takedown, title=takedown.title, author_id=by.id, version=takedown.version)
    record("takedown.appealed", takedown, by=by)


def restore(*, takedown: Takedown, by: Actor) -> None:
    """Bring it back: another moderator than who took it down. Raises NotAllowed, TakedownMoved when it is back."""
    community = community_of(takedown)
    public = KINDS[takedown.kind]
    authors = _decided(takedown, TakedownMove.RESTORE, by)
    subject = _locked(public, community, takedown.subject_id)
    subject.taken_down_at = None
    db.session.flush()
    withdraw(kind=APPEAL, subject=takedown, by=by)
    public.changed(subject, is_down=False, reason="", by=by)
    record("takedown.restored", takedown, by=by, of_kind=takedown.kind, reviewed=takedown.subject_id)
    _tell(takedown, authors, "moderation.restored")


def keep_down(*, takedown: Takedown, reason: str, by: Actor) -> None:
    """Say no to an appeal, with a reason. Raises NotAllowed, Invalid, TakedownMoved without an open appeal."""
    words = given(reason, SAY_WHY_DOWN)
    authors = _decided(takedown, TakedownMove.KEEP, by)
    takedown.answer = words
    db.session.flush()
    record("takedown.confirmed", takedown, by=by, reason=takedown.answer)
    _tell(takedown, authors, "moderation.stays_down", reason=takedown.answer)


def undo_decision(takedown_id: int, move: str, _before: dict[str, Any] | None, *, by: Actor) -> None:
    """The appeal waits again; what had come back because of it is down as before. Called by the review. Raises NotAllowed."""
    takedown = lock_by_id(Takedown, takedown_id)
    community, public = community_of(takedown), KINDS[takedown.kind]
    allow(can_restore(by, community, takedown, _authors(community, takedown)))
    takedown.undo(DECISION[ReviewMove(move)], TakedownState.APPEALED)
    takedown.answer, takedown.decided_at, takedown.decided_by_id = "", None, None
    takedown.version -= 1  # the one that waits in the queue
    if move == ReviewMove.APPROVE:
        subject = _locked(public, community, takedown.subject_id)
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
    allow(can_take_down(by, community, _authors(community, takedown)))
    takedown.move(TakedownMove.UNDO)
    takedown.decided_at, takedown.decided_by_id = clock.now(), by.id
    subject = _locked(public, community, takedown.subject_id)
    subject.taken_down_at = None
    db.session.flush()
    public.changed(subject, is_down=False, reason="", by=by, undoing=deed.before["ended"])
    record("takedown.undone", takedown, by=by, of_kind=takedown.kind, reviewed=takedown.subject_id, deed=deed.id)


def register_undoing() -> None:
    """Make taking down undoable until somebody appeals or decides."""
    register(UndoKind(MADE, _l("You have taken it down."), _lock, _on_taking_down, undo_taking_down, _page))


def _lock(deed: Deed) -> Takedown:
    return lock_by_id(Takedown, deed.subject_id)


def _page(takedown: Takedown, _by: Actor) -> str:
    return f"/c/{community_of(takedown).slug}/taken-down/{takedown.id}"


def _on_taking_down(takedown: Takedown, _deed: Deed) -> Words:
    if takedown.state == TakedownState.APPEALED:
        return _l("Its author has appealed meanwhile; a colleague decides.")
    return "" if takedown.state == TakedownState.DOWN else BROUGHT_BACK


def _locked(public: PublicKind, community: Community, subject_id: int) -> Any:
    subject = found(public.find(community, subject_id))
    lock(*public.rows(subject))
    return subject


def _decided(takedown: Takedown, move: TakedownMove, by: Actor) -> tuple[PersonId, ...]:
    lock(takedown)
    community = community_of(takedown)
    authors = _authors(community, takedown)
    allow(can_restore(by, community, takedown, authors))
    takedown.move(move)
    takedown.decided_at, takedown.decided_by_id = clock.now(), by.id
    takedown.version += 1
    return authors


def _authors(community: Community, takedown: Takedown) -> tuple[PersonId, ...]:
    public = KINDS[takedown.kind]
    return public.about(found(public.find(community, takedown.subject_id))).authors


def _tell(takedown: Takedown, people: tuple[PersonId, ...], kind: str, **params: Any) -> None:
    path, community_id = _page(takedown, SYSTEM), takedown.community_id
    notify(people, kind, path=path, community_id=community_id, title=takedown.title, **params)
