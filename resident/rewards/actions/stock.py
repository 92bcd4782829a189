"""How many there are of a reward, and whether it stands on the shelf at all."""

from resident import clock
from resident.accounts.models import Actor
from resident.i18n import gettext as _
from resident.rewards.actions.shelf import STANDS_THERE_NOW, counted, lock_as_keeper, note_change
from resident.rewards.models import Reward
from resident.web.errors import Invalid
from resident.web.versions import require_version


def restock_reward(*, reward: Reward, more: int, version: int, by: Actor) -> None:
    """Add to what is left, or take some off (`more` below zero), never below none. Raises NotAllowed, Changed, Invalid."""
    lock_as_keeper(reward=reward, by=by)
    require_version(reward, version, message=STANDS_THERE_NOW)
    if reward.stock + more < 0:
        raise Invalid("number", _("Only %(number)d are left; so many cannot be taken off.", number=reward.stock))
    reward.stock = counted("number", reward.stock + more)
    note_change(reward=reward, event="reward.restocked", by=by, more=more, stock=reward.stock)


def archive_reward(*, reward: Reward, by: Actor) -> None:
    """Take it off the shelf; what is redeemed already is still handed over. Twice is the same. Raises NotAllowed."""
    lock_as_keeper(reward=reward, by=by)
    if reward.archived_at is None:
        reward.archived_at = clock.now()
        note_change(reward=reward, event="reward.archived", by=by)


def restore_reward(*, reward: Reward, by: Actor) -> None:
    """Put it back on the shelf. Twice is the same. Raises NotAllowed."""
    lock_as_keeper(reward=reward, by=by)
    if reward.archived_at is not None:
        reward.archived_at = None
        note_change(reward=reward, event="reward.restored", by=by)
