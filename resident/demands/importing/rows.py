"""What one record of an import file says, checked; texts may be longer than residents may write here."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from resident import clock
from resident.patterns import Pattern
from resident.web.forms import one_line, plain

LONGEST_TEXT = 10_000
LONGEST_ID = 100
LONGEST_TIME = 40
MOST_SUPPORTS = 1_000_000_000
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日")
HOURS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")
TIME_FORMATS = tuple(f"{day}{hour}" for day in DAYS for hour in HOURS)
OFFSET = Pattern(r"(?<=[0-9])\s?(Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])$")
THOUSANDS = Pattern(r"[0-9]{1,3}(,[0-9]{3})+")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Rejected(ValueError):
    """A row that cannot be taken, with the reason."""


@dataclass(frozen=True)
class Row:
    """One demand to take over; moments aware, `categories` the names it stood under."""

    source_id: str
    title: str
    body: str
    created_at: datetime
    categories: tuple[str, ...]
    supports: int
    reply: str
    replied_at: datetime | None


def row_of(cells: dict[str, str], time_zone: str) -> Row:
    """Read a record by its column names; times are local to the community's `time_zone`. Raises Rejected."""
    title = _text("title", one_line(cells["title"]))
    body = _text("body", plain(cells["body"]))
    created_at = _moment("created_at", cells["created_at"], time_zone)
    reply = plain(cells.get("reply"))
    replied_at = (
        _moment("replied_at", cells.get("replied_at", ""), time_zone) if _text_or_none("reply", reply) else None
    )
    if replied_at is not None and replied_at < created_at:
        raise Rejected("replied_at is before created_at")
    return Row(
        source_id=_source_id(one_line(cells.get("id")), title, body, cells["created_at"]),
        title=title,
        body=body,
        created_at=created_at,
        categories=tuple(filter(None, (one_line(name) for name in cells.get("category", "").split("|")))),
        supports=_count("supports", cells.get("supports", "")),
        reply=reply,
        replied_at=replied_at,
    )


def _text(name: str, text: str) -> str:
    if not text:
        raise Rejected(f"{name} is empty")
    if len(text) > LONGEST_TEXT:
        raise Rejected(f"{name} has {len(text)} characters, more than {LONGEST_TEXT}")
    return text


def _text_or_none(name: str, text: str) -> str:
    return _text(name, text) if text else ""


def _moment(name: str, text: str, time_zone: str) -> datetime:
    text = text.strip()[:LONGEST_TIME].replace("T", " ")
    if not text:
        raise Rejected(f"{name} is empty")
    offset = OFFSET.search(text)
    zone = datetime.strptime(offset[1], "%z").tzinfo if offset else ZoneInfo(time_zone)
    text = text[: offset.start()] if offset else text
    for pattern in TIME_FORMATS:
        try:
            moment = datetime.strptime(text, pattern).replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if not BEGINNING <= moment <= clock.now():
            raise Rejected(f"{name} {text[:30]} is before 1970 or in the future")
        return moment
    raise Rejected(f"{name} {text[:30]!r} is not a time like 2026-03-01 14:30:00")


def _count(name: str, text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST_SUPPORTS)) or int(text) > MOST_SUPPORTS:
        raise Rejected(f"{name} {text[:30]!r} is not a whole number from 0 to {MOST_SUPPORTS}")
    return int(text)


def _source_id(given: str, *parts: str) -> str:
    """The row's own id; without one, what it says identifies it, so that a second run finds it again."""
    if len(given) > LONGEST_ID:
        raise Rejected(f"id has more than {LONGEST_ID} characters")
    return given or hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
