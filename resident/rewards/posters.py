"""What stands on the poster of a reward: what it is, what it costs, and who gives it."""

from resident.communities.models import Community
from resident.i18n import gettext as _
from resident.i18n import ngettext, tr_text
from resident.media.sheets import Sheet, register
from resident.rewards.queries.shelf import reward_of, reward_path


def register_posters() -> None:
    """Let posters of rewards be made."""
    register("reward", reward_sheet)


def reward_sheet(community: Community, reward_id: int) -> Sheet | None:
    """What the poster of a reward says; None for one that is not given any more or was taken down. One statement."""
    reward = reward_of(community, reward_id)
    if reward is None or reward.taken_down_at is not None or reward.archived_at is not None:
        return None
    return Sheet(
        title=tr_text(reward.name),
        path=reward_path(reward, community),
        invitation=_("Press long to see it"),
        hint=_("A small thank-you for helping."),
        community=f"{_('Resident')} · {tr_text(community.name)}",
        lines=(
            ngettext("%(num)d point", "%(num)d points", reward.price),
            tr_text(reward.organization.name),
        ),
        cover=reward.picture,
    )
