"""Withdrawing a notice, which can be undone."""

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.media.actions import hide_photos, publish_photos
from resident.moderation.actions import withdraw_proposal
from resident.notices.actions.publishing import path_of
from resident.notices.models import NOTICE, Notice
from resident.notices.permissions import can_withdraw
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.undo.actions import undoable
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words
from resident.web.guards import allow

WITHDRAWN = "notice.withdrawn"


def withdraw_notice(*, notice: Notice, by: Actor) -> None:
    """Only the committee and the body that wrote it read it from now on; can be undone. Twice is the same. Raises NotAllowed.

    Whoever leads that body is told where somebody else did it.
    """
    lock(notice)
    allow(can_withdraw(by, community_of(notice), notice))
    if notice.withdrawn_at is not None:
        return
    withdraw_proposal(kind=NOTICE, subject_id=notice.id, by=by)
    with undoable(WITHDRAWN, notice, by=by):
        notice.withdrawn_at = clock.now()
        notice.version += 1
        hide_photos(owner_kind=NOTICE, owner_id=notice.id)
        record(WITHDRAWN, notice, by=by)
        _tell_its_body(notice, by)


def bring_back(notice: Notice, deed: Deed, *, by: Actor) -> None:
    """It stands there as if it had never been withdrawn. Raises NotAllowed."""
    allow(can_withdraw(by, community_of(notice), notice))
    notice.withdrawn_at = None
    notice.version += 1
    publish_photos(owner_kind=NOTICE, owner_id=notice.id)
    record("notice.restored", notice, by=by, deed=deed.id)


def register_undoing() -> None:
    """Make withdrawing undoable."""
    register(
        UndoKind(
            WITHDRAWN,
            _l("You have withdrawn it."),
            _locked,
            _on_withdrawal,
            bring_back,
            lambda notice, _by: path_of(notice),
        )
    )


def _tell_its_body(notice: Notice, by: Actor) -> None:
    if notice.organization_id is None:
        return
    community = community_of(notice)
    people = [one for one in people_of(community, notice.organization_id, MemberRole.MANAGER) if one != by.id]
    notify(people, "notices.withdrawn", path=path_of(notice), community_id=community.id, title=notice.title)


def _locked(deed: Deed) -> Notice:
    notice = db.session.get_one(Notice, deed.subject_id)
    lock(notice)
    return notice


def _on_withdrawal(notice: Notice, deed: Deed) -> Words:
    return "" if notice.withdrawn_at == deed.at else _l("A colleague has brought it back meanwhile.")
