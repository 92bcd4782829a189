"""Showing how it looks once something was done: sent, taken back, and what the review decides on it."""

from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask, lock_demand
from resident.demands.actions.telling import tell
from resident.demands.actions.undoing import OTHERWISE
from resident.demands.models import AfterMove, AfterPhotos, AfterState, Demand
from resident.i18n import LANGUAGES
from resident.i18n import lazy_gettext as _l
from resident.media.actions import adopt_drafts, hide_photos, publish_photos, remove_all_photos
from resident.moderation import actions as moderation
from resident.web.errors import Invalid, Words

KIND = "after"


def show_after(*, demand: Demand, photo_token: str, by: Actor) -> AfterPhotos:
    """Send in photos of how it looks now; they wait for the review.

    Raises NotAllowed, WrongState where the demand is not closed, Invalid("photos") without a photo.
    """
    lock_demand(demand, permissions.can_show_after, by=by)
    after = AfterPhotos(community_id=demand.community_id, demand_id=demand.id, author_id=by.id, created_at=clock.now())
    db.session.add(after)
    db.session.flush()
    community = community_of(demand)
    if not adopt_drafts(community=community, owner_kind=KIND, owner_id=after.id, token=photo_token, by=by):
        raise Invalid("photos", _l("Please choose a photo."))
    title = dict.fromkeys(LANGUAGES, demand.title)
    moderation.submit(kind=KIND, subject=after, title=title, author_id=after.author_id, version=1)
    record("after_photos.sent", after, by=by)
    return after


def withdraw_after(*, after: AfterPhotos, by: Actor) -> None:
    """Take them back, waiting or shown; the photos are deleted. A second time changes nothing. Raises NotAllowed, WrongState."""
    lock(after.demand, after)
    if after.state == AfterState.WITHDRAWN:
        return
    ask(permissions.can_withdraw_after(by, after))
    after.move(AfterMove.WITHDRAW)
    moderation.withdraw(kind=KIND, subject=after, by=by)
    remove_all_photos(owner_kind=KIND, owner_id=after.id)
    record("after_photos.withdrawn", after, by=by)


def approve_after(after_id: int, *, by: Actor, reason: str = "") -> None:
    """Show them beside the photo of before, where the demand is for everybody; who raised it is told."""
    after = _decided(after_id, AfterMove.APPROVE, by)
    if after.demand.is_public:
        publish_photos(owner_kind=KIND, owner_id=after.id)
    record("after_photos.approved", after, by=by)
    tell([after.demand.author_id], "after_shown", after.demand, by=by)


def reject_after(after_id: int, *, by: Actor, reason: str) -> None:
    """Do not show them, and tell who sent them why."""
    after = _decided(after_id, AfterMove.REJECT, by)
    record("after_photos.rejected", after, by=by, reason=reason)
    tell([after.author_id], "after_not_approved", after.demand, by=by, reason=reason)


def undo_after_decision(after_id: int, move: str, _before: dict[str, Any], *, by: Actor) -> None:
    """They wait in the review again; what was shown lives on under no known key."""
    after = _locked(after_id)
    ask(permissions.can_review(by, after))
    after.undo(AfterMove(move), AfterState.IN_REVIEW)
    if move == AfterMove.APPROVE:
        hide_photos(owner_kind=KIND, owner_id=after.id)
    record("after_photos.decision_undone", after, by=by)


def built_on_after_decision(after_id: int, move: str, _by_id: int) -> Words:
    """Whether who sent them has taken them back since."""
    after = _locked(after_id)
    if after.state == AfterPhotos.MOVES[AfterMove(move)].target:
        return ""
    return str(OTHERWISE) % {"name": after.author.display_name}


def _decided(after_id: int, move: AfterMove, by: Actor) -> AfterPhotos:
    after = _locked(after_id)
    ask(permissions.can_review(by, after))
    after.move(move)
    return after


def _locked(after_id: int) -> AfterPhotos:
    after = db.session.get_one(AfterPhotos, after_id)
    lock(after.demand, after)
    return after
