"""The audit also asks whether redemptions and the ledger tell the same story."""

import pytest
from sqlalchemy import update

from resident.db import db
from resident.points.audits import differences
from resident.rewards.models import Redemption, RedemptionState
from tests.conftest import Clock
from tests.makers.communities import make_community
from tests.makers.rewards import make_redemption, make_reward

pytestmark = pytest.mark.usefixtures("session")


def test_what_waits_is_what_is_reserved() -> None:
    redemption = make_redemption(make_reward(make_community()))
    assert list(differences()) == []
    db.session.execute(update(Redemption).values(price=Redemption.price + 1))
    assert [*differences()] == [
        f"community {redemption.community_id}: 120 points reserved, waiting redemptions are worth 121"
    ]


@pytest.mark.parametrize(
    ("state", "moment"),
    [
        (RedemptionState.FULFILLED, "fulfilled_at"),
        (RedemptionState.CANCELLED, "returned_at"),
        (RedemptionState.EXPIRED, "returned_at"),
    ],
)
def test_what_ended_without_moving_its_points_is_found(state: RedemptionState, moment: str, clock: Clock) -> None:
    redemption = make_redemption(make_reward(make_community()))
    db.session.execute(update(Redemption).values(state=state, **{moment: clock()}))
    assert f"redemption {redemption.id}: {state}, but its points have not moved" in list(differences())
