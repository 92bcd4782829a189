"""The worker lets expire what nobody picked up."""

import pytest

from resident.accounts.models import Actor
from resident.points.actions import NotEnoughPoints
from resident.rewards import jobs
from resident.rewards.jobs import expire_redemptions
from resident.rewards.models import Redemption, RedemptionState, Reward
from tests.conftest import Clock
from tests.rewards.conftest import Place


def test_what_is_due_expires_once_and_the_rest_waits(place: Place, clock: Clock) -> None:
    early, _code = place.kept()
    clock.advance(days=4)
    late, _code = place.kept()
    clock.advance(days=4)
    with place.app.app_context():
        expire_redemptions()
        expire_redemptions()
    assert (place.state(early), place.state(late)) == (RedemptionState.EXPIRED, RedemptionState.WAITING)
    assert place.read(Reward, place.reward).stock == 2


def test_one_that_fails_does_not_keep_the_others_points(
    place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _code = place.kept()
    sound, _code = place.kept()
    clock.advance(days=8)
    expire = jobs.expire

    def _expire(*, redemption: Redemption, by: Actor) -> None:
        if redemption.id == broken:
            raise NotEnoughPoints
        expire(redemption=redemption, by=by)

    monkeypatch.setattr(jobs, "expire", _expire)
    with place.app.app_context():
        expire_redemptions()
    assert (place.state(broken), place.state(sound)) == (RedemptionState.WAITING, RedemptionState.EXPIRED)
