"""`kill -9` of everything in the middle of a stream of writes: what was promised is kept, nothing is half done."""

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Select, func, or_, select

from resident import clock
from resident.activities.models import Shift, SignUp, SignUpState
from resident.db import db
from resident.demands.models import Comment, CommentState, Demand, DemandState, Support
from resident.moderation.models import ReviewItem, ReviewState
from resident.notifications.models import OutboxMessage
from resident.notifications.models.outbox import FAILED, OPEN
from resident.rewards.models import Redemption, RedemptionState, Reward
from resident.web.models import FormToken
from tests.load.live import Live
from tests.load.place import settle
from tests.load.stream import Fate, Stream

IS_SOAK = bool(os.environ.get("SOAK"))
KILLS = 10 if IS_SOAK else 1
PEOPLE = STOCK = 18  # enough for everybody: nothing is refused here
WRITES = 5, 60  # acknowledged before the kill, fewest and most
LONGER = 0.3  # seconds after the last of them, at most
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("load"), pytest.mark.timeout(900 * KILLS)]


def test_kill_9_loses_nothing_and_halves_nothing(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    seed = os.environ.get("LOAD_SEED") or str(random.SystemRandom().randrange(10**6))
    chance = random.Random(seed)
    database = live.app.config["RESIDENT"].database_url.split(":")[0]
    streams: list[Stream] = []
    for number in range(1, KILLS + 1):
        streams.append(_stream_until_killed(live, number, chance))
        waiting = _count(live, UNDELIVERED)
        live.start()
        fates = _done(live, streams[-1]) + Counter({"messages waiting at the kill": waiting})
        _press_again(streams[-1], chance)
        _nothing_is_lost(live, streams)
        with capsys.disabled():
            print(f"\n  {database}, LOAD_SEED={seed}, kill {number} of {KILLS}: {dict(sorted(fates.items()))}", end="")
    assert live.audit()[0] == 0, live.audit()[1]


def _stream_until_killed(live: Live, number: int, chance: random.Random) -> Stream:
    """Let people write in a new place, and kill everything at a random moment."""
    place = settle(live, f"kill-{number}", people=PEOPLE, stock=STOCK, capacity=PEOPLE)
    stream = Stream(live, place, chance)
    stream.start()
    try:
        stream.flow(chance.randint(*WRITES), chance.uniform(0, LONGER))
        live.kill(with_supervisor=chance.random() < 0.5)
    finally:
        stream.end()
    return stream


def _done(live: Live, stream: Stream) -> Counter[str]:
    """Each write is there as often as its sender may believe; how many of which fate there were."""
    fates: Counter[str] = Counter()
    with live.app.app_context():
        for write in stream.writes:
            found = db.session.scalar(write.rows)
            allowed = {1} if write.fate == Fate.ACKNOWLEDGED else {0, 1}
            assert found in allowed, f"{write.name}: {write.fate}, found {found} times"
            fates[f"{write.fate}, {'done' if found else 'not done'}"] += 1
    return fates


def _press_again(stream: Stream, chance: random.Random) -> None:
    """Whoever got no answer may press the button of the same page again."""
    try:
        for write in stream.writes:
            if write.fate == Fate.UNANSWERED and write.name != "approval" and chance.random() < 0.7:
                write.send()
    finally:
        stream.hang_up()


def _nothing_is_lost(live: Live, streams: list[Stream]) -> None:
    """Everything of all streams is there, the outbox is delivered, and all counts are right."""
    for stream in streams:
        _done(live, stream)
    live.eventually(lambda: _count(live, UNDELIVERED if IS_SOAK else _late()) == 0, "the outbox is not delivered")
    communities = [stream.place.community for stream in streams]
    wrong = [f"{what}: {found}" for what, found in _half_done(live, communities)]
    assert wrong == []


UNDELIVERED = select(func.count(OutboxMessage.id)).where(OPEN)  # what nobody wants any more is settled, too


def _late() -> Select[tuple[int]]:
    """What may leave already: what can still be undone, and what the worker held when it was killed, waits for a minute.

    Only the soak has the time for that.
    """
    return UNDELIVERED.where(OutboxMessage.due_at <= clock.now())


def _count(live: Live, rows: Select[tuple[int]]) -> int:
    with live.app.app_context():
        return db.session.scalar(rows) or 0


def _half_done(live: Live, communities: list[int]) -> Iterator[tuple[str, int]]:
    """What must have no rows, and has some."""
    for what, rows in HALVES.items():
        if found := _count(live, rows):
            yield what, found
    for what, table, rows in UNEQUAL:
        unequal = select(func.count(table.id)).where(table.community_id.in_(communities), rows)
        if found := _count(live, unequal):
            yield what, found


def _how_many(table: type, *conditions: object) -> object:
    return select(func.count(table.id)).where(*conditions).scalar_subquery()  # type: ignore[attr-defined, arg-type]


def _waiting(kind: str, subject: type) -> object:
    return _how_many(
        ReviewItem,
        ReviewItem.kind == kind,
        ReviewItem.subject_id == subject.id,  # type: ignore[attr-defined]
        ReviewItem.state == ReviewState.WAITING,
    )


HALVES = {
    "form tokens without a result": select(func.count(FormToken.id)).where(FormToken.result_url == ""),
    "messages given up": select(func.count(OutboxMessage.id)).where(FAILED),
}
UNEQUAL = [
    ("support_count", Demand, Demand.support_count != _how_many(Support, Support.demand_id == Demand.id)),
    (
        "comment_count",
        Demand,
        Demand.comment_count
        != _how_many(Comment, Comment.demand_id == Demand.id, Comment.state == CommentState.PUBLISHED),
    ),
    (
        "taken",
        Shift,
        Shift.taken != _how_many(SignUp, SignUp.shift_id == Shift.id, SignUp.state == SignUpState.SIGNED_UP),
    ),
    (
        "stock",
        Reward,
        STOCK - Reward.stock
        != _how_many(Redemption, Redemption.reward_id == Reward.id, Redemption.state == RedemptionState.WAITING),
    ),
    (
        "demands without their place in the queue",
        Demand,
        or_(
            (Demand.state == DemandState.IN_REVIEW) & (_waiting("demand", Demand) != 1),
            (Demand.state != DemandState.IN_REVIEW) & (_waiting("demand", Demand) != 0),
        ),
    ),
    (
        "comments without their place in the queue",
        Comment,
        or_(
            (Comment.state == CommentState.IN_REVIEW) & (_waiting("comment", Comment) != 1),
            (Comment.state != CommentState.IN_REVIEW) & (_waiting("comment", Comment) != 0),
        ),
    ),
]
