"""Delivering: take what is due (a short transaction and a lease), call, note what came of it (a short transaction).

A worker that dies between call and note leaves a lease that ends: then nobody knows whether the message arrived. What
may be sent once more is, the rest stays unclear.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, select

from resident import clock
from resident.db import db, transaction
from resident.notifications.channels.lanes import failed, lane_of, recovered, rest, stopped
from resident.notifications.channels.ways import Call, Channel, Ending, Outcome, channel_of
from resident.notifications.models import OPEN, OutboxMessage, OutboxMove, OutboxState
from resident.statements import entities, entity, written

log = structlog.get_logger()
LEASE = timedelta(seconds=60)  # a call takes five at most, and finding an address no longer than the machine lets it
_DUE = select(OutboxMessage).where(OPEN, OutboxMessage.due_at <= bindparam("now"))
_NEXT = (
    _DUE.order_by(OutboxMessage.rank, OutboxMessage.due_at, OutboxMessage.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_ALONG = (
    _DUE.where(
        OutboxMessage.channel == bindparam("lane"),
        OutboxMessage.state == written(OutboxState.WAITING),
        OutboxMessage.rank > 0,
        OutboxMessage.id != bindparam("first"),
    )
    .order_by(OutboxMessage.due_at, OutboxMessage.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_MINE = (
    select(OutboxMessage)
    .where(
        OutboxMessage.id.in_(bindparam("messages", expanding=True)),
        OutboxMessage.state == written(OutboxState.TAKEN),
        OutboxMessage.due_at == bindparam("lease"),
    )
    .order_by(OutboxMessage.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


class Taken(NamedTuple):
    """What a worker has taken: rows by their numbers, until when they are its own, whose they are and what to call."""

    messages: tuple[int, ...]
    lane: str
    lease: datetime
    channel: Channel
    call: Call


def deliver_next() -> bool:
    """Deliver what comes next, if anything is due; False where nothing is. In transactions of its own."""
    with transaction():
        message: OutboxMessage | None = entity(_NEXT, now=clock.now())
        if message is None:
            return False
        taken = _take(message)
    if taken is not None:
        outcome = _called(taken)
        with transaction():
            _note(taken, outcome)
    return True


def _take(message: OutboxMessage) -> Taken | None:
    """Take a row, and those that go along with it; None where there is nothing to call."""
    channel, now = channel_of(message.channel), clock.now()
    if message.state == OutboxState.TAKEN and not _may_repeat(message, channel):
        return None
    if channel is None or (message.until is not None and message.until <= now):
        _settle(message, OutboxMove.GIVE_UP, "no_channel" if channel is None else "too_late")
        return None
    if not _is_open(message, channel):
        return None
    along = channel.gathers - 1 if message.rank else 0
    rest_of_it = entities(_ALONG, now=now, lane=message.channel, first=message.id, most=along) if along else ()
    messages = [message, *(one for one in rest_of_it if one.until is None or one.until > now)]
    for one in messages:
        one.move(OutboxMove.TAKE)
        one.due_at = now + LEASE
    return _ready(messages, channel)


def _may_repeat(message: OutboxMessage, channel: Channel | None) -> bool:
    """Whose lease has ended without a note may have arrived: once more, if that does no harm, and then no more."""
    if channel is None or not channel.repeats or message.doubts:
        _settle(message, OutboxMove.DOUBT, "no_note")
        return False
    message.doubts += 1
    message.tries += 1
    message.move(OutboxMove.WAIT)
    return True


def _is_open(message: OutboxMessage, channel: Channel) -> bool:
    """Whether the lane lets this message through now; if so, it rests as long as its pace wants."""
    if message.rank == 0:
        return True
    lane, now = lane_of(message.channel), clock.now()
    if lane.rests_until is not None and lane.rests_until > now:
        message.due_at = lane.rests_until
        rest(lane, lane.rests_until)
        return False
    if channel.pace:
        lane.rests_until = now + channel.pace
    return True


def _ready(messages: Sequence[OutboxMessage], channel: Channel) -> Taken | None:
    lease, lane = messages[0].due_at, messages[0].channel
    try:
        ready = channel.prepare(messages)
    except Exception as error:  # whatever a channel does, the message waits for its next turn
        log.error("message not prepared", channel=lane, error=type(error).__name__, exc_info=True)
        ready = Outcome(Ending.AGAIN, "error")
    if isinstance(ready, Outcome):
        for one in messages:
            _end(one, channel, ready)
        return None
    return Taken(tuple(one.id for one in messages), lane, lease, channel, ready)


def _called(taken: Taken) -> Outcome:
    """What came of the call; a fault of ours may have come before or after it was sent.

    A machine that stood still since it took the rows calls nobody: they are another worker's by now.
    """
    if clock.now() >= taken.lease:
        return Outcome(Ending.AGAIN, "late")
    try:
        return taken.call()
    except Exception as error:
        # Its name alone: the text of such an error often holds the whole request.
        log.error("message not delivered", channel=taken.lane, error=type(error).__name__)
        return Outcome(Ending.UNCLEAR, "error")


def _note(taken: Taken, outcome: Outcome) -> None:
    """Note the outcome at each row that is still this worker's own, and at the lane."""
    for message in entities(_MINE, messages=list(taken.messages), lease=taken.lease):
        _end(message, taken.channel, outcome)
    lane = lane_of(taken.lane)
    if outcome.ending is Ending.STOPPED:
        stopped(lane, outcome.why)
    elif outcome.ending is Ending.BROKEN:
        failed(lane, outcome.why, outcome.at)
    elif outcome.ending is Ending.DELIVERED and (lane.failures or lane.stopped_at):
        recovered(lane)


def _end(message: OutboxMessage, channel: Channel, outcome: Outcome) -> None:
    """Bring a taken row to where the outcome leads."""
    if outcome.ending is Ending.NOT_YET:
        message.move(OutboxMove.WAIT)
        message.due_at = outcome.at or clock.now()
        return
    message.why = outcome.why
    if outcome.ending is Ending.DELIVERED:
        _settle(message, OutboxMove.DELIVER, outcome.why)
    elif outcome.ending is Ending.NEEDLESS:
        _settle(message, OutboxMove.DROP, outcome.why)
    elif outcome.ending is Ending.NEVER:
        _settle(message, OutboxMove.GIVE_UP, outcome.why)
    elif outcome.ending is Ending.UNCLEAR and (message.doubts or not channel.repeats):
        _settle(message, OutboxMove.DOUBT, outcome.why)
    else:
        _wait(message, channel, outcome)


def _wait(message: OutboxMessage, channel: Channel, outcome: Outcome) -> None:
    """Try again, each time later, and at the end no more."""
    message.doubts += outcome.ending is Ending.UNCLEAR
    # What somebody has to mend first is no fault of the message; what comes first has no time to wait for it.
    message.tries += outcome.ending is not Ending.STOPPED or message.rank == 0
    if message.tries > len(channel.pauses):
        return _settle(message, OutboxMove.GIVE_UP, outcome.why)
    pause = channel.pauses[max(message.tries, 1) - 1] if channel.pauses else timedelta()
    due_at = max(clock.now() + pause, outcome.at or clock.now())
    if message.until is not None and due_at >= message.until:
        return _settle(message, OutboxMove.GIVE_UP, outcome.why)
    message.move(OutboxMove.WAIT)
    message.due_at = due_at
    return None


def _settle(message: OutboxMessage, move: OutboxMove, why: str) -> None:
    message.settle(move, why)
    db.session.flush()
