"""Who may see a photo, and whose drafts are whose."""

from datetime import datetime
from typing import Protocol

from resident.accounts.models import Actor, System
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.permissions import has_role
from resident.ids import CommunityId, PersonId
from resident.media.owners import OWNERS
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


class Owned(Protocol):
    """A photo, as far as it matters whose it is."""

    @property
    def owner_kind(self) -> str:
        """What kind of thing it belongs to, or will."""

    @property
    def owner_id(self) -> int | None:
        """Which one; None for a draft."""

    @property
    def uploaded_by_id(self) -> PersonId | None:
        """Who sent it."""

    @property
    def community_id(self) -> CommunityId:
        """Where it was sent."""

    @property
    def taken_down_at(self) -> datetime | None:
        """Since when it is hidden, where a moderator took it down."""


def can_see(person: Actor | None, photo: Owned) -> bool:
    """A draft: who sent it. All others: who may see what they belong to (`person` None is a visitor)."""
    if photo.owner_id is None:
        return bool(can_use_draft(person, photo))
    if photo.taken_down_at is not None and not _may_see_taken_down(person, photo):
        return False
    return OWNERS[photo.owner_kind](person, photo.owner_id)


def _may_see_taken_down(person: Actor | None, photo: Owned) -> bool:
    if person is None:
        return False
    return person.id == photo.uploaded_by_id or has_role(person, community_of(photo), Role.MODERATOR, Role.WORKER)


def can_send(person: Actor | None) -> Verdict:
    """Send photos with a form: whoever is signed in. The app itself sends none."""
    if person is None:
        return SIGN_IN_FIRST
    return NOT_YOURS if isinstance(person, System) else YES


def can_use_draft(person: Actor | None, photo: Owned) -> Verdict:
    """See it, give it to what the form makes, or take it out again: who sent it alone."""
    allowed = can_send(person)
    if allowed and person is not None and person.id != photo.uploaded_by_id:
        return NOT_YOURS
    return allowed
