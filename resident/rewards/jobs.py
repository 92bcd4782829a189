"""The worker's part: what nobody picked up goes back."""

import structlog

from resident.accounts.models import SYSTEM
from resident.db import db, transaction
from resident.rewards.actions.finishing import expire
from resident.rewards.models import Redemption
from resident.rewards.queries.pickups import due_redemptions
from resident.tasks import job

log = structlog.get_logger()
BATCH = 500


@job(every_minutes=5)
def expire_redemptions() -> None:
    """Let everything expire whose time is over, each in a transaction of its own; one that fails waits for the next turn."""
    for redemption_id in due_redemptions(BATCH):
        try:
            with transaction():
                expire(redemption=db.session.get_one(Redemption, redemption_id), by=SYSTEM)
        except Exception:  # whatever is wrong with one must not keep the others' points
            log.exception("redemption not expired", redemption=redemption_id)
