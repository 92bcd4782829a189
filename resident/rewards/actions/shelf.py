"""Keeping the shelf: what stands on it, for how many points, and how many there are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Actor, System
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions import is_said, propose, withdraw_proposal
from resident.moderation.models import Proposal
from resident.organizations.locking import lock_body
from resident.organizations.models import Organization
from resident.rewards.models import PICTURES, Reward
from resident.rewards.permissions import can_keep_rewards_of
from resident.web.errors import Invalid
from resident.web.guards import allow
from resident.web.versions import new_in, require_version

MOST_STOCK = 100_000
REWARD = "reward"
READ_FIRST = ("name", "about", "picture")  # before everybody can
STANDS_THERE_NOW = _l("This stands there now. What you wrote is kept below; save it again if it still holds.")


@dataclass(frozen=True)
class Offer:
    """What a reward is: words in two languages, a drawing, whole points, how many for each person (None: any number)."""

    name: dict[str, str]
    about: dict[str, str]
    picture: str
    price: int
    per_person: int | None


def offer_reward(
    *,
    community: Community,
    organization_id: int,
    offer: Offer,
    stock: int,
    by: Actor,
    again: Proposal | None = None,
) -> Reward | Proposal:
    """Offer something new: an administrator puts it on the shelf, what a body offers is read by the committee first.

    `again` is the proposal that is sent in anew. Raises NotAllowed, Invalid, Later, ProposalMoved.
    """
    allow(can_keep_rewards_of(by, community, organization_id))
    organization = db.session.get(Organization, organization_id)
    if (
        organization is None
        or organization.community_id != community.id
        or lock_body(organization).archived_at is not None
    ):
        raise Invalid("organization_id", _l("Choose who gives it."))
    if again is None:
        count_post("reward", by=by)
    words: dict[str, Any] = {**_checked(offer), "organization_id": organization_id, "stock": _counted("stock", stock)}
    if isinstance(by, System) or can_administer(by, community):
        return put_on_shelf(community=community, by=by, **words)
    return propose(
        community=community,
        kind=REWARD,
        subject_id=None,
        title=offer.name,
        words=words,
        by=by,
        organization_id=organization_id,
        proposal=again,
    )


def put_on_shelf(*, community: Community, by: Actor, **columns: Any) -> Reward:
    """The new row: of an administrator, or after the committee has read it."""
    reward = Reward(community_id=community.id, created_at=clock.now(), version=1, **columns)
    db.session.add(reward)
    record("reward.offered", reward, by=by, price=reward.price, stock=reward.stock)
    return reward


def take_off_shelf(*, reward: Reward, by: Actor) -> None:
    """A locked reward that was put on the shelf a moment ago, and that nobody has redeemed, is not there any more."""
    record("reward.offer_undone", reward, by=by)
    db.session.delete(reward)
    db.session.flush()


def edit_reward(*, reward: Reward, offer: Offer, version: int, by: Actor) -> bool:
    """Change what it is or costs; what is redeemed already stays as agreed. Whether new words wait for the review.

    Price and limit change at once; name, words and drawing that a body changes are read by the committee first, and
    until then the old ones stay. Raises NotAllowed, Changed, Invalid.
    """
    _lock_as_keeper(reward, by)
    columns = _checked(offer, reward)
    words = {name: columns.pop(name) for name in READ_FIRST}
    community = community_of(reward)
    reads_first = bool(new_in(reward, **words)) and not (isinstance(by, System) or can_administer(by, community))
    if not new_in(reward, **columns) and is_said(kind=REWARD, subject=reward, words=words, reads_first=reads_first):
        return reads_first
    require_version(reward, version, message=STANDS_THERE_NOW)
    for name, value in columns.items():
        setattr(reward, name, value)
    if not reads_first or isinstance(by, System):
        withdraw_proposal(kind=REWARD, subject_id=reward.id, by=by)
        take_words(reward=reward, words=words, by=by)
        return False
    propose(
        community=community,
        kind=REWARD,
        subject_id=reward.id,
        title=offer.name,
        words=words,
        by=by,
        organization_id=reward.organization_id,
    )
    _changed(reward, "reward.words_proposed", by)
    return True


def take_words(*, reward: Reward, words: Mapping[str, Any], by: Actor) -> None:
    """Give a locked reward the words and the drawing that everybody reads from now on."""
    for name in READ_FIRST:
        setattr(reward, name, words[name])
    _changed(reward, "reward.edited", by, price=reward.price)


def restock_reward(*, reward: Reward, more: int, version: int, by: Actor) -> None:
    """Add to what is left, or take some off (`more` below zero), never below none. Raises NotAllowed, Changed, Invalid."""
    _lock_as_keeper(reward, by)
    require_version(reward, version, message=STANDS_THERE_NOW)
    if reward.stock + more < 0:
        raise Invalid("number", _("Only %(number)d are left; so many cannot be taken off.", number=reward.stock))
    reward.stock = _counted("number", reward.stock + more)
    _changed(reward, "reward.restocked", by, more=more, stock=reward.stock)


def archive_reward(*, reward: Reward, by: Actor) -> None:
    """Take it off the shelf; what is redeemed already is still handed over. Twice is the same. Raises NotAllowed."""
    _lock_as_keeper(reward, by)
    if reward.archived_at is None:
        reward.archived_at = clock.now()
        _changed(reward, "reward.archived", by)


def restore_reward(*, reward: Reward, by: Actor) -> None:
    """Put it back on the shelf. Twice is the same. Raises NotAllowed."""
    _lock_as_keeper(reward, by)
    if reward.archived_at is not None:
        reward.archived_at = None
        _changed(reward, "reward.restored", by)


def _lock_as_keeper(reward: Reward, by: Actor) -> None:
    lock(reward)
    allow(can_keep_rewards_of(by, community_of(reward), reward.organization_id))


def _checked(offer: Offer, was: Reward | None = None) -> dict[str, object]:
    """The columns of a reward; what it `was` before is not judged anew. Raises Invalid."""
    if offer.price < 1 and (was is None or offer.price != was.price):
        raise Invalid("price", _l("At least one point."))
    if offer.picture not in PICTURES and (was is None or offer.picture != was.picture):
        raise Invalid("picture", _l("Choose one of the drawings."))
    return asdict(offer)


def _counted(field: str, stock: int) -> int:
    if not 0 <= stock <= MOST_STOCK:
        raise Invalid(field, _("Between 0 and %(most)d.", most=MOST_STOCK))
    return stock


def _changed(reward: Reward, event: str, by: Actor, **details: Any) -> None:
    reward.version += 1
    record(event, reward, by=by, **details)
