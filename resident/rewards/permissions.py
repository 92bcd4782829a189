"""Who may redeem, who keeps the shelf, and why not."""

from resident.accounts.models import Actor, Person, System
from resident.communities.models import Community
from resident.communities.permissions import can_administer, can_moderate, can_redeem
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.organizations.models import MemberRole
from resident.organizations.permissions import bodies_of, can_manage, can_manage_any
from resident.rewards.models import Redemption, Reward
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

HANDING_OVER = (MemberRole.MANAGER, MemberRole.CLERK)
GONE = no("gone", _l("This is no longer given."))
OUT_OF_STOCK = no("out_of_stock", _l("Nothing of this is left at the moment."))


def can_keep_shelf(person: Actor | None, community: Community) -> Verdict:
    """Offer rewards at all: the manager of some body, or an administrator."""
    return can_manage_any(person, community) or can_administer(person, community)


def can_keep_rewards_of(person: Actor | None, community: Community, organization_id: int) -> Verdict:
    """Keep one body's rewards: its own manager, or an administrator."""
    return can_manage(person, community, organization_id) or can_administer(person, community)


def shelves_of(person: Actor | None, community: Community) -> frozenset[int] | None:
    """The bodies whose rewards this person keeps; None is every one, for an administrator."""
    if can_administer(person, community):
        return None
    bodies = bodies_of(person, community)
    return frozenset(body for body, role in bodies.items() if role is MemberRole.MANAGER)


def pickup_bodies_of(person: Actor | None, community: Community) -> frozenset[int]:
    """The bodies whose rewards this person hands over, and whose codes they may see."""
    bodies = bodies_of(person, community)
    return frozenset(body for body, role in bodies.items() if role in HANDING_OVER)


def can_redeem_now(person: Person | None, community: Community, reward: Reward, *, taken: int, balance: int) -> Verdict:
    """Whether this person can redeem this reward now, else the first thing that stands in the way.

    `taken` is how many of it the person has or had; `balance` their points. Named reasons: gone,
    out_of_stock, signed_out, not_confirmed, limit_reached, not_enough_points.
    """
    if (
        reward.archived_at is not None
        or reward.taken_down_at is not None
        or reward.organization.archived_at is not None
    ):
        return GONE
    if reward.stock < 1:
        return OUT_OF_STOCK
    allowed = can_redeem(person, community)
    if not allowed:
        return allowed
    if reward.per_person is not None and taken >= reward.per_person:
        return no("limit_reached", _("Limit reached: %(number)d for each person.", number=reward.per_person))
    if balance < reward.price:
        short = reward.price - balance
        return no("not_enough_points", ngettext("You are %(num)d point short.", "You are %(num)d points short.", short))
    return YES


def can_see(person: Person | None, community: Community, reward: Reward) -> Verdict:
    """A reward is public until it is taken down; then who keeps it and the committee's moderators see it."""
    if reward.taken_down_at is None:
        return YES
    return can_keep_rewards_of(person, community, reward.organization_id) or can_moderate(person, community)


def can_cancel(person: Actor | None, redemption: Redemption) -> Verdict:
    """Give a redemption back: its owner alone."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if person.id == redemption.person_id else NOT_YOURS


def can_let_expire(person: Actor | None) -> Verdict:
    """Let go back what nobody picked up: the app itself, by the clock."""
    return YES if isinstance(person, System) else NOT_YOURS
