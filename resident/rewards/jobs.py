"""The worker's part: what nobody picked up goes back."""

import structlog
from sqlalchemy import select

from resident import clock
from resident.db import db, transaction
from resident.rewards.actions.redeem import expire
from resident.rewards.models import Redemption, RedemptionState
from resident.tasks import job

log = structlog.get_logger()
BATCH = 500


@job(every_minutes=5)
def expire_redemptions() -> None:
    """Let everything expire whose time is over, each in a transaction of its own; one that fails waits for the next turn."""
    due = db.session.scalars(
        select(Redemption.id)
        .where(Redemption.state == RedemptionState.HELD, Redemption.expires_at <= clock.now())
        .order_by(Redemption.expires_at)
        .limit(BATCH)
    ).all()
    for redemption_id in due:
        try:
            with transaction():
                expire(db.session.get_one(Redemption, redemption_id))
        except Exception:  # whatever is wrong with one must not keep the others' points
            log.exception("redemption not expired", redemption=redemption_id)
