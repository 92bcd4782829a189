"""Who may see a demand, take part in it, and change what they wrote."""

from typing import Protocol

from resident.accounts.models import Actor, System
from resident.communities import permissions as communities
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.permissions import can_moderate, has_role
from resident.demands.models import (
    Comment,
    CommentMove,
    Move,
    WrongState,
)
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.organizations.permissions import can_manage
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

OWN = no("own", _l("This is your own demand; your neighbours support it."))
NOT_OPEN = no("not_open", _l("This is possible once the demand is published, for everybody."))
MOVED_ON = no("moved_on", WrongState.message)
HIDDEN = no("hidden", _l("This demand is not public."))
NOT_ONES_OWN = no("own", _l("This is your own demand; a colleague handles it."))


class AnyDemand(Protocol):
    """What is asked about a demand here: of the row that an action changes, or of what a page has read."""

    @property
    def community_id(self) -> CommunityId:
        """Where it was raised."""

    @property
    def author_id(self) -> PersonId | None:
        """Who raised it; None where it was imported."""

    @property
    def holder_id(self) -> int | None:
        """The body that has it."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the public list."""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""

    def allows(self, move: Move) -> bool:
        """Whether this move is possible in its state."""


class Authored(Protocol):
    """What somebody wrote in a community: a demand or a comment."""

    @property
    def community_id(self) -> CommunityId:
        """Where it was written."""

    @property
    def author_id(self) -> PersonId | None:
        """Who wrote it; None where it was imported."""


def is_author(person: Actor | None, thing: Authored) -> bool:
    """Whether this person wrote it; what was imported has no author, and the app itself writes nothing."""
    return person is not None and person.id is not None and thing.author_id == person.id


def can_see(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Everybody sees what is published for all; the rest its author, the committee's workers and moderators, its handler.

    Administrators look after people and settings and handle no demands, so they see no more than residents.
    """
    if demand.is_public or is_author(person, demand):
        return YES
    return YES if can_see_all(person, community_of(demand)) or holds(person, demand) else HIDDEN


def can_see_all(person: Actor | None, community: Community) -> Verdict:
    """Read every demand of a community in whichever state: its workers and moderators."""
    return YES if has_role(person, community, Role.WORKER, Role.MODERATOR) else HIDDEN


def holds(person: Actor | None, demand: AnyDemand) -> bool:
    """Whether this person leads the body that has it."""
    return demand.holder_id is not None and bool(can_manage(person, community_of(demand), demand.holder_id))


def can_raise(person: Actor | None, community: Community) -> Verdict:
    """Raise a demand or write a comment: whom the community lets; never the app itself, which has no voice."""
    return NOT_YOURS if isinstance(person, System) else communities.can_raise(person, community)


def can_rate(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Only who raised it says whether it is solved."""
    return may_move(person, demand, Move.CONFIRM, is_theirs=is_author(person, demand))


def may_move(person: Actor | None, demand: AnyDemand, move: Move, *, is_theirs: bool) -> Verdict:
    """Whether it is this person's, and in a state for this move."""
    if person is None:
        return SIGN_IN_FIRST
    if not is_theirs:
        return NOT_YOURS
    return YES if demand.allows(move) else MOVED_ON


def can_support_demand(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Support one: a confirmed resident (a setting of the community), not the author, once it is listed."""
    if not demand.is_listed:
        return NOT_OPEN
    if isinstance(person, System):
        return NOT_YOURS
    return OWN if is_author(person, demand) else communities.can_support(person, community_of(demand))


def can_take_back_support(person: Actor | None, _demand: AnyDemand) -> Verdict:
    """Take one's own support back, whatever became of the demand meanwhile."""
    if person is None:
        return SIGN_IN_FIRST
    return NOT_YOURS if isinstance(person, System) else YES


def can_comment(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Comment on one: whoever may raise a demand, once it is listed."""
    return can_raise(person, community_of(demand)) if demand.is_listed else NOT_OPEN


def can_name(person: Actor | None, post: Authored) -> Verdict:
    """Show or hide a name beside what is written: its writer alone, whatever became of it."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if is_author(person, post) else NOT_YOURS


def can_change_comment(person: Actor | None, comment: Comment) -> Verdict:
    """Its writer, while it waits or was sent back for changes."""
    return _writer_may(person, comment, CommentMove.SUBMIT_AGAIN)


def can_withdraw_comment(person: Actor | None, comment: Comment) -> Verdict:
    """Its writer, also once it is published."""
    return _writer_may(person, comment, CommentMove.WITHDRAW)


def _writer_may(person: Actor | None, comment: Comment, move: CommentMove) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    if not is_author(person, comment):
        return NOT_YOURS
    return YES if comment.allows(move) else MOVED_ON


def can_review(person: Actor | None, post: Authored) -> Verdict:
    """Decide whether a demand or a comment is published: a moderator, never about what they wrote themselves."""
    return NOT_ONES_OWN if is_author(person, post) else can_moderate(person, community_of(post))
