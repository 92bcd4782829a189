"""Who decides on what waits for review."""

from collections.abc import Collection
from typing import Protocol

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.permissions import can_moderate, has_role
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.organizations.permissions import can_manage
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

OWN_POST = no("own_post", _l("This is your own post; a colleague decides on it."))

OWN_TAKEDOWN = no("own_takedown", _l("You took it down yourself; a colleague decides whether it comes back."))


class TakenDown(Protocol):
    """What was taken down."""

    @property
    def taken_down_by_id(self) -> PersonId:
        """Who did it."""


class Proposing(Protocol):
    """Words that somebody wants to make public."""

    @property
    def community_id(self) -> CommunityId:
        """Where."""

    @property
    def author_id(self) -> PersonId:
        """Who wrote them."""

    @property
    def organization_id(self) -> int | None:
        """For which body."""


class ByAuthor(Protocol):
    """What somebody has written."""

    @property
    def author_id(self) -> PersonId:
        """Who wrote it."""


def can_decide(person: Actor | None, community: Community, item: ByAuthor) -> Verdict:
    """A moderator of the community, never on one's own post; a kind may add its own no (activities: whose body one leads)."""
    allowed = can_moderate(person, community)
    if allowed and person is not None and person.id == item.author_id:
        return OWN_POST
    return allowed


def can_take_down(person: Actor | None, community: Community, authors: Collection[PersonId]) -> Verdict:
    """A moderator of the community, never what they speak for themselves."""
    allowed = can_moderate(person, community)
    if allowed and person is not None and person.id in authors:
        return OWN_POST
    return allowed


def can_restore(
    person: Actor | None, community: Community, takedown: TakenDown, authors: Collection[PersonId]
) -> Verdict:
    """Bring it back, or say no to an appeal: another moderator; an administrator where there is only one.

    Never who took it down, never who speaks for it (domain: the appeal is decided by somebody else).
    """
    if person is None:
        return SIGN_IN_FIRST
    if not has_role(person, community, Role.MODERATOR, Role.ADMINISTRATOR):
        return NOT_YOURS
    if person.id in authors:
        return OWN_POST
    return OWN_TAKEDOWN if person.id == takedown.taken_down_by_id else YES


def can_change_proposal(person: Actor | None, proposal: Proposing) -> Verdict:
    """Change it or take it back: its author, and whoever leads the body it is for."""
    if person is None:
        return SIGN_IN_FIRST
    if person.id is not None and person.id == proposal.author_id:
        return YES
    if proposal.organization_id is None:
        return NOT_YOURS
    return can_manage(person, community_of(proposal), proposal.organization_id)


def can_appeal(person: Actor | None, authors: Collection[PersonId]) -> Verdict:
    """Appeal, and read why: whoever speaks for what was taken down."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if person.id in authors else NOT_YOURS
