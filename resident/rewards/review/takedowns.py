"""How a reward is taken down: nothing new is redeemed, what is reserved already is still handed over."""

from typing import Any

from resident.communities.context import community_of
from resident.i18n import lazy_gettext as _l
from resident.moderation import removable
from resident.moderation.kinds import Shown
from resident.moderation.removable import About, PublicKind
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.rewards.models import Reward
from resident.rewards.queries.shelf import reward_of, reward_path

KIND = "reward"


def register() -> None:
    """Let moderators take rewards down."""
    removable.register(PublicKind(KIND, _l("Reward"), reward_of, _about, _is_public, _shown, _changed))


def _about(reward: Reward) -> About:
    """Whoever leads the body that gives it speaks for it."""
    community = community_of(reward)
    keepers = people_of(community, reward.organization_id, MemberRole.MANAGER)
    return About(reward.name, tuple(keepers), reward_path(reward, community))


def _is_public(reward: Reward) -> bool:
    return reward.taken_down_at is None and reward.archived_at is None


def _shown(reward: Reward) -> Shown:
    return Shown(
        title=reward.name,
        version=reward.version,
        text=reward.about,
        facts=[(_l("Who gives it"), reward.organization.name), (_l("Price in points"), reward.price)],
    )


def _changed(reward: Reward, **_what: Any) -> None:
    """Who keeps it may have its form open: that is stale now."""
    reward.version += 1
