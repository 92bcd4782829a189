"""Who has closed their account, written down beside the backups: a restored one must not bring anybody back.

The database cannot say it of itself: what was closed after a backup is open in it. So each closing leaves a keyed hash
of who it was in the folder of the backups, one line with its day, which tells nobody anything without our key. The
lines are made from the database again and again, and those that are there stay for as long as a backup may.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.config import settings
from resident.db import db
from resident.ids import PersonId
from resident.operation.folder import LONGEST_KEPT, taking_turns, written_beside
from resident.patterns import Pattern
from resident.statements import rows

CLOSINGS = "closings.txt"
LONGER = timedelta(days=5)  # than any backup is kept
LINE = Pattern(r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<hash>[0-9a-f]{64})", longest=80)
ABOUT = "# Accounts that were closed, as keyed hashes: restoring a backup closes them again. Keep this file beside the backups.\n"


class _Who(NamedTuple):
    """What stays of a person when the account is closed, and tells the row apart from any later one of its number."""

    id: PersonId
    created_at: datetime
    closed_at: datetime | None


_COLUMNS = (PersonRow.id, PersonRow.created_at, PersonRow.closed_at)
_CLOSED = select(*_COLUMNS).where(PersonRow.closed_at >= bindparam("since")).order_by(PersonRow.id)
_OPEN = select(*_COLUMNS).where(PersonRow.closed_at.is_(None)).order_by(PersonRow.id)


def note_in(folder: Path) -> int:
    """Write down in this folder who has closed their account; how many lines are new. Raises OSError."""
    oldest = clock.now() - LONGEST_KEPT - LONGER
    new = {
        f"{one.closed_at:%Y-%m-%d} {hash_of(one, settings().lookup_key)}"
        for one in rows(_Who, _CLOSED, since=oldest)
        if one.closed_at is not None
    }
    db.session.rollback()  # no read is held while others have their turn
    with taking_turns(folder, ".closings.lock"):
        path = folder / CLOSINGS
        before = set(lines_of(path)) if path.is_file() else None
        lines = {line for line in before or () if line[:10] >= f"{oldest:%Y-%m-%d}"} | new
        if lines != before:
            with written_beside(path) as draft:
                draft.touch(0o600, exist_ok=False)
                draft.write_text(ABOUT + "".join(f"{line}\n" for line in sorted(lines)), encoding="ascii")
    return len(new - (before or set()))


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a list that are ones. Raises OSError."""
    return (line for line in path.read_text(encoding="ascii", errors="replace").splitlines() if LINE.fullmatch(line))


def closed_since(lists: Iterable[Path]) -> list[PersonId]:
    """Whose account is open here and was closed according to these lists. Raises OSError."""
    hashes = {line.partition(" ")[2] for path in lists for line in lines_of(path)}
    keys = [key for key in (settings().lookup_key, settings().lookup_key_before) if key]
    return [one.id for one in rows(_Who, _OPEN) if any(hash_of(one, key) in hashes for key in keys)]


def hash_of(one: _Who, key: str) -> str:
    """What tells somebody apart for who has the key (64 hex digits)."""
    words = f"closing of {one.id} since {one.created_at.astimezone(UTC).isoformat()}"
    return hmac.new(key.encode(), words.encode(), hashlib.sha256).hexdigest()
