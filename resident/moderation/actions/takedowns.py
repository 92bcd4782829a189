"""Taking down what is public: a moderator says why, its author hears of it and may appeal, a colleague decides.

What it is keeps its state, its supports, sign-ups and reservations; only its being public ends, and comes back.
"""

from typing import Any

from resident import clock
from resident.accounts.models import SYSTEM, Actor, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation.actions.reviewing import submit, withdraw
from resident.moderation.models import AlreadyDown, NotPublic, Takedown, TakedownMove
from resident.moderation.permissions import can_appeal, can_restore, can_take_down
from resident.moderation.removable import KINDS, PublicKind
from resident.notifications.actions import notify
from resident.undo.actions import undoable
from resident.web.errors import found
from resident.web.guards import allow
from resident.web.reasons import given

APPEAL, MADE = "appeal", "takedown.made"
SAY_WHY_DOWN = _l("Say why, so that the author understands it.")
SAY_WHY_BACK = _l("Say what speaks for it, so that somebody else can decide.")


def take_down(*, community: Community, kind: str, subject_id: int, reason: str, by: Actor) -> Takedown:
    """End that something is public, and tell its authors why and how to appeal.

    Raises NotHere, NotAllowed (also for one's own), Invalid without a reason, NotPublic, AlreadyDown.
    """
    public = KINDS[kind]
    subject = locked_subject(public, community, subject_id)
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
    allow(can_appeal(by, authors_of(community, takedown)))
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
    subject = locked_subject(public, community, takedown.subject_id)
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


def page_of(takedown: Takedown, _by: Actor) -> str:
    """Where one reads why, and what became of it."""
    return f"/c/{community_of(takedown).slug}/taken-down/{takedown.id}"


def locked_subject(public: PublicKind, community: Community, subject_id: int) -> Any:
    """What was taken down, with its rows locked. Raises NotHere."""
    subject = found(public.find(community, subject_id))
    lock(*public.rows(subject))
    return subject


def _decided(takedown: Takedown, move: TakedownMove, by: Actor) -> tuple[PersonId, ...]:
    lock(takedown)
    community = community_of(takedown)
    authors = authors_of(community, takedown)
    allow(can_restore(by, community, takedown, authors))
    takedown.move(move)
    takedown.decided_at, takedown.decided_by_id = clock.now(), by.id
    takedown.version += 1
    return authors


def authors_of(community: Community, takedown: Takedown) -> tuple[PersonId, ...]:
    """Whose it is, as far as somebody is known."""
    public = KINDS[takedown.kind]
    return public.about(found(public.find(community, takedown.subject_id))).authors


def _tell(takedown: Takedown, people: tuple[PersonId, ...], kind: str, **params: Any) -> None:
    path, community_id = page_of(takedown, SYSTEM), takedown.community_id
    notify(people, kind, path=path, community_id=community_id, title=takedown.title, **params)
