"""How often something may happen: counted in our own table, so that every process counts together."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, select

from resident import clock
from resident.accounts.entrance.identity import keyed_hash
from resident.accounts.models import ThrottleHit
from resident.config import settings
from resident.db import take_turns
from resident.statements import column, put, value

_RECENT = (
    select(ThrottleHit.at)
    .where(
        ThrottleHit.bucket == bindparam("bucket"),
        ThrottleHit.key == bindparam("key"),
        ThrottleHit.at > bindparam("after"),
    )
    .limit(bindparam("most"))
)
_HIT = insert(ThrottleHit.__table__).inline()  # type: ignore[arg-type]
_NEWEST = _RECENT.order_by(ThrottleHit.at.desc())
_COUNTED = select(func.count()).select_from(_RECENT.subquery())


def hit(bucket: str, key: str, *, limit: int, per: timedelta) -> bool:
    """Count one more of `bucket` (at most 30 characters) for `key`, if it is still allowed; whether it was.

    At most `limit` are allowed in any stretch of `per`, in demo mode times the throttle factor. What is refused
    is not counted: who asks too early does not wait the longer for it.
    `key` may be personal, it is kept as a keyed hash. Needs a write transaction; two at once take turns.
    """
    kept_key = _turn(bucket, key)
    most = limit * settings().throttle_factor
    if _count(bucket, kept_key, per, most) >= most:
        return False
    _note(bucket, kept_key)
    return True


def is_spent(bucket: str, key: str, *, limit: int, per: timedelta, in_turn: bool = True) -> bool:
    """Whether nothing more is allowed of what `hit` counts; counts nothing itself.

    For what may happen as often as it likes while it goes well: ask this first, `hit` on failure.
    Needs a write transaction; two at once take turns, so that none slips past the other's failure. Where
    everybody would wait for everybody and a few more do no harm, `in_turn=False`.
    """
    most = limit * settings().throttle_factor
    kept_key = _turn(bucket, key) if in_turn else _kept(bucket, key)
    return _count(bucket, kept_key, per, most) >= most


def take(bucket: str, key: str, *, limit: int, per: timedelta, number: int = 1) -> datetime | None:
    """Count `number` more of what `hit` counts, all or none: None, or from when on they are allowed.

    More at once than the limit itself are never allowed: then it is the moment at which none is counted any more.
    Needs a write transaction; two at once take turns.
    """
    kept_key, most = _turn(bucket, key), limit * settings().throttle_factor
    moments = column(_NEWEST, bucket=bucket, key=kept_key, after=clock.now() - per, most=most)
    too_many = len(moments) + number - most
    if too_many <= 0:
        _note(bucket, kept_key, number)
        return None
    oldest_first = moments[::-1]
    return oldest_first[min(too_many, len(moments)) - 1] + per if moments else clock.now() + per


def _note(bucket: str, kept_key: str, number: int = 1) -> None:
    put(_HIT, *[{"bucket": bucket, "key": kept_key, "at": clock.now()}] * number)


def _turn(bucket: str, key: str) -> str:
    """Under which hash the key is kept, once it is our turn with it."""
    kept_key = _kept(bucket, key)
    take_turns(f"throttle {kept_key}")
    return kept_key


def _kept(bucket: str, key: str) -> str:
    return keyed_hash("throttle", bucket, key)


def _count(bucket: str, kept_key: str, per: timedelta, most: int) -> int:
    counted: int = value(_COUNTED, bucket=bucket, key=kept_key, after=clock.now() - per, most=most)
    return counted
