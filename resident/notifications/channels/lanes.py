"""How the lanes of a channel are doing: who rests lets nothing through but what comes first, who has stopped tells why."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, or_, select, update

from resident import clock
from resident.db import db, take_turns, transaction
from resident.i18n import lazy_gettext as _l
from resident.notifications.channels.ways import body_of
from resident.notifications.models import OPEN, Lane, OutboxMessage, OutboxState
from resident.statements import column, entity, value, written
from resident.web.checks import check

FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
PIECE = 500
Teller = Callable[[Lane], None]
_TELLERS: dict[str, Teller] = {}
_LANE = select(Lane).where(Lane.name == bindparam("name")).with_for_update()
_WAITING = OutboxMessage.state == written(OutboxState.WAITING)
_DUE_SOON = (
    select(OutboxMessage.id)
    .where(
        OPEN,
        OutboxMessage.channel == bindparam("lane"),
        _WAITING,
        OutboxMessage.rank > 0,
        OutboxMessage.due_at < bindparam("until"),
    )
    .order_by(OutboxMessage.due_at, OutboxMessage.id)
    .limit(PIECE)
    .with_for_update(skip_locked=True)
)
_PUT_OFF = (
    update(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("messages", expanding=True)))
    .values(due_at=bindparam("open_at"))
)
_STOPPED = select(exists().where(Lane.stopped_at.is_not(None)))
_HELD_UP = select(
    exists().where(
        Lane.name == bindparam("name"),
        or_(Lane.stopped_at.is_not(None), and_(Lane.failures > 1, Lane.rests_until > bindparam("now"))),
    )
)
_LONG_STOPPED = select(Lane.name).where(
    Lane.stopped_at.is_not(None), Lane.rests_until < bindparam("before", type_=Lane.rests_until.type)
)
_STOPPED_FOR = select(Lane.name).where(Lane.stopped_at.is_not(None), Lane.why == bindparam("why"))


def tell_of_stops(name: str, teller: Teller) -> None:
    """Have `teller(lane)` called, in the transaction that notes it, when a lane has stopped and somebody must mend something."""
    _TELLERS[name] = teller


def lane_of(name: str) -> Lane:
    """The lane of this name, held until the transaction ends; made where it has had nothing to remember yet."""
    take_turns(f"lane {name}")
    lane: Lane | None = entity(_LANE, name=name)
    if lane is None:
        lane = Lane(name=name)
        db.session.add(lane)
        db.session.flush()
    return lane


def rest(lane: Lane, until: datetime) -> None:
    """Let the lane rest, and put off what waits on it but what goes first; rows that somebody holds are theirs.

    A piece at a time: whoever meets the next one puts off the rest.
    """
    lane.rests_until = until
    waiting = column(_DUE_SOON, lane=lane.name, until=until)
    if waiting:
        db.session.execute(_PUT_OFF, {"messages": waiting, "open_at": until})


def failed(lane: Lane, why: str, until: datetime | None = None) -> None:
    """Something is wrong with the way itself: it rests, each time longer, and until the moment the other side names."""
    lane.failures += 1
    if lane.stopped_at is None:  # what somebody must mend stays said until something gets through
        lane.why = why
    pause = min(FIRST_REST * 2 ** (min(lane.failures, 10) - 1), LONGEST_REST)
    rest(lane, max(clock.now() + pause, until or clock.now()))


def stopped(lane: Lane, why: str) -> None:
    """Somebody must mend something: who that is hears once, and once for all lanes that are mended together."""
    is_news = lane.stopped_at is None or lane.why != why
    others = {mended_with(name, why) for name in column(_STOPPED_FOR, why=why)}
    failed(lane, why)
    lane.why, lane.stopped_at = why, lane.stopped_at or clock.now()
    db.session.flush()
    if is_news and mended_with(lane.name, why) not in others:
        for tell in _TELLERS.values():
            tell(lane)


def mended_with(name: str, why: str) -> str:
    """What is mended together: each robot and each template for itself, all else about text messages and codes at once."""
    return name if body_of(name) or why == "template" else ""


def recovered(lane: Lane) -> None:
    """A message got through: nothing is wrong any more."""
    lane.failures, lane.why, lane.stopped_at = 0, "", None


def is_held_up(name: str) -> bool:
    """Whether a lane is known to let nothing through: it has stopped, or rests after more than one failure. One statement."""
    return bool(value(_HELD_UP, name=name, now=clock.now()))


def forget_old_stops() -> None:
    """A lane that had nothing to send for a day is not known to be stopped any more. In transactions of its own."""
    before = clock.now() - FORGOTTEN_AFTER
    for name in column(_LONG_STOPPED, before=before):
        with transaction():
            lane = lane_of(name)
            if lane.rests_until is not None and lane.rests_until < before:
                recovered(lane)


@check(
    "channels",
    _l("Messages wait, because a way out of the app has stopped: the administrator's page says which and why."),
    warns=True,
    needs_database=True,
)
def is_none_stopped() -> bool:
    """Whether nobody has to mend anything before all messages leave."""
    return not value(_STOPPED)
